import { Alert, Button } from 'antd'
import { useLanguage, useTexts } from '../../language.tsx'
import { titleOf } from '../../parts/reason-title.ts'
import { caseTexts } from './case-texts.ts'
import type { ScreenChanges } from './screen-changes.ts'

/** What changed since the decision was begun. It has to be looked at before anything is sent. */
export function StaleNotice({ changes, accept }: { changes: ScreenChanges; accept: () => void }) {
  const t = useTexts(caseTexts)
  const { language } = useLanguage()
  const { revision, screenedAgain, added, gone, photos, closed } = changes
  const words = closed
    ? [t('staleClosed')]
    : [
        ...(revision ? [t('staleRevision', revision)] : screenedAgain ? [t('staleAgain')] : []),
        ...(photos > 0 ? [t('stalePhotos', { count: photos })] : []),
        ...added.map(({ code }) => t('staleAdded', { reason: titleOf(code, language) })),
        ...gone.map(({ code }) => t('staleGone', { reason: titleOf(code, language) })),
      ]
  return (
    <Alert
      type="warning"
      showIcon
      title={t('stale')}
      description={
        <>
          <ul className="second-why">
            {words.map((word) => (
              <li key={word}>{word}</li>
            ))}
          </ul>
          {!closed && <p>{t('staleKept')}</p>}
        </>
      }
      {...(!closed && {
        action: (
          <Button size="small" onClick={accept}>
            {t('staleAccept')}
          </Button>
        ),
      })}
    />
  )
}
