import { forgetEnded } from '../access/sessions.ts'
import type { BlobStore } from '../blobs/blobs.ts'
import { freeIdleCallbacks, watchCallbacks } from '../review/callbacks/watch-callbacks.ts'
import { freeIdleCases, wakeCases, watchCases } from '../review/cases/watch-cases.ts'
import { freeIdleLooks } from '../review/decide-case/watch-second-looks.ts'
import { expireIdle } from '../review/expire-idle.ts'
import { forgetOldRows } from '../review/forget-old-rows.ts'
import { forgetUnused } from '../review/forget-unused.ts'
import type { TellDeps } from '../review/plan-effects.ts'
import { removeRefusedPhotos } from '../review/refuse-photo.ts'
import { beginReruns } from '../review/rerun/begin-reruns.ts'
import { calendarAlarm, firmUpPromises, watchPromises } from '../review/watch-promises.ts'
import { forgetVerifications } from '../review/verify-facts.ts'
import { wakeEffects } from '../review/wake-effects.ts'

/**
 * Work that is due at some time, found by looking at what Postgres says. Not a job: a lost message must not keep a security
 * code, or leave a promise unwatched. Any number of processes may go the same rounds at once.
 */
export interface Round {
  name: string
  /** Milliseconds between two rounds. */
  every: number
  /** @returns how much there was to do. */
  run: () => Promise<number>
  /** What the log says of it, after the figure. */
  did: string
  /** Somebody must do something about it. */
  alarm?: true
}

/** The rounds of a worker, in the order of the flow. */
export const rounds = ({ review, blobs }: { review: TellDeps; blobs: BlobStore }): Round[] => [
  {
    name: 'photo removal',
    every: 5_000,
    run: () => removeRefusedPhotos({ ...review, blobs }),
    did: 'photos that may not be kept were removed',
  },
  {
    name: 'telling',
    every: 1_000,
    run: () => wakeEffects(review),
    did: 'messages were due',
  },
  {
    name: 're-runs',
    every: 500,
    run: () => beginReruns(review),
    did: 'applications and messages were begun again',
  },
  {
    name: 'promises',
    every: 15_000,
    run: () => watchPromises(review),
    did: 'promised times are near or past',
  },
  {
    name: 'idle cases',
    every: 5_000,
    run: () => freeIdleCases(review),
    did: 'cases are free again, for their reviewers showed no sign of life',
  },
  {
    name: 'snoozed cases',
    every: 5_000,
    run: () => wakeCases(review),
    did: 'cases that were put aside are to be taken up again',
  },
  {
    name: 'overdue cases',
    every: 15_000,
    run: () => watchCases(review),
    did: 'cases are overdue',
  },
  {
    name: 'idle second looks',
    // A matter of days.
    every: 60_000,
    run: () => freeIdleLooks(review),
    did: 'second looks were not done in time and are for somebody else',
  },
  {
    name: 'idle callbacks',
    every: 15_000,
    run: () => freeIdleCallbacks(review),
    did: 'callbacks are free again, for their callers showed no sign of life',
  },
  {
    name: 'overdue callbacks',
    every: 15_000,
    run: () => watchCallbacks(review),
    did: 'callbacks are overdue',
  },
  {
    name: 'calendar',
    every: 60_000,
    run: calendarAlarm(review),
    did: 'promises rest on a year whose public holidays are not known: install the release that knows them',
    alarm: true,
  },
  {
    name: 'holidays',
    // They become known with a new release, that is with a start.
    every: 3_600_000,
    run: () => firmUpPromises(review),
    did: 'provisional promises became firm, since the holidays of their year are known now',
  },
  {
    name: 'expiry',
    // A matter of days; a minute late is soon enough.
    every: 60_000,
    run: () => expireIdle(review),
    did: 'returned applications that nobody took up expired',
  },
  {
    name: 'old verifications',
    every: 3_600_000,
    run: () => forgetVerifications(review),
    did: 'answers of the bank and the registry were forgotten',
  },
  {
    name: 'unused photos',
    every: 3_600_000,
    run: forgetUnused({ ...review, blobs }),
    did: 'uploads that no application named were forgotten',
  },
  {
    name: 'ended sessions',
    every: 600_000,
    run: () => forgetEnded(review),
    did: 'sessions and links that had ended were deleted',
  },
  {
    name: 'old rows',
    every: 3_600_000,
    run: () => forgetOldRows(review),
    did: 'keys and messages that had served were deleted',
  },
]
