import { dayOf, instantOf } from '../../domain/china-time.ts'
import {
  type ByOutcome,
  type DashboardDay,
  type DashboardReason,
  daysBetween,
  layOutDays,
  layOutReasons,
  shareOf,
  sumOutcomes,
} from '../../domain/dashboard.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { shanghaiDay } from '../../platform/clock.ts'
import type { ReviewDeps, Trx } from '../deps.ts'
import {
  countCalls,
  countCases,
  countDecided,
  countEnded,
  countLoad,
  countPromises,
  countResubmitted,
  countSubmitted,
  countWaiting,
  type Ended,
  type Span,
  type Spread,
  timeAnswers,
  timeScreening,
} from './dashboard-counts.ts'

export interface DashboardRecord {
  from: string
  until: string
  submitted: number
  resubmitted: number
  screened: number
  outcomes: ByOutcome
  ended: Record<Ended['status'], number>
  straightThrough: { count: number; of: number; share: number | null }
  timeToDecision: { screening: Spread; answer: Spread }
  promise: { kept: number; missed: number; share: number | null; running: number; overdue: number }
  reasons: DashboardReason[]
  reviewers: {
    person: { id: string; displayName: string | null }
    decided: number
    confirmed: number
    open: number
  }[]
  callbacks: { attempts: number; outcomes: { outcome: string; count: number }[]; open: number; overdue: number }
  cases: { opened: number; closed: number; open: number; overdue: number }
  days: DashboardDay[]
}

/** Days that are shown when nothing is said. */
const USUAL_DAYS = 30
/** Days at most: more than a year, to lay a month beside that of the year before. */
const MOST_DAYS = 400

/** How it went on these days in Shanghai, both included. @throws ZhunruError INVALID_FIELD for days that make no span */
export async function readDashboard(
  { db, clock }: ReviewDeps,
  given: { from?: string | undefined; until?: string | undefined },
): Promise<DashboardRecord> {
  const now = clock.now()
  const until = given.until ?? shanghaiDay(now)
  const from = given.from ?? shanghaiDay(instantOf(dayOf(until) - USUAL_DAYS + 1))
  const days = daysBetween(from, until)
  if (days.length === 0 || days.length > MOST_DAYS) throw wrongSpan()
  const starts = days.map((day) => instantOf(dayOf(day)))
  const span = { from: instantOf(dayOf(from)), until: instantOf(dayOf(until) + 1), days, starts }
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => count(trx, { from, until, span, now }))
}

const wrongSpan = () =>
  new ZhunruError('INVALID_FIELD', { count: 1 }, [
    {
      field: 'from',
      code: 'FIELD_WRONG',
      message: {
        zh: `起始日期不能晚于截止日期，且最多 ${MOST_DAYS} 天`,
        en: `Begin no later than you end, with at most ${MOST_DAYS} days between.`,
      },
    },
  ])

async function count(
  trx: Trx,
  { from, until, span, now }: { from: string; until: string; span: Span; now: Date },
): Promise<DashboardRecord> {
  const submitted = await countSubmitted(trx, span)
  const decided = await countDecided(trx, span)
  const ended = await countEnded(trx, span)
  const times = await timeScreening(trx, span)
  const promises = await countPromises(trx, span, now)
  const calls = await countCalls(trx, span)
  const outcomes = sumOutcomes(decided)
  const answered = ended.filter(isAnswer)
  const straight = { count: sum(answered, 'straight'), of: sum(answered, 'count') }
  return {
    from,
    until,
    submitted: sum(submitted, 'count'),
    resubmitted: await countResubmitted(trx, span),
    screened: sum(decided, 'count'),
    outcomes,
    ended: {
      approved: countOf(ended, 'approved'),
      rejected: countOf(ended, 'rejected'),
      withdrawn: countOf(ended, 'withdrawn'),
      expired: countOf(ended, 'expired'),
    },
    straightThrough: { ...straight, share: shareOf(straight.count, straight.of) },
    timeToDecision: {
      screening: times.all,
      answer: await timeAnswers(trx, span),
    },
    promise: { ...promises, share: shareOf(promises.kept, promises.kept + promises.missed) },
    reasons: layOutReasons(span.days, decided),
    reviewers: (await countLoad(trx, span, now)).map(({ id, displayName, ...load }) => ({
      person: { id, displayName },
      ...load,
    })),
    callbacks: { attempts: sum(calls, 'count'), outcomes: calls, ...(await countWaiting(trx, 'callback', now)) },
    cases: { ...(await countCases(trx, span)), ...(await countWaiting(trx, 'review_case', now)) },
    days: layOutDays(span.days, {
      submitted,
      decided,
      straight: straightByDay(answered),
      times: times.days,
    }),
  }
}

const isAnswer = ({ status }: Ended): boolean => status === 'approved' || status === 'rejected'
const countOf = (ended: readonly Ended[], status: Ended['status']): number =>
  sum(
    ended.filter((each) => each.status === status),
    'count',
  )

function straightByDay(answered: readonly Ended[]): { day: string; count: number; of: number }[] {
  const days = new Map<string, { day: string; count: number; of: number }>()
  for (const { day, count: of, straight } of answered) {
    const known = days.get(day) ?? { day, count: 0, of: 0 }
    days.set(day, { day, count: known.count + straight, of: known.of + of })
  }
  return [...days.values()]
}

const sum = <Key extends string>(rows: readonly Record<Key, number>[], key: Key): number =>
  rows.reduce((total, row) => total + row[key], 0)
