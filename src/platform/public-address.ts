import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** The address that a connection would go to is one of ours, of a neighbour, or of nobody. */
export class PrivateAddressError extends Error {
  constructor() {
    super('a private address')
    this.name = 'PrivateAddressError'
  }
}

/** All of IPv6 that IANA has given out for the public; the rest is private, special or not in use. */
const publicIpv6 = ipaddr.parseCIDR('2000::/3')

/**
 * Whether an address is one of the public Internet. Not: private, loopback, link-local (where clouds keep their
 * credentials), carrier-grade NAT, multicast, documentation, and all that wraps such an address in IPv6 (mapped,
 * compatible, NAT64, 6to4, Teredo), by IANA's registries of special-purpose addresses as `ipaddr.js` keeps them.
 * @param address as `isIP` accepts it
 */
export function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || parsed.match(publicIpv6)
}

/**
 * Refuses a host that is written as an address of ours. `URL` has already turned decimal, octal and hexadecimal ways of
 * writing into the usual one, and a host that is no address goes through `publicLookup`.
 * @throws PrivateAddressError
 */
export function refusePrivateHost({ hostname }: URL): void {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new PrivateAddressError()
}

type Resolve = (
  hostname: string,
  options: { all: true; family?: number; hints?: number },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * Looks a name up for a connection, which then goes to the very addresses seen here: a name that answers differently the
 * second time gains nothing. One private address among several refuses the name.
 */
export const publicLookup =
  (resolve: Resolve = systemLookup): LookupFunction =>
  (hostname, options, done) => {
    const family = typeof options.family === 'number' ? { family: options.family } : {}
    const hints = options.hints === undefined ? {} : { hints: options.hints }
    resolve(hostname, { all: true, ...family, ...hints }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error) done(error, '', 0)
      else if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
        done(new PrivateAddressError(), '', 0)
      } else if (options.all) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }
