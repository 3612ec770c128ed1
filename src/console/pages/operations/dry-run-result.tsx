import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { RerunDryRun } from '../../../contracts/rerun-view.ts'
import { failureClasses, failureCodes, failureKinds } from '../../../domain/failure-kinds.ts'
import type { RerunMode } from '../../../domain/rerun-words.ts'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { Section } from '../../parts/section.tsx'
import { statusTexts } from '../../parts/words-texts.ts'
import { useMay } from '../../session.ts'
import { StatusMark } from '../../status-mark.tsx'
import { durationText } from '../../time-texts.ts'
import { classTexts } from './operations-words-texts.ts'
import { rerunTexts, skipTitles } from './rerun-texts.ts'
import { countText } from './sizes.ts'
import { StepName } from './step-name.tsx'

/** What a re-run would come to: how many, at what cost, and what may follow. */
export function DryRunResult({ answer, mode, rate }: { answer: RerunDryRun; mode: RerunMode; rate: number }) {
  const t = useTexts(rerunTexts)
  const { matched, count, skipped, cost, sideEffects, milliseconds } = answer
  const { language } = useLanguage()
  return (
    <Section title={t('dryRun')} note={t('tookMilliseconds', { n: milliseconds })}>
      <dl className="figures">
        <Figure
          name={t('wouldRun')}
          value={<span data-would={count}>{countText(count)}</span>}
          note={t('ofMatched', { matched: countText(matched), skipped: countText(matched - count) })}
        />
        <Figure name={t('work')} value={durationText(cost.workSeconds, language)} note={t('workNote')} />
        <Figure
          name={t('begin')}
          value={durationText(cost.beginSeconds, language)}
          note={t('beginNote', { n: countText(rate) })}
        />
        <Figure
          name={t('told')}
          value={countText(sideEffects.applicantsTold)}
          note={mode === 'shadow' ? t('shadowNote') : t('toldNote', { webhooks: countText(sideEffects.webhooks) })}
        />
      </dl>
      {count === 0 && <p className="urgent">{t('nothingFits')}</p>}
      <div className="dry-run-parts">
        {answer.steps.length > 0 && <Steps steps={answer.steps} />}
        {answer.failures.length > 0 && <FailedOf failures={answer.failures} />}
        {skipped.length > 0 && <Skipped skipped={skipped} />}
        {mode !== 'shadow' && <SideEffects sideEffects={sideEffects} />}
      </div>
      {answer.sample.length > 0 && <Sample sample={answer.sample} />}
    </Section>
  )
}

function Figure({ name, value, note }: { name: string; value: ReactNode; note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span className="quiet">{note}</span>
      </dd>
    </div>
  )
}

function Steps({ steps }: Pick<RerunDryRun, 'steps'>) {
  const t = useTexts(rerunTexts)
  const { language } = useLanguage()
  return (
    <Part title={t('stepsDone')} columns={[t('jobs'), t('time')]}>
      {steps.map(({ step, count, seconds }) => (
        <tr key={step}>
          <th scope="row">
            <StepName step={step} code={false} />
          </th>
          <td className="numeric">{countText(count)}</td>
          <td className="numeric">
            {seconds === null ? <span className="quiet">{t('unmeasured')}</span> : durationText(seconds, language)}
          </td>
        </tr>
      ))}
    </Part>
  )
}

function FailedOf({ failures }: Pick<RerunDryRun, 'failures'>) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  return (
    <Part title={t('failedOf')} columns={['']}>
      {failures.map(({ step, class: of, code, count }) => {
        const kind = failureCodes.find((each) => each === code)
        const known = failureClasses.find((each) => each === of)
        return (
          <tr key={`${step} ${of} ${code}`}>
            <th scope="row" title={code ?? undefined}>
              <StepName step={step} code={false} /> · {kind ? say(failureKinds[kind].text) : (code ?? '–')}{' '}
              <span className="quiet">{known ? say(classTexts[known]) : of}</span>
            </th>
            <td className="numeric">{countText(count)}</td>
          </tr>
        )
      })}
    </Part>
  )
}

function Skipped({ skipped }: Pick<RerunDryRun, 'skipped'>) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  return (
    <Part title={t('skippedWhy')} columns={['']}>
      {skipped.map(({ why, text, count }) => (
        <tr key={why}>
          <th scope="row">{say(text)}</th>
          <td className="numeric">{countText(count)}</td>
        </tr>
      ))}
    </Part>
  )
}

function SideEffects({ sideEffects }: Pick<RerunDryRun, 'sideEffects'>) {
  const t = useTexts(rerunTexts)
  return (
    <Part title={t('sideEffects')} columns={['']}>
      {(['decided', 'openCases', 'openCallbacks'] as const).map((key) => (
        <tr key={key}>
          <th scope="row">{t(key)}</th>
          <td className={`numeric ${sideEffects[key] === 0 ? 'quiet' : ''}`}>{countText(sideEffects[key])}</td>
        </tr>
      ))}
    </Part>
  )
}

function Part({ title, columns, children }: { title: string; columns: readonly string[]; children: ReactNode }) {
  return (
    <table className="small-rows">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          {columns.map((column) =>
            column === '' ? (
              <td key={column} />
            ) : (
              <th key={column} scope="col" className="numeric">
                {column}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}

function Sample({ sample }: Pick<RerunDryRun, 'sample'>) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  const mayRead = useMay()('story.read')
  return (
    <details className="sample">
      <summary>{t('sample', { n: sample.length })}</summary>
      <table className="small-rows">
        <thead>
          <tr>
            {(['reference', 'status', 'would'] as const).map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.map(({ kind, application, effectId, status, steps, skipped }) => (
            <tr key={effectId ?? application.id}>
              <td>
                {mayRead ? (
                  <Link to={`/applications/${application.id}`}>{application.reference}</Link>
                ) : (
                  application.reference
                )}
              </td>
              <td>
                <StatusMark status={status} /> {say(statusTexts[status])}
              </td>
              <td>
                {skipped !== null ? (
                  <span className="quiet">{say(skipTitles[skipped])}</span>
                ) : kind === 'message' ? (
                  t('message')
                ) : (
                  steps.map((step, n) => (
                    <span key={step}>
                      {n > 0 && ' → '}
                      <StepName step={step} code={false} />
                    </span>
                  ))
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
