import type { BatchState as State } from '../../../domain/rerun-words.ts'
import { useSay } from '../../language.tsx'
import { batchStateTexts } from './rerun-texts.ts'

const marks: Record<State, string> = {
  waiting: 'waits',
  running: 'work',
  paused: 'waits',
  done: 'good',
  cancelled: '',
  refused: 'bad',
}

export function BatchState({ state }: { state: State }) {
  const say = useSay()
  return (
    <span data-state={state}>
      <span className={`mark ${marks[state]}`} aria-hidden /> {say(batchStateTexts[state])}
    </span>
  )
}
