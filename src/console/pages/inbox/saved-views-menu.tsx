import { CloseOutlined } from '@ant-design/icons'
import { Button, Input, Popover } from 'antd'
import { type FormEvent, useState } from 'react'
import { keep, kept } from '../../kept.ts'
import { useTexts } from '../../language.tsx'
import { typed } from '../../typed.ts'
import { inboxTexts } from './inbox-texts.ts'
import { readViews, type SavedView, withoutView, withView } from './saved-views.ts'

/** Filters kept under a name, and what is shown now to be kept so. */
export function SavedViews({ query, open }: { query: URLSearchParams; open: (query: string) => void }) {
  const t = useTexts(inboxTexts)
  const [shown, setShown] = useState(false)
  const [views, setViews] = useState(() => readViews(kept('views')))
  const store = (next: SavedView[]) => {
    setViews(next)
    keep('views', JSON.stringify(next))
  }
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const name = typed(new FormData(form), 'view').trim()
    if (name === '') return
    store(withView(views, name, query))
    form.reset()
  }
  const content = (
    <div className="saved-views">
      {views.length === 0 && <p className="quiet">{t('noViews')}</p>}
      <ul>
        {views.map(({ name, query: saved }) => (
          <li key={name}>
            <Button
              type="link"
              onClick={() => {
                open(saved)
                setShown(false)
              }}
            >
              {name}
            </Button>
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={t('removeView', { name })}
              onClick={() => store(withoutView(views, name))}
            />
          </li>
        ))}
      </ul>
      <form onSubmit={save}>
        <Input name="view" maxLength={20} aria-label={t('viewName')} placeholder={t('viewName')} />
        <Button htmlType="submit">{t('saveView')}</Button>
      </form>
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomRight" open={shown} onOpenChange={setShown} content={content}>
      <Button type="text" size="small" aria-expanded={shown}>
        {t('savedViews')}
      </Button>
    </Popover>
  )
}
