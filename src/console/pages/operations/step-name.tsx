import { useSay } from '../../language.tsx'
import { stepTexts } from './operations-words-texts.ts'

const isStep = (name: string): name is keyof typeof stepTexts => Object.hasOwn(stepTexts, name)

/** What a queue does, and its name in the program beside it; of one that only a later version has, the name alone. */
export function StepName({ step, code = true }: { step: string; code?: boolean }) {
  const say = useSay()
  if (!isStep(step)) return <code>{step}</code>
  return (
    <>
      {say(stepTexts[step])}
      {code && <code className="step-code"> {step}</code>}
    </>
  )
}
