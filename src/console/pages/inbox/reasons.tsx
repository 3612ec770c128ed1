import type { Severity } from '../../../domain/decision.ts'
import { useSay, useTexts } from '../../language.tsx'
import type { Text } from '../../texts.ts'
import { inboxTexts } from './inbox-texts.ts'

/** The worst reason in words, and how many more there are; all of them when pointed at. */
export function Reasons({ reasons }: { reasons: readonly { code: string; severity: Severity; text: Text }[] }) {
  const t = useTexts(inboxTexts)
  const say = useSay()
  const [worst, ...others] = reasons
  if (!worst) return null
  return (
    <span className="reasons" title={reasons.map(({ code, text }) => `${say(text)} · ${code}`).join('\n')}>
      <span className={`severity ${worst.severity}`} aria-hidden />
      <span className="reason-text">{say(worst.text)}</span>
      {others.length > 0 && <span className="quiet">{t('moreReasons', { n: others.length })}</span>}
    </span>
  )
}
