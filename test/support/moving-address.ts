import { once } from 'node:events'
import { createServer, type Socket, connect } from 'node:net'

/** An address that leads to one server and later to another, as the name of a managed database does in a failover. */
export interface MovingAddress {
  readonly port: number
  /** New connections lead there; those that stand stay where they are. */
  moveTo(port: number): void
  dispose(): Promise<void>
}

export async function createMovingAddress(first: number): Promise<MovingAddress> {
  let target = first
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    keep(near)
    keep(far)
    near.pipe(far)
    far.pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return {
    port: address.port,
    moveTo: (port) => void (target = port),
    async dispose() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
