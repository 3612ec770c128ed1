import fc from 'fast-check'
import { expect, test } from 'vitest'
import { queueNames } from '../../../queues/index.ts'
import { failureSteps, faultOf, stepOfCheck, withoutParticulars } from '../../../src/domain/failure.ts'
import { failureClasses, failureCodes, failureKinds, isFailureCode } from '../../../src/domain/failure-kinds.ts'
import { checks } from '../../../src/domain/evidence.ts'
import { newId } from '../../../src/platform/ids.ts'

test('work can fail in every queue, and where it is handed to them', () => {
  expect(failureSteps).toEqual(['relay', ...queueNames])
})

test('every check is done in a queue', () => {
  expect(Object.keys(stepOfCheck).sort()).toEqual([...checks].sort())
})

test('every kind of failure says in both languages what it is and what helps, and every class has one', () => {
  for (const code of failureCodes) {
    const { text, help } = failureKinds[code]
    for (const { zh, en } of [text, help]) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).not.toMatch(/\p{Script=Han}/u)
      expect(en).not.toBe('')
    }
  }
  expect(new Set(failureCodes.map((code) => failureKinds[code].class))).toEqual(new Set(failureClasses))
  expect(isFailureCode('toString')).toBe(false)
})

test.each([
  ['Error: app_06dq7wk3p2v8n4x0c5t9hzbrym is not there', 'error: <id> is not there'],
  ['connect ECONNREFUSED 10.0.3.17:5432', 'connect econnrefused <n>:<n>'],
  ["ENOENT: no such file, open '/var/lib/zhunru/photos/ab/abcdef'", 'enoent: no such file, open <text>'],
  ['cannot read /srv/models/ocr.onnx: broken', 'cannot read <path>: broken'],
  ['https://s3.example.com/bucket?sig=1 answered 503', '<url> answered <n>'],
  ['photo 9f86d081884c7d659a2feaa0c55ad015 took 30001.5 ms', 'photo <hash> took <n> ms'],
  ["can't open 'a b' of this photo's folder", "can't open <text> of this photo's folder"],
  ["can't open 'c' of this photo's folder", "can't open <text> of this photo's folder"],
  ['no photo is stored under sha256/ab/ab34567890abcdef', 'no photo is stored under sha<n>/<hash>'],
  ['getaddrinfo ENOTFOUND worker-7c9f.zhunru.svc', 'getaddrinfo enotfound <host>'],
  ['connect ECONNREFUSED ::1:5432', 'connect econnrefused <n>:<n>'],
  ['connect ECONNREFUSED fe80::a1b2:5432', 'connect econnrefused <n>:<n>'],
  ['std::bad_alloc at 0x7f3ab2', 'std::bad_alloc at <n>'],
  ['std::bad_alloc at 0xffff', 'std::bad_alloc at <n>'],
  [String.raw`cannot read C:\zhunru\models\ocr.onnx: broken`, 'cannot read <path>: broken'],
  ['the process 7c9f2x ended', 'the process <id> ended'],
  ['request 2f1c8e0a-77aa-4f31-9d7a-000000000001  failed\n at  once', 'request <id> failed at once'],
])('%s', (error, pattern) => {
  expect(withoutParticulars(error)).toBe(pattern)
})

test('which application, which photo and how long makes no other fault; where, what and which answer does', () => {
  const at = fc.integer({ min: 0, max: 2 ** 41 })
  fc.assert(
    fc.property(at, at, fc.nat(), fc.nat(), (a, b, m, n) => {
      const fault = (id: number, ms: number) =>
        faultOf({ step: 'document-ocr', code: 'TIMED_OUT', error: `${newId('material', id)} took ${ms} ms` })
      expect(fault(a, m)).toEqual(fault(b, n))
    }),
  )
  const refused = { step: 'notification', code: 'RECEIVER_REFUSED', error: 'the receiver answered 404' } as const
  expect(faultOf(refused)).not.toEqual(faultOf({ ...refused, error: 'the receiver answered 400' }))
  expect(faultOf(refused)).not.toEqual(faultOf({ ...refused, code: 'RECEIVER_FAILED' }))
  expect(faultOf(refused)).not.toEqual(faultOf({ ...refused, step: 'decision' }))
})

test('whatever the text, the pattern is short, settled, and holds no digit', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 600, unit: 'binary' }), (error) => {
      const pattern = withoutParticulars(error)
      expect(pattern.length).toBeLessThanOrEqual(200)
      expect(pattern).not.toMatch(/[0-9]/)
    }),
  )
})
