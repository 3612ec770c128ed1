import type { OperationsView } from '../../../contracts/operations-view.ts'
import { useSay, useTexts } from '../../language.tsx'
import { Section } from '../../parts/section.tsx'
import { checkTexts } from '../applications/told-texts.ts'
import { operationsTexts } from './operations-texts.ts'

const isCheck = (name: string): name is keyof typeof checkTexts => Object.hasOwn(checkTexts, name)

/** What runs here. More than one version of an engine is a roll-out, or one that was forgotten half-way. */
export function VersionPart({ versions }: Pick<OperationsView, 'versions'>) {
  const t = useTexts(operationsTexts)
  const say = useSay()
  const { program, node, migration, policy, bullmq, engines } = versions
  const rows: [string, string][] = [
    [t('program'), program],
    [t('policy'), policy],
    [t('migration'), migration],
    ['Node.js', node],
    ['BullMQ', bullmq],
  ]
  return (
    <Section title={t('versions')}>
      <dl className="versions">
        {rows.map(([name, version]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{version}</dd>
          </div>
        ))}
        {Object.entries(engines).map(([check, run]) => (
          <div key={check}>
            <dt>{isCheck(check) ? say(checkTexts[check]) : check}</dt>
            <dd>
              {run.join(' · ')}
              {run.length > 1 && <span className="urgent"> {t('severalVersions')}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
