import { barTo, isHeldBy } from '../../domain/case.ts'
import { weighs } from '../../domain/case-decision.ts'
import type { Screen } from '../../domain/case-choice.ts'
import type { LocalisedText } from '../../domain/decision.ts'
import { type Actor, may } from '../../domain/permissions.ts'
import { type StaffReason, staffReasons } from '../../domain/staff-reasons.ts'
import { ZhunruError } from '../../platform/errors.ts'
import type { CaseRow } from '../../store/schema-people.ts'
import { holdingOf, loadCase } from '../cases/lock-case.ts'
import { barTexts } from '../cases/refuse-barred.ts'
import type { CurrentPolicy, ReviewDeps } from '../deps.ts'
import { mustNotBeBlind } from './blind.ts'
import { type DecidedCaseRecord, decidedCases, decisionsOnCase } from './decided-case.ts'
import { loadGround } from './load-ground.ts'

export interface DeskRecord {
  caseId: string
  screen: Screen | null
  standing: StaffReason[]
  mayDecide: boolean
  maySecond: boolean
  mayNot: LocalisedText | null
  decisions: DecidedCaseRecord[]
}

/** All that it takes to decide a case. @throws ZhunruError NOT_FOUND, SECOND_LOOK_OPEN */
export async function readDesk(
  { db, clock, policy }: ReviewDeps & { policy: CurrentPolicy },
  { caseId, actor }: { caseId: string; actor: Actor },
): Promise<DeskRecord> {
  const inForce = await policy()
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const row = await loadCase(trx, caseId)
      await mustNotBeBlind(trx, actor.id, row.application_id)
      const now = clock.now()
      const decidable = row.state !== 'closed' && row.state !== 'waiting'
      const { application_id: applicationId, revision, run } = row
      const ref = { applicationId, revision, run }
      const ground = await loadGround(trx, ref, { policy: inForce, version: row.version, now })
      return {
        caseId,
        screen: decidable ? ground.screen : null,
        standing: staffReasons('manual_review', ground.standing.filter(weighs), ground.photos),
        ...rightsOf(row, actor, now),
        decisions: await decidedCases(trx, await decisionsOnCase(trx, caseId), ground.photos),
      }
    })
}

function rightsOf(row: CaseRow, actor: Actor, now: Date): Pick<DeskRecord, 'mayDecide' | 'maySecond' | 'mayNot'> {
  const holding = holdingOf(row)
  const bar = barTo(holding, actor)
  if (bar) return { mayDecide: false, maySecond: false, mayNot: barTexts[bar] }
  const mayDecide = may(actor, 'case.work') && isHeldBy(holding, actor.id, now)
  const maySecond = may(actor, 'case.second') && row.state === 'second_approval'
  if (mayDecide || maySecond) return { mayDecide, maySecond, mayNot: null }
  const mayNot = row.state === 'open' || row.state === 'claimed' ? new ZhunruError('CASE_NOT_HELD').text : notNow(row)
  return { mayDecide, maySecond, mayNot }
}

const notNow = ({ state }: CaseRow): LocalisedText =>
  state === 'second_approval'
    ? { zh: '正等待高级审核员复核', en: 'It waits for a senior reviewer to confirm it.' }
    : state === 'waiting'
      ? { zh: '正等待申请人补充或电话回访', en: 'It waits for the applicant or for a call.' }
      : { zh: '审核单已结案', en: 'The case is closed.' }
