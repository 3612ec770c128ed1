import { createHash } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCode } from '../errors.ts'

/** Someone else runs the Postgres of this folder. */
export class FolderHeldError extends Error {
  constructor(folder: string, holder: string) {
    super(`the data folder ${folder} is in use by ${holder}; stop that one first, or choose another folder`)
    this.name = 'FolderHeldError'
  }
}

/**
 * One holder per folder and machine. The lock is a listening socket, because the operating system takes it back however
 * its process ends; a file with a process number in it would outlive a kill -9 and then have to be guessed about. Whoever
 * connects is told who holds it. Resolves to how to give it back; rejects with FolderHeldError.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const address = await socketAddress(folder)
  const since = new Date().toISOString()
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end(`process ${process.pid}, since ${since}`)
  })
  for (let attempt = 1; ; attempt++) {
    try {
      await listen(server, address)
      break
    } catch (error) {
      if (errorCode(error) !== 'EADDRINUSE') throw error
      const holder = await askHolder(address)
      if (holder !== undefined || attempt === 5)
        throw new FolderHeldError(folder, holder ?? 'a process that does not answer')
      // Only macOS keeps a socket's file after its process; nobody answered behind this one.
      if (!address.startsWith('\0')) await rm(address, { force: true })
    }
  }
  server.unref()
  return () => new Promise((resolve) => server.close(() => resolve()))
}

/** By device and inode, not by path: two names of one folder are one folder. */
async function socketAddress(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder, { bigint: true })
  const name = `zhunru-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 24)}`
  if (process.platform === 'linux') return `\0${name}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  return join(tmpdir(), `${name}.sock`)
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** What the holder says of itself; undefined when nobody is there. */
function askHolder(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(address)
    // A holder that is stopped or too busy to answer still holds.
    socket.setTimeout(3_000, () => {
      socket.destroy()
      resolve('a process that does not answer')
    })
    socket.on('data', (chunk) => (answer += chunk.toString()))
    socket.on('error', () => resolve(undefined))
    socket.on('end', () => resolve(answer || undefined))
  })
}
