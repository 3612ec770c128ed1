import { fastify } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { silentLogger } from '../../../src/platform/logger.ts'
import { createMetrics } from '../../../src/platform/metrics/metrics.ts'
import { createShutdown } from '../../../src/platform/shutdown.ts'
import { createHealth } from '../../../src/service/health.ts'
import { listen } from '../../../src/service/listen.ts'
import { startInternal } from '../../../src/service/start-internal.ts'
import { freePort } from '../../support/free-port.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.toReversed()) await close()
  open.length = 0
})

function app() {
  const made = fastify()
  open.push(() => made.close())
  return made
}

/** The internal listener of a process that has nothing else yet. */
async function internal(port: number) {
  const shutdown = createShutdown(silentLogger)
  open.push(() => shutdown.stop())
  const health = createHealth({ stopping: shutdown.signal })
  open.push(() => health.close())
  const parts = { health, metrics: createMetrics(), log: silentLogger }
  return { shutdown, url: await startInternal({ health: { host: '127.0.0.1', port } }, parts, shutdown) }
}

describe('an address that cannot be had', () => {
  it('is told by its variables: another program has it', async () => {
    const port = await freePort()
    await app().listen({ host: '127.0.0.1', port })
    await expect(internal(port)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      text: {
        en: `The configuration is wrong: HEALTH_HOST, HEALTH_PORT: 127.0.0.1:${port} is taken already, by another program or by another listener of this one`,
      },
    })
  })

  it('likewise where HEALTH_PORT is PORT as well', async () => {
    const port = await freePort()
    const { url } = await internal(port)
    await expect(listen(app(), { host: '127.0.0.1', port }, 'HOST, PORT')).rejects.toThrow(
      `HOST, PORT: 127.0.0.1:${port} is taken already`,
    )
    // It goes on answering, until all is stopped.
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
  })

  it.each([
    // Of a block that is kept for documentation (RFC 5737).
    ['203.0.113.7', 'is no address of this machine'],
    ['no-such-host.invalid', 'is not known'],
  ])('or %s', async (host, why) => {
    await expect(listen(app(), { host, port: 0 }, 'HOST, PORT')).rejects.toThrow(`HOST, PORT: ${host}:0 ${why}`)
  })

  it('and any other error is told as it is', async () => {
    const broken = { listen: () => Promise.reject(new Error('plugin timed out')) }
    await expect(listen(broken, { host: '127.0.0.1', port: 0 }, 'HOST, PORT')).rejects.toThrow('plugin timed out')
  })
})

it('the internal listener answers while nothing else has started, and ends with the process', async () => {
  const { shutdown, url } = await internal(0)
  const answer = await fetch(`${url}/health/ready`)
  expect({ status: answer.status, body: await answer.json() }).toEqual({
    status: 503,
    body: { status: 'failing', state: 'starting', needs: {} },
  })
  await shutdown.stop()
  await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed')
})
