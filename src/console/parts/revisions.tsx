import { ArrowRightOutlined } from '@ant-design/icons'
import { Button, Tag } from 'antd'
import type { StoryRevision, StoryView } from '../../contracts/story-view.ts'
import { useSay, useTexts } from '../language.tsx'
import { Time } from '../times.tsx'
import { partTexts } from './part-texts.ts'
import { outcomeTexts } from './words-texts.ts'

type Lay = (ours: string | null, theirs: string) => void

/** What each revision changed, newest first; a photo that was replaced can be laid beside the one before. */
export function Revisions({ revisions, compareWith }: Pick<StoryView, 'revisions'> & { compareWith: Lay }) {
  return (
    <ol className="revisions">
      {revisions.map((revision) => (
        <Revision key={revision.revision} revision={revision} compareWith={compareWith} />
      ))}
    </ol>
  )
}

function Revision({ revision: each, compareWith }: { revision: StoryRevision; compareWith: Lay }) {
  const t = useTexts(partTexts)
  const say = useSay()
  const { revision, submittedAt, outcome, fields, photos } = each
  const first = revision === 1
  return (
    <li>
      <p>
        <strong>{t('revision', { revision })}</strong>{' '}
        <span className="quiet">
          <Time at={submittedAt} />
        </span>
        {outcome && <Tag>{say(outcomeTexts[outcome])}</Tag>}
        {first && <span className="quiet">{t('firstRevision')}</span>}
        {!first && fields.length + photos.length === 0 && <span className="quiet">{t('noChange')}</span>}
      </p>
      {!first && (
        <ul>
          {fields.map(({ field, name, before, after }) => (
            <li key={field}>
              <span className="quiet">{say(name)}</span> <del>{before.value ?? t('nothing')}</del>{' '}
              <ArrowRightOutlined aria-hidden /> <ins>{after.value ?? t('nothing')}</ins>
            </li>
          ))}
          {photos.map(({ kind, name, change, before, after }) => (
            <li key={kind}>
              {say(name)} <Tag>{t(change)}</Tag>
              {before !== null && after !== null && (
                <Button size="small" onClick={() => compareWith(after, before)}>
                  {t('compareBefore')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
