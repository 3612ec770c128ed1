import { agree, byOutcome, byReason, kappa, outcomeTable, type Pair, shareOf } from '../../domain/agreement.ts'
import { addDays, type Day } from '../../domain/dates.ts'
import type { LocalisedText } from '../../domain/decision.ts'
import { reasonNames } from '../../domain/reason-names.ts'
import { shanghaiDay } from '../../platform/clock.ts'
import type { ReviewDeps } from '../deps.ts'
import { saidOf } from './second-looks.ts'

/** Days that are looked back on when nothing is said. */
const USUAL_DAYS = 90

export interface QualityRange {
  from: Day | undefined
  until: Day | undefined
}

/** How far two people who did not know of each other agree, by days of Shanghai. */
export async function readQuality({ db, clock }: ReviewDeps, range: QualityRange) {
  const until = range.until ?? shanghaiDay(clock.now())
  const from = range.from ?? addDays(until, -USUAL_DAYS)
  const [since, before] = [startOf(from), startOf(addDays(until, 1))]
  const rows = await db
    .selectFrom('second_look')
    .innerJoin('case_decision', 'case_decision.id', 'second_look.case_decision_id')
    .select([
      'second_look.outcome',
      'second_look.reasons',
      'case_decision.outcome as first_outcome',
      'case_decision.reasons as first_reasons',
    ])
    .where('second_look.state', '=', 'done')
    .where('second_look.done_at', '>=', since)
    .where('second_look.done_at', '<', before)
    .execute()
  const pairs = rows.flatMap(({ outcome, reasons, first_outcome, first_reasons }): Pair[] =>
    outcome === null ? [] : [{ first: saidOf(first_outcome, first_reasons), second: saidOf(outcome, reasons ?? []) }],
  )
  const drawn = await db
    .selectFrom('second_look')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('drawn_at', '>=', since)
    .where('drawn_at', '<', before)
    .executeTakeFirstOrThrow()
  const states = await db
    .selectFrom('case_decision')
    .select(['state', (eb) => eb.fn.countAll<string>().as('n')])
    .where('decided_at', '>=', since)
    .where('decided_at', '<', before)
    .groupBy('state')
    .execute()
  const inState = (wanted: string) => Number(states.find(({ state }) => state === wanted)?.n ?? 0)
  const agreed = pairs.filter(agree).length
  return {
    from,
    until,
    decided: inState('final') + inState('confirmed'),
    drawn: Number(drawn.n),
    looks: pairs.length,
    agreed,
    agreement: shareOf(agreed, pairs.length),
    kappa: kappa(pairs.map(({ first, second }) => [first.outcome, second.outcome] as const)),
    table: outcomeTable(pairs),
    outcomes: byOutcome(pairs),
    reasons: byReason(pairs).map((figures) => ({ ...figures, text: nameOf(figures.code) })),
    secondPersons: {
      asked: inState('waiting') + inState('confirmed') + inState('refused'),
      confirmed: inState('confirmed'),
      refused: inState('refused'),
    },
  }
}

const nameOf = (code: string): LocalisedText => {
  const names: Record<string, LocalisedText> = reasonNames
  return names[code] ?? { zh: code, en: code }
}

const startOf = (day: Day): Date => new Date(`${day}T00:00:00+08:00`)
