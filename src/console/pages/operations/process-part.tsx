import { Link } from 'react-router'
import type { ProcessView } from '../../../contracts/process-view.ts'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { Section } from '../../parts/section.tsx'
import { useMay } from '../../session.ts'
import { Time } from '../../times.tsx'
import { operationsTexts } from './operations-texts.ts'
import { processStateTexts, roleTexts } from './operations-words-texts.ts'
import { waitText } from './sizes.ts'
import { StepName } from './step-name.tsx'

const marks = { running: 'good', stopping: 'waits', silent: 'bad' } as const
/** So many jobs of a process are named; the others are counted. */
const NAMED = 4

/** Who works, on what, and what each has in hand now. */
export function ProcessPart({
  processes,
  queues,
  at,
}: {
  processes: readonly ProcessView[]
  queues: readonly string[]
  at: string
}) {
  const t = useTexts(operationsTexts)
  const say = useSay()
  return (
    <Section title={t('processes')} note={processes.length > 0 ? processes.length : undefined}>
      {processes.length === 0 ? (
        <p className="quiet">{t('noProcesses')}</p>
      ) : (
        <table className="small-rows process-rows">
          <thead>
            <tr>
              {(['process', 'state', 'roles', 'worksOn', 'version', 'started', 'seen', 'doing'] as const).map((key) => (
                <th key={key} scope="col">
                  {t(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {processes.map((process) => (
              <tr key={process.id} data-process={process.id}>
                <td title={process.id}>
                  {process.host} · {process.pid}
                </td>
                <td className="process-state">
                  <span className={`mark ${marks[process.state]}`} aria-hidden />{' '}
                  {say(processStateTexts[process.state])}
                </td>
                <td>{process.roles.map((role) => say(roleTexts[role])).join(' · ')}</td>
                <td className="works-on">
                  <WorksOn queues={process.queues} all={queues} />
                </td>
                <td>{process.version}</td>
                <td>
                  <Time at={process.startedAt} relative />
                </td>
                <td>
                  <Time at={process.seenAt} relative />
                </td>
                <td className="doing">
                  <Doing jobs={process.doing} at={at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}

function WorksOn({ queues, all }: { queues: readonly string[]; all: readonly string[] }) {
  const t = useTexts(operationsTexts)
  if (queues.length === 0) return <span className="quiet">{t('nothing')}</span>
  if (all.every((name) => queues.includes(name))) return <>{t('allQueues')}</>
  return (
    <>
      {queues.map((name, n) => (
        <span key={name}>
          {n > 0 && ' · '}
          <StepName step={name} code={false} />
        </span>
      ))}
    </>
  )
}

/** Ids of jobs begin with the application's. */
const applicationOf = (jobId: string): string | null => /^app_[0-9a-z]+/.exec(jobId)?.[0] ?? null

function Doing({ jobs, at }: { jobs: ProcessView['doing']; at: string }) {
  const t = useTexts(operationsTexts)
  const { language } = useLanguage()
  const mayRead = useMay()('story.read')
  if (jobs.length === 0) return <span className="quiet">{t('idle')}</span>
  return (
    <ul className="plain">
      {jobs.slice(0, NAMED).map(({ queue, jobId, attempt, since }) => {
        const application = applicationOf(jobId)
        const span = waitText(Math.max(0, Date.parse(at) - Date.parse(since)) / 1_000, language)
        return (
          <li key={`${queue} ${jobId}`}>
            <StepName step={queue} code={false} />{' '}
            {application !== null && mayRead ? (
              <Link to={`/applications/${application}`} title={jobId}>
                {application.slice(0, 12)}…
              </Link>
            ) : (
              <span title={jobId}>{jobId.slice(0, 12)}…</span>
            )}{' '}
            <span className="quiet small">
              {t('jobNote', { span })}
              {attempt > 1 && ` · ${t('attempt', { n: attempt })}`}
            </span>
          </li>
        )
      })}
      {jobs.length > NAMED && <li className="quiet">{t('moreJobs', { n: jobs.length - NAMED })}</li>}
    </ul>
  )
}
