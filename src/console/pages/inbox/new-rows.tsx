import { Button } from 'antd'
import { useTexts } from '../../language.tsx'
import { inboxTexts } from './inbox-texts.ts'

/** Above a list: something new waits to be let in, where letting it in would have moved what is pointed at. */
export function NewRows({ waiting, letIn }: { waiting: number; letIn: () => void }) {
  const t = useTexts(inboxTexts)
  return (
    <div role="status" className="new-rows">
      {waiting > 0 && (
        <Button size="small" type="link" onClick={letIn}>
          {t('newRows', { n: waiting })} <kbd>r</kbd>
        </Button>
      )}
    </div>
  )
}
