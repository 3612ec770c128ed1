import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { commandsOfQueues } from '../../../src/queueing/redis-rights.ts'

/** What BullMQ's scripts call, and what it asks for itself besides. */
function commandsOfBullMQ(): Set<string> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('bullmq')), '..', 'esm', 'scripts')
  // Its relay between Redis servers is not in use here.
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js') && !name.startsWith('relay'))
  const called = scripts.flatMap((name) => [
    ...readFileSync(join(folder, name), 'utf8').matchAll(/\b(?:rcall|redis\.p?call)\(\s*["']([A-Za-z]+)["']/g),
  ])
  return new Set([...called.map(([, command = '']) => command.toLowerCase()), 'bzpopmin', 'xread', 'evalsha', 'eval'])
}

it('every command that BullMQ gives is tried', () => {
  const wanted = commandsOfBullMQ()
  expect(wanted.size).toBeGreaterThan(50)
  const tried = new Set(commandsOfQueues('key').map(([command]) => command))
  expect([...wanted].filter((command) => !tried.has(command))).toEqual([])
})

it('only keys of its own are touched', () => {
  const keyless = new Set(['ping', 'client'])
  for (const [command, ...args] of commandsOfQueues('{q}:probe')) {
    if (keyless.has(command)) continue
    expect([command, args.some((arg) => String(arg).startsWith('{q}:probe'))]).toEqual([command, true])
  }
})
