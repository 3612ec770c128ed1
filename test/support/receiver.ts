import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Hook {
  headers: IncomingHttpHeaders
  body: string
}

/** Where webhooks arrive: keeps each request, and answers as it is told to. */
export async function startReceiver(answer: (response: ServerResponse, hook: Hook) => void) {
  const hooks: Hook[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const hook = { headers: request.headers, body: Buffer.concat(chunks).toString() }
      hooks.push(hook)
      answer(response, hook)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    hooks: hooks as readonly Hook[],
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
