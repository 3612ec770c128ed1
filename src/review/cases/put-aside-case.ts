import { barTo, keptUntil, reservedUntil, SNOOZE_DAYS } from '../../domain/case.ts'
import type { LocalisedText } from '../../domain/decision.ts'
import { type Actor, may, type Reach } from '../../domain/permissions.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { inTransaction } from '../../store/open-store.ts'
import type { Trx } from '../deps.ts'
import type { WorkDeps } from '../open-work.ts'
import { appendStep } from './change-case.ts'
import { setFree } from './hold-case.ts'
import { holdingOf, lockCase, lockOwnCase } from './lock-case.ts'
import { barTexts, notOpen } from './refuse-barred.ts'

interface Work {
  caseId: string
  actor: Actor
}

/** Gives a case back for anybody. @throws ZhunruError NOT_FOUND, CASE_NOT_HELD */
export const releaseCase = (
  deps: WorkDeps,
  { caseId, actor, why }: Work & { why?: string | undefined },
): Promise<void> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const locked = await lockOwnCase(trx, { caseId, actor, now })
    await setFree(trx, locked, {}, { actor: actor.id, what: 'released', text: why, at: now })
  })

const DAY = 24 * 3_600_000

/**
 * Puts a case aside until later: until then it is given to nobody by itself, unless it becomes overdue. Afterwards it is kept
 * for who put it aside. Its due time stays.
 * @throws ZhunruError NOT_FOUND, CASE_NOT_HELD, INVALID_FIELD
 */
export const snoozeCase = (
  deps: WorkDeps,
  { caseId, actor, until, why }: Work & { until: Date; why?: string | undefined },
): Promise<void> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    if (until <= now || until.getTime() > now.getTime() + SNOOZE_DAYS * DAY) {
      const message = {
        zh: `请选择此刻之后、${SNOOZE_DAYS} 天之内的时间`,
        en: `Choose a time after now and within ${SNOOZE_DAYS} days.`,
      }
      throw new ZhunruError('INVALID_FIELD', { count: 1 }, [{ field: 'until', code: 'FIELD_WRONG', message }])
    }
    const locked = await lockOwnCase(trx, { caseId, actor, now })
    const due = locked.row.due_at ?? until
    const change = {
      snoozed_until: until,
      reserved_for: actor.id,
      reserved_until: due < until ? due : reservedUntil(until, due),
    }
    const step = { what: 'snoozed', text: why, data: { until: until.toISOString() } } as const
    await setFree(trx, locked, change, { actor: actor.id, ...step, at: now })
  })

/** Hands a case up: from now on it is for those who give second approvals. @throws ZhunruError NOT_FOUND, CASE_NOT_HELD */
export const escalateCase = (deps: WorkDeps, { caseId, actor, why }: Work & { why: string }): Promise<void> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const locked = await lockOwnCase(trx, { caseId, actor, now })
    await setFree(trx, locked, { escalated_at: now }, { actor: actor.id, what: 'escalated', text: why, at: now })
  })

/**
 * Gives a case to a colleague, for whom it is kept until it is due.
 * @param reach `own`: only what one has oneself; `any`: whoever has it, or nobody
 * @throws ZhunruError NOT_FOUND, CASE_NOT_HELD, CASE_NOT_OPEN, CASE_TRANSFER_REFUSED
 */
export const transferCase = (
  deps: WorkDeps,
  { caseId, actor, reach, to, why }: Work & { reach: Reach; to: string; why?: string | undefined },
): Promise<void> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const locked = await (reach === 'own' ? lockOwnCase(trx, { caseId, actor, now }) : lockCase(trx, caseId))
    const { row } = locked
    if (row.state !== 'open' && row.state !== 'claimed') throw notOpen(row.state)
    const colleague = await colleagueOf(trx, to)
    const bar = barTo(holdingOf(row), colleague)
    if (bar) throw transferRefused(barTexts[bar])
    const change = { reserved_for: to, reserved_until: keptUntil(now, row.due_at ?? now), snoozed_until: null }
    await setFree(trx, locked, change, { actor: actor.id, what: 'transferred', text: why, data: { to }, at: now })
  })

const transferRefused = (because: LocalisedText) => new ZhunruError('CASE_TRANSFER_REFUSED', { because })

async function colleagueOf(trx: Trx, id: string): Promise<Actor> {
  const account = await trx.selectFrom('account').select(['roles', 'state']).where('id', '=', id).executeTakeFirst()
  if (!account || account.state !== 'enabled' || !may(account, 'case.claim')) {
    throw transferRefused({ zh: '不是在用的审核员账号', en: 'this is no enabled account of a reviewer' })
  }
  return { id, roles: account.roles }
}

/** Writes a comment into the log of one's case. @returns the id of the step @throws ZhunruError NOT_FOUND, CASE_NOT_HELD */
export const commentCase = (deps: WorkDeps, { caseId, actor, text }: Work & { text: string }): Promise<string> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const { row } = await lockOwnCase(trx, { caseId, actor, now })
    return appendStep(trx, row, { actor: actor.id, what: 'commented', text, at: now })
  })
