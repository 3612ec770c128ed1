import { type FailureCode, isFailureCode } from '../../domain/failure-kinds.ts'
import type { ChannelName } from '../../domain/message.ts'
import { DeliveryError } from '../../platform/delivery-error.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { PermanentError } from '../../platform/permanent-error.ts'
import { errorCode, isOutage } from '../../store/errors.ts'

/** Codes of the system, of Node, of Postgres (SQLSTATE) and of the pool that looks at photos. */
const byCode: readonly [RegExp, FailureCode][] = [
  [/^PHOTO_TIMED_OUT$/, 'TIMED_OUT'],
  [/^PHOTO_(?:PROCESS|POOL)_/, 'PROCESS_DIED'],
  [/^FILE_/, 'PHOTO_BROKEN'],
  [/^PHOTO_DAMAGED$/, 'PHOTO_DAMAGED'],
  [/^PHOTOS_AWAY$/, 'PHOTOS_AWAY'],
  [/^(?:NOT_FOUND|MATERIAL_)/, 'NOTHING_TO_DO_IT_TO'],
  [/^(?:NOT_READY|QUEUES_FULL)$/, 'DATASTORE_AWAY'],
  [/^(?:CONFIG_INVALID|ENOENT|MODULE_NOT_FOUND|ERR_MODULE_NOT_FOUND)$/, 'FILE_OF_OURS_MISSING'],
  // 53100: Postgres's own disk.
  [/^(?:ENOSPC|EDQUOT|EROFS|EACCES|EPERM|53100)$/, 'NO_SPACE'],
  [/^(?:ENOMEM|ERR_WORKER_OUT_OF_MEMORY|ERR_MEMORY_ALLOCATION_FAILED|53200)$/, 'OUT_OF_MEMORY'],
  // 28: authorisation; 42501: a right that is missing.
  [/^(?:28...|42501)$/, 'NOT_LET_IN'],
  // 57014: a statement that was cancelled for its time.
  [/^(?:57014|ABORT_ERR|UND_ERR_(?:HEADERS|BODY)_TIMEOUT)$/, 'TIMED_OUT'],
  // Two transactions in each other's way.
  [/^(?:40001|40P01|55P03)$/, 'DATASTORE_AWAY'],
]

/** What others say where they give no code, or one of no use. */
const byText: readonly [RegExp, FailureCode][] = [
  [/^(?:NOAUTH|WRONGPASS|NOPERM)\b/, 'NOT_LET_IN'],
  [/^(?:OOM|READONLY|LOADING|CLUSTERDOWN|TRYAGAIN|MASTERDOWN)\b|Connection is closed/, 'DATASTORE_AWAY'],
  [/stalled more than allowable limit/, 'LOST_ITS_WORKER'],
  [/allocation failed|out of memory|bad_alloc/i, 'OUT_OF_MEMORY'],
]

/** Names of errors by which the store of photos says whom it does not let in. */
const notLetIn =
  /^(?:AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|Forbidden|ExpiredToken|CredentialsProviderError)$/

/** What kind of failure something thrown is: of itself or of what caused it, the innermost that says something. */
export function failureCode(thrown: unknown): FailureCode {
  const causes: unknown[] = []
  for (let each = thrown; each !== undefined && causes.length < DEEPEST;) {
    causes.push(each)
    each = each instanceof Error ? each.cause : undefined
  }
  return causes.map(codeOfOne).findLast((code) => code !== null) ?? 'UNEXPECTED'
}

/** Errors that cause one another in a ring would be followed for ever. */
const DEEPEST = 10

function codeOfOne(error: unknown): FailureCode | null {
  if (!(error instanceof Error)) return null
  if (error instanceof PermanentError && error.failure !== undefined && isFailureCode(error.failure))
    return error.failure
  if (error.name === 'BlobMissingError') return 'PHOTO_MISSING'
  if (notLetIn.test(error.name)) return 'NOT_LET_IN'
  const code = error instanceof ZhunruError ? error.code : errorCode(error)
  const known =
    byCode.find(([pattern]) => pattern.test(code)) ?? byText.find(([pattern]) => pattern.test(error.message))
  if (known) return known[1]
  // The photo store's library adds how often it asked; only its errors have this.
  if ('$metadata' in error) return 'PHOTOS_AWAY'
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'TIMED_OUT'
  return isOutage(error) ? 'DATASTORE_AWAY' : null
}

/** What kind of failure it is that a message did not leave. */
export function deliveryFailureCode(channel: ChannelName, thrown: unknown): FailureCode {
  if (thrown instanceof PermanentError) return failureCodeOfRefusal(thrown)
  if (!(thrown instanceof DeliveryError)) return failureCode(thrown)
  const { status } = thrown
  if (status === null) return 'RECEIVER_SILENT'
  // Of a gateway of ours it says that our token is wrong; of somebody's webhook only that they do not want it.
  if (channel !== 'webhook' && (status === 401 || status === 403 || status === 407)) return 'NOT_LET_IN'
  if (status === 408) return 'RECEIVER_SILENT'
  if (status === 410) return 'RECEIVER_OFF'
  return status >= 500 || status === 425 || status === 429 ? 'RECEIVER_FAILED' : 'RECEIVER_REFUSED'
}

function failureCodeOfRefusal(thrown: PermanentError): FailureCode {
  const code = failureCode(thrown)
  return code === 'UNEXPECTED' ? 'RECEIVER_REFUSED' : code
}
