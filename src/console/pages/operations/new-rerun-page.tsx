import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { RerunBatch, RerunDryRun } from '../../../contracts/rerun-view.ts'
import { post } from '../../api.ts'
import { useTexts } from '../../language.tsx'
import { Section } from '../../parts/section.tsx'
import { useMay } from '../../session.ts'
import { Fault, useSending } from '../../sending.tsx'
import { Loading, NotAllowed } from '../../states.tsx'
import { useTitle } from '../../use-title.ts'
import { DryRunResult } from './dry-run-result.tsx'
import { PlanFields } from './plan-fields.tsx'
import { type PlanDraft, planAddress, planBody, planFault, readPlan } from './rerun-plan.ts'
import { rerunTexts } from './rerun-texts.ts'
import { StartPart } from './start-part.tsx'

/** What was tried out, and what came of it. */
interface Tried {
  question: string
  draft: PlanDraft
  answer: RerunDryRun
}

const questionOf = (draft: PlanDraft): string => JSON.stringify(planBody(draft))

/** From what is to be run again, over a trial of it and the reason, to a batch. */
export function NewRerunPage() {
  const t = useTexts(rerunTexts)
  useTitle(t('newTitle'))
  const mayStart = useMay()('rerun.start')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [query, setQuery] = useSearchParams()
  const [draft, setDraft] = useState(() => readPlan(query))
  const [tried, setTried] = useState<Tried | null>(null)
  const trying = useSending()
  const starting = useSending()
  const wrong = planFault(draft)

  const tryOut = () => {
    if (wrong !== null || trying.busy) return
    starting.refuse(null)
    void trying.send(async () => {
      const answer = await post<RerunDryRun>('/v1/reruns/dry-run', planBody(draft))
      setTried({ question: questionOf(draft), draft, answer })
      setQuery(planAddress(draft), { replace: true, preventScrollReset: true })
    })
  }
  const start = (reason: string) => {
    if (tried === null || starting.busy) return
    void starting.send(async () => {
      const batch = await post<RerunBatch>('/v1/reruns', {
        ...planBody(tried.draft),
        reason,
        count: tried.answer.count,
      })
      void client.invalidateQueries({ queryKey: ['reruns'] })
      await navigate(`/operations/reruns/${batch.id}`)
    })
  }

  // Whoever comes from a fault has said already what it is about.
  const arrived = useRef(false)
  useEffect(() => {
    if (arrived.current) return
    arrived.current = true
    if (mayStart && query.has('mode')) tryOut()
  })

  if (!mayStart) return <NotAllowed />
  const stale = tried !== null && tried.question !== questionOf(draft)
  return (
    <div className="new-rerun">
      <div className="operations-column">
        <p className="page-back">
          <Link to="/operations/reruns">← {t('back')}</Link>
        </p>
        <form
          className="operations-column"
          onSubmit={(event) => {
            event.preventDefault()
            tryOut()
          }}
        >
          <PlanFields draft={draft} change={(next) => setDraft({ ...draft, ...next })} />
          <div className="try-out">
            <Button
              type={tried && !stale ? 'default' : 'primary'}
              htmlType="submit"
              disabled={wrong !== null}
              loading={trying.busy}
            >
              {t('dryRun')}
            </Button>
            <span className={wrong === null ? 'quiet' : 'urgent'} role="status">
              {t(wrong ?? 'dryRunHint')}
            </span>
          </div>
          <Fault text={trying.fault} />
        </form>
      </div>
      <div className="operations-column" aria-busy={trying.busy || stale}>
        {tried === null ? (
          <Section title={t('dryRun')}>
            {trying.busy ? <Loading /> : <p className="quiet">{t('dryRunFirst')}</p>}
          </Section>
        ) : (
          <>
            <DryRunResult answer={tried.answer} mode={tried.draft.mode} rate={tried.draft.rate} />
            <StartPart
              answer={tried.answer}
              mode={tried.draft.mode}
              stale={stale}
              busy={starting.busy}
              fault={starting.fault}
              start={start}
            />
          </>
        )}
      </div>
    </div>
  )
}
