import type { Actor } from '../../domain/permissions.ts'
import { writeAudit } from '../../store/audit.ts'
import { type CaseRecord, describeCases } from '../cases/describe-case.ts'
import type { CaseStepRecord } from '../cases/read-steps.ts'
import { type DecidedCaseRecord, decidedCases, decisionsOnCase } from '../decide-case/decided-case.ts'
import type { Trx } from '../deps.ts'
import { readContents } from './story-content.ts'
import { inSnapshot, type StoryDeps, storyOf } from './read-story.ts'
import type { StoryRecord } from './story-record.ts'

export interface CasePageRecord {
  case: CaseRecord
  log: CaseStepRecord[]
  decisions: DecidedCaseRecord[]
  story: StoryRecord
}

/** One case with the whole story of its application; that somebody read it is written down. @returns null when there is none. */
export async function readCase(deps: StoryDeps, id: string, actor: Actor): Promise<CasePageRecord | null> {
  const { clock } = deps
  const page = await inSnapshot(deps, async (trx, policy) => {
    const [found] = await describeCases({ db: trx }, actor, [id], clock.now())
    const story = found && (await storyOf(trx, { clock, policy }, found.application.id, actor))
    if (!story) return null
    if (story.blind) return { case: unjudged(found, story), log: [], decisions: [], story }
    return {
      case: found,
      log: story.cases.find((each) => each.id === id)?.steps ?? [],
      decisions: await readDecided(trx, id, found.application.id, story.revision),
      story,
    }
  })
  if (page) {
    await writeAudit(deps.db, {
      at: clock.now(),
      actor: actor.id,
      action: 'story.read',
      applicationId: page.story.id,
      subject: id,
      details: { revision: page.story.revision },
    })
  }
  return page
}

async function readDecided(trx: Trx, caseId: string, applicationId: string, revision: number) {
  const rows = await decisionsOnCase(trx, caseId)
  const contents = await readContents(trx, applicationId, revision)
  const decided = await Promise.all(
    rows.map((row) =>
      decidedCases(trx, [row], contents.find((content) => content.revision === row.revision)?.photos ?? []),
    ),
  )
  return decided.flat()
}

/** To somebody who decides it a second time nobody has had it, and nothing came of it. */
const unjudged = (found: CaseRecord, { revision, reasons }: StoryRecord): CaseRecord => ({
  ...found,
  application: { ...found.application, revision },
  reasons: reasons
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, severity, internal }) => ({ code, severity, text: internal })),
  state: 'open',
  waitingFor: null,
  assignee: null,
  mine: false,
  leaseUntil: null,
  reservedFor: null,
  reservedUntil: null,
  overdue: false,
  snoozedUntil: null,
  escalated: false,
  closedAt: null,
})
