import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PhotoChecks } from '../../src/checks/photo-checks.ts'
import { startPhotoPool } from '../../src/checks/photo-pool.ts'
import { readFolder } from '../../src/cli/read-folder.ts'
import { createTestRedis, type TestRedis } from '../support/redis.ts'
import { sampleFolder, startTestService, type TestService, untilDecided } from '../support/service.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const mended = fileURLToPath(new URL('../fixtures/mended/A-1004/business_licence.jpg', import.meta.url))

/** The checks of the service, with a list of every photo that they looked at. */
function counted(looks: string[]): typeof startPhotoPool {
  return async (options) => {
    const checks = await startPhotoPool(options)
    const seen = <T>(look: string, answer: T): T => {
      looks.push(look)
      return answer
    }
    const counting: PhotoChecks = {
      ...checks,
      ocr: (kind, bytes) => seen(`read ${kind}`, checks.ocr(kind, bytes)),
      clarity: (kind, bytes) => seen(`clarity ${kind}`, checks.clarity(kind, bytes)),
      premises: (bytes) => seen('premises', checks.premises(bytes)),
      confirm: (a, b) => seen('confirm', checks.confirm(a, b)),
    }
    return counting
  }
}

describe.each(['postgres', 'redis'] as const)('a returned application with its queues on %s', (kind) => {
  let redis: TestRedis | null = null
  let test: TestService
  let folder: string
  const looks: string[] = []

  const zhunru = (...args: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      execFile(process.execPath, ['--import', 'tsx', main, ...args, '--url', test.url], (error, stdout, stderr) => {
        if (error) reject(new Error(stderr, { cause: error }))
        else resolve(stdout)
      })
    })

  beforeAll(async () => {
    if (kind === 'redis') {
      redis = await createTestRedis()
      await redis.start()
    }
    folder = await mkdtemp(join(tmpdir(), 'zhunru-resubmit-'))
    await cp(sampleFolder('A-1004'), folder, { recursive: true })
    test = await startTestService({ redisUrl: redis?.url ?? null }, { startChecks: counted(looks) })
  })
  afterAll(async () => {
    await test.stop()
    await redis?.dispose()
    await rm(folder, { recursive: true, force: true })
  })

  it('comes back with one photo and is decided again, without a second look at any other', async () => {
    await test.client.submit(await readFolder(folder))
    const first = await untilDecided(test, 'A-1004')
    expect(first).toMatchObject({ status: 'returned', revision: 1, outcome: 'resubmission_required' })
    expect(first.due).toMatchObject([{ action: 'retake', material: 'business_licence', field: null }])
    const before = [...looks]
    expect(before.filter((look) => look.startsWith('read'))).toHaveLength(7)
    expect(await zhunru('status', 'A-1004', '--lang', 'zh')).toContain('重新拍摄 营业执照')
    expect(await zhunru('status', 'A-1004', '--lang', 'en')).toContain('Take again: business licence')

    await expect(zhunru('resubmit', `${folder}-gone`, '--lang', 'en')).rejects.toThrow('FILE_NOT_FOUND')
    const both = zhunru('resubmit', folder, '--photo', `business_licence=${mended}`, '--lang', 'en')
    await expect(both).rejects.toThrow('go with a reference')

    await cp(mended, join(folder, 'business_licence.jpg'))
    looks.length = 0
    const told = await zhunru('resubmit', folder, '--lang', 'en')
    expect(told.trim()).toBe('A-1004 submitted again as revision 2; new photos: business licence')
    const second = await untilDecided(test, 'A-1004')
    expect(second).toMatchObject({ status: 'approved', revision: 2, outcome: 'approved', due: [], dueBy: null })
    // Clarity was measured when it was uploaded.
    expect(looks.toSorted()).toEqual(['read business_licence'])
    expect(second.checks.every(({ status }) => status === 'done')).toBe(true)
    expect(second.history.map(({ to, revision }) => [to, revision])).toEqual([
      ['submitted', 1],
      ['screening', 1],
      ['deciding', 1],
      ['returned', 1],
      ['submitted', 2],
      ['screening', 2],
      ['deciding', 2],
      ['approved', 2],
    ])
    const materials = await test.store.db.selectFrom('material').select('kind').execute()
    expect(materials).toHaveLength(8)
  })

  it('is not taken again once it is decided', async () => {
    await expect(zhunru('resubmit', folder, '--lang', 'en')).rejects.toThrow('APPLICATION_CLOSED')
  })
})
