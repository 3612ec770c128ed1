import { describe, expect, it } from 'vitest'
import { createHealth } from '../../../src/service/health.ts'

/** A process whose time the test moves on. */
function process() {
  const stopping = new AbortController()
  const time = { at: 0 }
  const health = createHealth({ stopping: stopping.signal, now: () => time.at })
  /** Long enough that the last answer is not used again. */
  const later = (ms = 2_000) => (time.at += ms)
  return { health, stopping, later }
}

const answers = () => Promise.resolve()
const gone = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7'))

describe('ready', () => {
  it('is a process that has started, while all that it needs answers', async () => {
    const { health, later } = process()
    let database: () => Promise<void> = gone
    health.needs('database', () => database())
    expect(await health.ready()).toEqual({ ok: false, state: 'starting', needs: { database: 'no answer' } })
    database = answers
    later()
    expect(await health.ready()).toEqual({ ok: false, state: 'starting', needs: { database: 'ok' } })
    health.started()
    expect(await health.ready()).toEqual({ ok: true, state: 'running', needs: { database: 'ok' } })
    database = gone
    later()
    expect(await health.ready()).toMatchObject({ ok: false, needs: { database: 'no answer' } })
  })

  it('is none that stops, though all answers', async () => {
    const { health, stopping } = process()
    health.needs('queues', answers)
    health.started()
    stopping.abort()
    expect(await health.ready()).toEqual({ ok: false, state: 'stopping', needs: { queues: 'ok' } })
  })

  it('asks once for all who ask at about the same time', async () => {
    const { health, later } = process()
    let asked = 0
    health.needs('database', async () => void asked++)
    await Promise.all([health.ready(), health.ready()])
    later(500)
    await health.ready()
    expect(asked).toBe(1)
    later(600)
    await health.ready()
    expect(asked).toBe(2)
  })
})

describe('live', () => {
  const workers = { ms: 0 }
  const lateBy = () => [
    { queue: 'document-ocr', ms: workers.ms },
    { queue: 'decision', ms: 0 },
  ]

  /** A process that is asked every five seconds, as its own heartbeat asks it; told is what the last answer says. */
  function watched(queues: () => Promise<unknown>) {
    const { health, later } = process()
    const says = { queues }
    health.watch({ lateBy }, () => says.queues())
    const ask = async () => {
      const answer = await health.live()
      // What it asks in turn has answered before it is asked again.
      await new Promise((resolve) => setImmediate(resolve))
      return answer
    }
    const after = async (seconds: number) => {
      for (let passed = 0; passed < seconds; passed += 5) {
        await ask()
        later(5_000)
      }
      return await ask()
    }
    return { says, after, ask, later }
  }

  it('is no process whose worker has not asked for a job for a minute, though its queue answers', async () => {
    const { after, ask } = watched(answers)
    workers.ms = 0
    expect(await after(120)).toMatchObject({ ok: true, deaf: [] })
    workers.ms = 61_000
    expect(await ask()).toMatchObject({ ok: false, deaf: ['document-ocr'] })
    workers.ms = 59_000
    expect(await ask()).toMatchObject({ ok: true })
  })

  it('is one whose queues are away for ten minutes, and for a minute after they are back', async () => {
    const { says, after } = watched(gone)
    workers.ms = 600_000
    expect(await after(600)).toMatchObject({ ok: true, deaf: [] })
    says.queues = answers
    expect(await after(60)).toMatchObject({ ok: true })
    expect(await after(15)).toMatchObject({ ok: false, deaf: ['document-ocr'] })
    says.queues = gone
    expect(await after(5)).toMatchObject({ ok: true })
  })

  it('answers at once while the queues answer nobody', async () => {
    const { ask, later } = watched(() => new Promise(() => {}))
    workers.ms = 600_000
    expect(await ask()).toMatchObject({ ok: true })
    later(600_000)
    expect(await ask()).toMatchObject({ ok: true })
  })

  it('is not judged by what was known long ago', async () => {
    const { after, later, ask } = watched(answers)
    workers.ms = 0
    await after(120)
    workers.ms = 600_000
    later(600_000)
    expect(await ask()).toMatchObject({ ok: true })
    // It begins to count anew.
    expect(await after(60)).toMatchObject({ ok: true })
    expect(await after(15)).toMatchObject({ ok: false })
  })
})
