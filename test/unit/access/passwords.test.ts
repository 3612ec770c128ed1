import { hash, parseOptions } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import { hashPassword, isOutdated, isPassword } from '../../../src/access/passwords.ts'
import { median } from '../../support/median.ts'

describe('the hash of a password', () => {
  it('is argon2id with 19 MiB, two passes, one thread and a salt of its own', async () => {
    const [one, two] = [await hashPassword('gehen-Sieben-Tannen'), await hashPassword('gehen-Sieben-Tannen')]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(two)
    expect(parseOptions(one).outputLen).toBe(32)
  })

  it('is right for this password alone, however the keyboard writes it', async () => {
    const hashed = await hashPassword('gehen-７-Tännen')
    expect(await isPassword(hashed, 'gehen-7-Tännen'.normalize('NFD'))).toBe(true)
    expect(await isPassword(hashed, 'gehen-7-Tannen')).toBe(false)
  })

  it('of nobody is never right', async () => {
    expect(await isPassword(null, 'the password of nobody')).toBe(false)
    expect(await isPassword(null, '')).toBe(false)
  })

  it('takes as long for nobody', async () => {
    const hashed = await hashPassword('gehen-Sieben-Tannen')
    const times: { them: number[]; nobody: number[] } = { them: [], nobody: [] }
    const took = async (of: string | null) => {
      const started = performance.now()
      await isPassword(of, 'something-else')
      return performance.now() - started
    }
    await took(null)
    // Interleaved, so that a busy machine slows both down alike.
    for (let i = 0; i < 15; i++) {
      times.them.push(await took(hashed))
      times.nobody.push(await took(null))
    }
    const ratio = median(times.nobody) / median(times.them)
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
  })

  it('that was made more cheaply is outdated', async () => {
    expect(isOutdated(await hashPassword('x'))).toBe(false)
    expect(isOutdated(await hash('x', { memoryCost: 8_192, timeCost: 2, parallelism: 1 }))).toBe(true)
  })
})
