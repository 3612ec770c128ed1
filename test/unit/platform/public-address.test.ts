import type { LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { webhookChannel } from '../../../src/notify/webhook.ts'
import { DeliveryError } from '../../../src/platform/delivery-error.ts'
import {
  isPublicAddress,
  PrivateAddressError,
  publicLookup,
  refusePrivateHost,
} from '../../../src/platform/public-address.ts'
import { newSigningKey } from '../../../src/platform/signing-key.ts'
import { refusedWebhookUrl } from '../../../src/platform/webhook-url.ts'
import { webhookMessage } from '../notify/message.ts'

/** By IANA's registries of special-purpose addresses, and what wraps one of them. */
const privateAddresses = [
  ['0.0.0.0', 'this host'],
  ['0.1.2.3', 'this network'],
  ['10.0.0.0', 'private'],
  ['10.255.255.255', 'private'],
  ['100.64.0.1', 'carrier-grade NAT'],
  ['100.127.255.255', 'carrier-grade NAT'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['169.254.169.254', 'link-local: credentials of clouds'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.0.0.1', 'protocol assignments'],
  ['192.0.2.1', 'documentation'],
  ['192.168.0.1', 'private'],
  ['198.18.0.1', 'benchmarks'],
  ['198.51.100.1', 'documentation'],
  ['203.0.113.1', 'documentation'],
  ['224.0.0.1', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'broadcast'],
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['::127.0.0.1', 'IPv4-compatible'],
  ['::ffff:127.0.0.1', 'IPv4-mapped'],
  ['::ffff:a9fe:a9fe', 'IPv4-mapped'],
  ['::ffff:8.8.8.8', 'IPv4-mapped'],
  ['::ffff:0:127.0.0.1', 'IPv4-translated'],
  ['64:ff9b::7f00:1', 'NAT64'],
  ['64:ff9b:1::a00:1', 'NAT64 of one site'],
  ['100::1', 'discard'],
  ['2001::1', 'Teredo'],
  ['2001:db8::1', 'documentation'],
  ['2002:7f00:1::', '6to4'],
  ['3fff::1', 'documentation'],
  ['4000::1', 'not given out'],
  ['5f00::1', 'segment routing'],
  ['fc00::1', 'unique local'],
  ['fd12:3456::1', 'unique local'],
  ['fe80::1', 'link-local'],
  ['fec0::1', 'site-local'],
  ['ff02::1', 'multicast'],
] as const

const publicAddresses = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '223.255.255.255',
  '2400:3200::1',
  '2606:4700::1111',
]

/** One address in ways that programs have been fooled with. */
const oddWays = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.0.0.1/',
  'https://0177.0.0.1/',
  'https://017700000001/',
  'https://127.0.0.1./',
  'https://①②⑦.⓪.⓪.①/',
  'https://１２７.０.０.１/',
  'https://%31%32%37.0.0.1/',
  'https://[::1]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  'https://0/',
  'https://3232235777/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[fd00:ec2::254]/',
]

describe('an address', () => {
  it.each(privateAddresses)('%s is not public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(publicAddresses)('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it('of every IPv4 network that is private is not public, wrapped or not', () => {
    const networks: [number, number][] = [
      [0x00_00_00_00, 8],
      [0x0a_00_00_00, 8],
      [0x64_40_00_00, 10],
      [0x7f_00_00_00, 8],
      [0xa9_fe_00_00, 16],
      [0xac_10_00_00, 12],
      [0xc0_a8_00_00, 16],
      [0xe0_00_00_00, 3],
    ]
    fc.assert(
      fc.property(fc.constantFrom(...networks), fc.nat(0xff_ff_ff_ff), ([network, bits], any) => {
        const address = (network + (any % 2 ** (32 - bits))) >>> 0
        const octets = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255)
        const hex = [octets.slice(0, 2), octets.slice(2)].map(([a = 0, b = 0]) => (a * 256 + b).toString(16)).join(':')
        for (const written of [octets.join('.'), `::ffff:${hex}`, `::${hex}`, `64:ff9b::${hex}`, `2002:${hex}::`]) {
          expect(isPublicAddress(written)).toBe(false)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('a webhook', () => {
  it.each(oddWays)('is not added for %s', (url) => {
    expect(refusedWebhookUrl(url, false)).toMatchObject({ en: 'is a private address' })
  })

  it.each([
    ['http://example.com/', 'must be https'],
    ['ftp://example.com/', 'must be https'],
    ['https://user@example.com/', 'must hold no user name or password'],
    ['https://', 'is no URL'],
    ['//example.com', 'is no URL'],
  ])('is not added for %s, which %s', (url, en) => {
    expect(refusedWebhookUrl(url, false)).toMatchObject({ en })
  })

  it.each(['https://example.com/', 'https://8.8.8.8/', 'https://[2606:4700::1111]/', 'https://localhost.example.com/'])(
    'is added for %s',
    (url) => {
      expect(refusedWebhookUrl(url, false)).toBeNull()
    },
  )

  it('is added for a receiver on this laptop where that is allowed', () => {
    expect(refusedWebhookUrl('http://127.0.0.1:9000/', true)).toBeNull()
    expect(refusedWebhookUrl('ftp://127.0.0.1/', true)).not.toBeNull()
  })
})

describe('a host that is an address', () => {
  it.each(oddWays)('%s is refused', (url) => {
    expect(() => refusePrivateHost(new URL(url))).toThrow(PrivateAddressError)
  })

  it('that is public, and a name, pass', () => {
    for (const url of ['https://8.8.8.8', 'https://example.com']) {
      expect(() => refusePrivateHost(new URL(url))).not.toThrow()
    }
  })
})

describe('a connection', () => {
  let servers: Server[]
  let port: number
  let hits = 0
  beforeAll(async () => {
    servers = [createServer(() => hits++), createTlsServer({}, () => hits++)]
    for (const server of servers) {
      server.on('connection', () => hits++)
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
    }
    port = (servers[1]!.address() as AddressInfo).port
  })
  afterAll(() => {
    for (const server of servers) server.close()
  })

  /** A resolver that says what it is told to, one answer after the other. */
  const resolving = (...answers: string[][]) => {
    let asked = 0
    const resolve: Parameters<typeof publicLookup>[0] = (_name, _options, done) => {
      const addresses = answers[Math.min(asked++, answers.length - 1)] ?? []
      done(
        null,
        addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
    }
    return { lookup: publicLookup(resolve), asked: () => asked }
  }
  const post = async (url: string, options: Partial<Parameters<typeof webhookChannel>[0]> = {}) => {
    const keys = [{ kind: 'v1', secret: newSigningKey('v1').secret }] as const
    const error = await webhookChannel({ allowPrivate: false, timeLimit: 200, ...options })(
      webhookMessage({ url, keys }),
    ).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(DeliveryError)
    return (error as DeliveryError).message
  }

  it.each(['127.0.0.1', '127.1', '2130706433', '0x7f.1', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0'])(
    'to %s is not made',
    async (host) => {
      expect(await post(`https://${host}:${port}/`)).toBe('the address is private')
    },
  )

  it('without TLS is not made', async () => {
    expect(await post('http://example.com/')).toBe('the address is not https')
  })

  it('to a name of ours is not made', async () => {
    expect(await post(`https://localhost:${port}/`)).toBe('the address is private')
  })

  it.each([
    ['one private address', ['127.0.0.1']],
    ['a public one and a private one', ['8.8.8.8', '127.0.0.1']],
    ['a private IPv6 address', ['fd00::1']],
    ['an IPv4 address in IPv6', ['::ffff:127.0.0.1']],
    ['no address', []],
  ])('to a name with %s is not made', async (_, addresses) => {
    const { lookup } = resolving(addresses)
    expect(await post(`https://receiver.example:${port}/`, { lookup })).toBe('the address is private')
  })

  it('goes to the very addresses that were looked at: a name that answers differently the second time gains nothing', async () => {
    const { lookup, asked } = resolving(['8.8.8.8', '2606:4700::1111'], ['127.0.0.1'])
    const all = await new Promise((resolve) => {
      lookup('rebinding.example', { all: true }, (_, addresses) => resolve(addresses))
    })
    expect(all).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ])
    expect(asked()).toBe(1)
    // The next attempt looks anew, and refuses.
    expect(await post(`https://rebinding.example:${port}/`, { lookup })).toBe('the address is private')
    expect(asked()).toBe(2)
  })

  it('asked for one address gets one', async () => {
    const { lookup } = resolving(['8.8.8.8', '1.1.1.1'])
    const one = await new Promise((resolve) => {
      lookup('receiver.example', { family: 4 }, (_, address, family) => resolve([address, family]))
    })
    expect(one).toEqual(['8.8.8.8', 4])
  })

  it('to a name that cannot be looked up is not made, and says so', async () => {
    const lookup = publicLookup((_name, _options, done) =>
      done(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), []),
    )
    expect(await post('https://nowhere.example/', { lookup })).toBe('ENOTFOUND')
  })

  it('has in all of this never been made to us', () => {
    expect(hits).toBe(0)
  })
})
