import { describe, expect, test } from 'vitest'
import { BlobMissingError } from '../../../src/blobs/blobs.ts'
import { PhotoProcessError } from '../../../src/checks/pool-process.ts'
import { DeliveryError } from '../../../src/platform/delivery-error.ts'
import { ZhunruError } from '../../../src/platform/errors.ts'
import { PermanentError } from '../../../src/platform/permanent-error.ts'
import { deliveryFailureCode, failureCode } from '../../../src/review/failures/failure-code.ts'

const withCode = (code: string, message = 'failed') => Object.assign(new Error(message), { code })
const named = (name: string, more: object = {}) => Object.assign(new Error('failed'), { name, ...more })
const caused = (cause: unknown) => new Error('an attempt failed', { cause })

describe('what kind of failure something thrown is', () => {
  test.each([
    ['a photo process that was killed', new PhotoProcessError('PHOTO_PROCESS_CRASHED', 'ended'), 'PROCESS_DIED'],
    ['a photo process that took too long', new PhotoProcessError('PHOTO_TIMED_OUT', 'too long'), 'TIMED_OUT'],
    ['a photo that is not stored', new BlobMissingError('sha256/ab/abcd'), 'PHOTO_MISSING'],
    ['a photo that cannot be decoded', new ZhunruError('FILE_BROKEN', { file: 'a.jpg' }), 'PHOTO_BROKEN'],
    ['Postgres that shuts down', withCode('57P01'), 'DATASTORE_AWAY'],
    ['Postgres that is not there', withCode('ECONNREFUSED'), 'DATASTORE_AWAY'],
    ['a connection that broke', new Error('Connection terminated unexpectedly'), 'DATASTORE_AWAY'],
    ['Redis that is full', new Error("OOM command not allowed when used memory > 'maxmemory'."), 'DATASTORE_AWAY'],
    ['two transactions in each other’s way', withCode('40P01'), 'DATASTORE_AWAY'],
    ['a statement that took too long', withCode('57014'), 'TIMED_OUT'],
    ['a right that is missing in Postgres', withCode('42501'), 'NOT_LET_IN'],
    ['a password that Redis does not know', new Error('WRONGPASS invalid username-password pair'), 'NOT_LET_IN'],
    ['a key that S3 does not know', named('InvalidAccessKeyId', { $metadata: {} }), 'NOT_LET_IN'],
    ['S3 that fails', named('InternalError', { $metadata: { attempts: 3 } }), 'PHOTOS_AWAY'],
    ['a disk that is full', withCode('ENOSPC'), 'NO_SPACE'],
    ['a model that is missing', withCode('ENOENT'), 'FILE_OF_OURS_MISSING'],
    ['memory that ran out', new RangeError('Array buffer allocation failed'), 'OUT_OF_MEMORY'],
    ['a job that lost its workers', new Error('job stalled more than allowable limit'), 'LOST_ITS_WORKER'],
    ['what its place names', new PermanentError('none', { failure: 'NOTHING_TO_DO_IT_TO' }), 'NOTHING_TO_DO_IT_TO'],
    ['a name that is none of ours', new PermanentError('none', { failure: 'toString' }), 'UNEXPECTED'],
    ['a fault of the program', new TypeError("Cannot read properties of undefined (reading 'x')"), 'UNEXPECTED'],
    ['what is no error', 'a text', 'UNEXPECTED'],
  ])('%s', (_, thrown, code) => {
    expect(failureCode(thrown)).toBe(code)
    // As a job tells it, whose own error says nothing.
    expect(failureCode(caused(caused(thrown)))).toBe(code)
  })

  test('the innermost cause that says something counts, and a ring of causes comes to an end', () => {
    expect(failureCode(new PermanentError('x', { failure: 'GIVEN_UP', cause: withCode('ENOSPC') }))).toBe('NO_SPACE')
    const ring = new Error('round and round')
    ring.cause = ring
    expect(failureCode(ring)).toBe('UNEXPECTED')
  })
})

describe('why a message did not leave', () => {
  const answered = (status: number) => new DeliveryError(`the receiver answered ${status}`, { status })
  test.each([
    ['webhook', answered(500), 'RECEIVER_FAILED'],
    ['webhook', answered(429), 'RECEIVER_FAILED'],
    ['webhook', answered(404), 'RECEIVER_REFUSED'],
    ['webhook', answered(401), 'RECEIVER_REFUSED'],
    ['webhook', answered(410), 'RECEIVER_OFF'],
    ['webhook', answered(302), 'RECEIVER_REFUSED'],
    ['webhook', new DeliveryError('no answer within 15 s'), 'RECEIVER_SILENT'],
    ['sms', answered(401), 'NOT_LET_IN'],
    ['sms', answered(408), 'RECEIVER_SILENT'],
    ['sms', new PermanentError('the gateway refused it with 422'), 'RECEIVER_REFUSED'],
    ['push', withCode('ENOSPC'), 'NO_SPACE'],
    ['push', new TypeError('x'), 'UNEXPECTED'],
  ] as const)('%s: %s', (channel, thrown, code) => {
    expect(deliveryFailureCode(channel, thrown)).toBe(code)
  })
})
