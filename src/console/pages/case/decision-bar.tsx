import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { CaseOutcome } from '../../../domain/case-choice.ts'
import { useTexts } from '../../language.tsx'
import { caseTexts } from './case-texts.ts'
import { outcomeKeys } from './outcome-keys.ts'

/** Always at the foot of the page: the four decisions, or why there is nothing to decide. */
export function DecisionBar({
  chosen,
  choose,
  disabled,
  children,
}: {
  chosen: CaseOutcome | null
  choose: (outcome: CaseOutcome) => void
  disabled: boolean
  children?: ReactNode
}) {
  const t = useTexts(caseTexts)
  return (
    <div className="decision-bar" role="toolbar" aria-label={t('decide')}>
      {children}
      {!disabled &&
        outcomeKeys.map(({ outcome, key, text }) => (
          <Button
            key={outcome}
            type={chosen === outcome ? 'primary' : 'default'}
            aria-pressed={chosen === outcome}
            aria-keyshortcuts={key}
            onClick={() => choose(outcome)}
          >
            {t(text)} <kbd>{key}</kbd>
          </Button>
        ))}
    </div>
  )
}
