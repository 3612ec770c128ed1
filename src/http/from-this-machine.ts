import type { FastifyRequest } from 'fastify'

const loopbackAddress = /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/
const loopbackHost = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i
/** Marks that a proxy leaves: behind one, everybody seems to sit at this machine. */
const marksOfProxies = /^(?:forwarded|via|x-forwarded-.+|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip)$/

/**
 * Whether a request comes from a program of this machine, or from a page that we served. Not from a page of another
 * site in a browser of this machine: that one shows its `Origin`, and with a name of its own that it points here, its
 * `Host`.
 */
export function fromThisMachine({ headers, socket, host }: FastifyRequest): boolean {
  if (!loopbackAddress.test(socket.remoteAddress ?? '') || !loopbackHost.test(host)) return false
  if (Object.keys(headers).some((name) => marksOfProxies.test(name))) return false
  if (headers.origin !== undefined && headers.origin !== `http://${host}`) return false
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
}
