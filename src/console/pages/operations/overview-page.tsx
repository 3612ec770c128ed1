import { useTexts } from '../../language.tsx'
import { Awaited } from '../../states.tsx'
import { useTitle } from '../../use-title.ts'
import { DatastorePart } from './datastore-part.tsx'
import { useOperations } from './operations-data.ts'
import { operationsTexts } from './operations-texts.ts'
import { OverviewFigures } from './overview-figures.tsx'
import { ProcessPart } from './process-part.tsx'
import { QueuePart } from './queue-part.tsx'
import { ReconcilerPart } from './reconciler-part.tsx'
import { VersionPart } from './version-part.tsx'

/** Whether the service runs as it should, at one look: what waits, who works on it, what stands below. */
export function OverviewPage() {
  const t = useTexts(operationsTexts)
  useTitle(t('title'))
  const operations = useOperations()
  const { data } = operations
  // What was seen last is worth less than knowing that nothing answers any more.
  if (data === undefined || operations.error) return <Awaited of={[operations]} />
  return (
    <div className="operations">
      <OverviewFigures data={data} />
      <QueuePart queues={data.queues} />
      <ProcessPart processes={data.processes} queues={data.queues.map(({ name }) => name)} at={data.at} />
      <div className="operations-columns">
        <ReconcilerPart reconciler={data.reconciler} />
        <DatastorePart datastores={data.datastores} />
      </div>
      <VersionPart versions={data.versions} />
    </div>
  )
}
