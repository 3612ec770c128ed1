import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'

export const peerNames = ['sharp-phash', 'imghash'] as const
export type PeerName = (typeof peerNames)[number]
export type PeerHashes = Record<PeerName, { bits: string; ms: number }>

export interface Peers {
  hashes: (bytes: Uint8Array) => Promise<PeerHashes>
  close: () => void
}

/** The packages we are compared with; they are installed beside, see test/bench/peers. */
export function startPeers(): Peers {
  const script = path.resolve(import.meta.dirname, '../peers/image-hashes.mjs')
  const child: ChildProcess = fork(script, { serialization: 'advanced', execArgv: [] })
  const waiting = new Map<number, { resolve: (hashes: PeerHashes) => void; reject: (error: Error) => void }>()
  let last = 0
  child.on('message', (message: PeerHashes & { id: number; error?: string }) => {
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error === undefined) call?.resolve(message)
    else call?.reject(new Error(message.error))
  })
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the peers have ended'))
  })
  return {
    hashes: (bytes) =>
      new Promise((resolve, reject) => {
        last += 1
        waiting.set(last, { resolve, reject })
        child.send({ id: last, bytes })
      }),
    close: () => child.disconnect(),
  }
}

export function differentBits(a: string, b: string): number {
  let count = 0
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count += 1
  return count
}
