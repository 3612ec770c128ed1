import type {
  AttemptBody,
  AttemptRecorded,
  CallbackPage,
  CallbackQuery,
  CallbackView,
  NextCallback,
} from '../contracts/callback-view.ts'
import type { Actor } from '../domain/permissions.ts'

interface Work {
  callbackId: string
  actor: Actor
}
type Flag = 'mine' | 'overdue'

/** What the API does with callbacks. All that name one throw NOT_FOUND for an id that is none. */
export interface CallbackUseCases {
  /** @throws ZhunruError INVALID_FIELD */
  list: (
    actor: Actor,
    query: Omit<CallbackQuery, Flag> & { [flag in Flag]?: boolean | undefined },
  ) => Promise<CallbackPage>
  read: (work: Work) => Promise<CallbackView>
  next: (actor: Actor) => Promise<NextCallback>
  /** @throws ZhunruError CALLBACK_CLOSED, CALLBACK_NOT_FOR_YOU, CALLBACK_TAKEN */
  claim: (work: Work) => Promise<CallbackView>
  /** @throws ZhunruError CALLBACK_CLOSED, CALLBACK_NOT_HELD */
  extend: (work: Work) => Promise<CallbackView>
  /** @throws ZhunruError CALLBACK_CLOSED, CALLBACK_NOT_HELD */
  release: (work: Work) => Promise<CallbackView>
  /** @throws ZhunruError CALLBACK_CLOSED, CALLBACK_NOT_HELD, CALLBACK_OUT_OF_HOURS */
  revealPhone: (work: Work) => Promise<{ phone: string }>
  /** @throws ZhunruError CALLBACK_CLOSED, CALLBACK_NOT_HELD, CALLBACK_PHONE_UNSEEN, INVALID_FIELD */
  record: (
    attempt: Work &
      Pick<AttemptBody, 'outcome' | 'answers'> & {
        callAgainAt: Date | null
        seconds: number | null
        note: string | null
      },
  ) => Promise<AttemptRecorded>
}
