import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { silentLogger } from '../../../src/platform/logger.ts'
import { createShutdown } from '../../../src/platform/shutdown.ts'

/** A promise and what settles it. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

describe('shutdown', () => {
  it('stops the last started part first, one after the other', async () => {
    const stopped: string[] = []
    const shutdown = createShutdown(silentLogger)
    for (const name of ['database', 'queues', 'api']) {
      shutdown.add(name, async () => {
        stopped.push(`${name} begins`)
        await new Promise((resolve) => setImmediate(resolve))
        stopped.push(`${name} ends`)
      })
    }
    await shutdown.stop()
    expect(stopped).toEqual(['api', 'queues', 'database'].flatMap((name) => [`${name} begins`, `${name} ends`]))
  })

  it('stops all that works at once, and only then what it stands on', async () => {
    const stopped: string[] = []
    const [api, workers] = [gate(), gate()]
    const shutdown = createShutdown(silentLogger)
    expect(shutdown.signal.aborted).toBe(false)
    shutdown.add('database', async () => void stopped.push('database'))
    shutdown.addWork('workers', () => workers.opened.then(() => void stopped.push('workers')))
    shutdown.add('queues', async () => void stopped.push('queues'))
    shutdown.addWork('API', () => api.opened.then(() => void stopped.push('API')))
    const all = shutdown.stop()
    expect(shutdown.signal.aborted).toBe(true)
    workers.open()
    await new Promise((resolve) => setImmediate(resolve))
    expect(stopped).toEqual(['workers'])
    api.open()
    await all
    expect(stopped).toEqual(['workers', 'API', 'queues', 'database'])
  })

  it('stops the others when a part fails, whether it throws or rejects, and says which', async () => {
    const stopped: string[] = []
    const told: object[] = []
    const shutdown = createShutdown({ ...silentLogger, error: (fields) => void told.push(fields) })
    shutdown.add('database', () => Promise.resolve(void stopped.push('database')))
    shutdown.add('queues', () => Promise.reject(new Error('stuck')))
    shutdown.add('api', () => {
      throw new Error('broken')
    })
    await shutdown.stop()
    expect(stopped).toEqual(['database'])
    expect(told).toEqual([
      { part: 'api', error: 'Error: broken' },
      { part: 'queues', error: 'Error: stuck' },
    ])
  })

  it('asked twice stops once, and both wait for it', async () => {
    let stops = 0
    const { opened, open } = gate()
    const shutdown = createShutdown(silentLogger)
    shutdown.add('api', () => {
      stops++
      return opened
    })
    let ended = 0
    const both = [shutdown.stop(), shutdown.stop()].map((stop) => stop.then(() => ended++))
    await new Promise((resolve) => setImmediate(resolve))
    expect({ stops, ended }).toEqual({ stops: 1, ended: 0 })
    open()
    await Promise.all(both)
    await shutdown.stop()
    expect({ stops, ended }).toEqual({ stops: 1, ended: 2 })
  })

  it('stops a part that came up while all was stopping, and waits for it', async () => {
    const stopping = gate()
    const late = gate()
    const stopped: string[] = []
    const shutdown = createShutdown(silentLogger)
    shutdown.add('api', () => stopping.opened)
    const all = shutdown.stop().then(() => stopped.push('all'))
    shutdown.add('photo processes', () => late.opened.then(() => void stopped.push('photo processes')))
    shutdown.add('failing', () => Promise.reject(new Error('stuck')))
    stopping.open()
    await new Promise((resolve) => setImmediate(resolve))
    expect(stopped).toEqual([])
    late.open()
    await all
    expect(stopped).toEqual(['photo processes', 'all'])
  })
})

describe.skipIf(process.platform === 'win32')('on a signal', () => {
  const module = (name: string) => fileURLToPath(new URL(`../../../src/platform/${name}.ts`, import.meta.url))
  const program = (stop: string, longest: number) => `
    import { createShutdown, stopOnSignal } from ${JSON.stringify(module('shutdown'))}
    import { silentLogger } from ${JSON.stringify(module('logger'))}
    const shutdown = createShutdown(silentLogger)
    const alive = setInterval(() => {}, 1000)
    shutdown.add('part', ${stop})
    const done = stopOnSignal(shutdown, () => console.log('stopping'), ${longest})
    console.log('ready')
    await done
    clearInterval(alive)
    console.log('stopped')`

  it('what takes too long to stop is not waited for', async () => {
    const ended = await run('() => new Promise(() => {})', ['SIGTERM'], 500)
    expect(ended).toEqual({ code: 1, said: 'ready stopping' })
  })

  async function run(
    stop: string,
    signals: NodeJS.Signals[],
    longest = 29_000,
  ): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program(stop, longest)])
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      // The next signal after each sign of life.
      if (/ready|stopping/.test(chunk.toString())) {
        const signal = signals.shift()
        if (signal) child.kill(signal)
      }
    })
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, said: said.replaceAll('\n', ' ').trim() }
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('%s stops cleanly', async (signal) => {
    const ended = await run('async () => { console.log("part stops") }', [signal])
    expect(ended).toEqual({ code: 0, said: 'ready stopping part stops stopped' })
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('the second, %s, ends at once', async (second, code) => {
    const ended = await run('() => new Promise(() => {})', ['SIGTERM', second])
    expect(ended).toEqual({ code, said: 'ready stopping' })
  })
})
