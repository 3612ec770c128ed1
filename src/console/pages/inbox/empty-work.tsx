import { Button } from 'antd'
import { useTexts } from '../../language.tsx'
import { Notice } from '../../states.tsx'
import { inboxTexts } from './inbox-texts.ts'

/** A list without work is good news; one that filters made empty says so. */
export function EmptyWork({ title, clear }: { title: string; clear?: () => void }) {
  const t = useTexts(inboxTexts)
  return (
    <Notice title={title} hint={t('emptyHint')}>
      {clear && <Button onClick={clear}>{t('clear')}</Button>}
    </Notice>
  )
}
