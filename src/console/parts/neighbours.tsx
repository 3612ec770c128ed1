import { Button, Tag } from 'antd'
import { Link } from 'react-router'
import type { StoryView } from '../../contracts/story-view.ts'
import { useLanguage, useSay, useTexts } from '../language.tsx'
import { materialName } from './material-name.ts'
import { partTexts } from './part-texts.ts'
import { sharedTexts, statusTexts } from './words-texts.ts'

type Found = StoryView['neighbours']['found'][number]
type Lay = (ours: string | null, theirs: string) => void

/** Photos that were seen before, to be laid beside ours, and applications that share something with this one. */
export function Neighbours({ story, compareWith }: { story: StoryView; compareWith: Lay }) {
  const t = useTexts(partTexts)
  const { language } = useLanguage()
  const { neighbours, related } = story
  const { found, among, counts, gone, searched } = neighbours
  const nothing = found.length === 0 && among.length === 0
  return (
    <div className="neighbours">
      {nothing && <p className="quiet">{t(searched === 0 ? 'notSearched' : 'noNeighbours')}</p>}
      <ul className="alike">
        {found.map((each) => (
          <FoundPhoto
            key={`${each.ours.kind} ${each.application.id} ${each.theirs.kind} ${each.revision}`}
            found={each}
            compareWith={compareWith}
          />
        ))}
        {among.map(({ a, b, ...alike }) => (
          <li key={`${a.kind} ${b.kind}`}>
            <Pair ours={a} theirs={b} compareWith={compareWith} />
            <div>
              <p>
                <Tag color="red">{t('among')}</Tag>
                <Alike {...alike} />
              </p>
              <p className="quiet">
                {materialName(a.kind, language)} · {materialName(b.kind, language)}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {counts
        .filter(({ ofOthers, elsewhere }) => ofOthers + elsewhere > 0)
        .map(({ kind, ofOthers, elsewhere }) => (
          <p key={kind} className="quiet">
            {t('moreOfOthers', { name: materialName(kind, language), ofOthers, elsewhere })}
          </p>
        ))}
      {gone > 0 && <p className="quiet">{t('gone', { count: gone })}</p>}
      <Related related={related} />
    </div>
  )
}

function FoundPhoto({ found, compareWith }: { found: Found; compareWith: Lay }) {
  const t = useTexts(partTexts)
  const { language } = useLanguage()
  const { ours, theirs, application, sameApplicant, samePlace, rejected, part } = found
  return (
    <li>
      <Pair ours={ours} theirs={theirs} compareWith={compareWith} />
      <div>
        <p>
          <Tag color={sameApplicant ? 'default' : 'red'}>{t(sameApplicant ? 'sameApplicant' : 'otherApplicant')}</Tag>
          {samePlace === true && <Tag>{t('samePlace')}</Tag>}
          {rejected && <Tag color="orange">{t('wasRejected')}</Tag>}
          {part !== 'whole' && <Tag>{t('part')}</Tag>}
          <Alike {...found} />
        </p>
        <p>
          <ApplicationLink application={application} />
          <span className="quiet">
            {' '}
            {materialName(ours.kind, language)} ↔ {materialName(theirs.kind, language)}
          </span>
        </p>
      </div>
    </li>
  )
}

function Alike({ sameFile, similarity, mirrored }: Pick<Found, 'sameFile' | 'similarity' | 'mirrored'>) {
  const t = useTexts(partTexts)
  return (
    <>
      <Tag>{sameFile ? t('sameFile') : t('similarity', { percent: Math.round(similarity * 100) })}</Tag>
      {mirrored && <Tag>{t('mirrored')}</Tag>}
    </>
  )
}

function Pair(props: { ours: Found['ours']; theirs: Found['theirs']; compareWith: Lay }) {
  const { ours, theirs, compareWith } = props
  const t = useTexts(partTexts)
  const id = theirs.materialId
  if (id === null) return <span className="alike-gone quiet">{t('photoGone')}</span>
  return (
    <Button
      className="alike-pair"
      onClick={() => compareWith(ours.materialId, id)}
      aria-label={t('lookBeside')}
      title={t('lookBeside')}
    >
      {[ours.materialId, id].map(
        (each) => each && <img key={each} src={`/v1/materials/${each}/photo`} alt="" decoding="async" loading="lazy" />,
      )}
    </Button>
  )
}

function Related({ related }: Pick<StoryView, 'related'>) {
  const t = useTexts(partTexts)
  const say = useSay()
  if (related.length === 0) return null
  return (
    <>
      <h3>{t('related')}</h3>
      <ul className="related">
        {related.map(({ application, by }) => (
          <li key={application.id}>
            <ApplicationLink application={application} />
            <Tag>{say(statusTexts[application.status])}</Tag>
            <span className="quiet">{t('shares', { what: by.map((each) => say(sharedTexts[each])).join('、') })}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

const ApplicationLink = ({ application: { id, reference } }: Pick<Found, 'application'>) => (
  <Link to={`/applications/${id}`} target="_blank" rel="noreferrer" className="reference">
    {reference}
  </Link>
)
