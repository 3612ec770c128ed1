import { WarningFilled } from '@ant-design/icons'
import { Tooltip } from 'antd'
import type { StoryPhoto } from '../../contracts/story-photos.ts'
import { useSay, useTexts } from '../language.tsx'
import { partTexts } from './part-texts.ts'
import type { Desk } from './use-desk.ts'

/** All photos by slot, small, with what is wrong marked. */
export function PhotoStrip({ desk, photos }: { desk: Desk; photos: readonly StoryPhoto[] }) {
  const t = useTexts(partTexts)
  const say = useSay()
  const { panes, active } = desk.state
  return (
    <ul className="photo-strip" aria-label={t('photos')}>
      {photos.map(({ materialId, name, faults, removedAt }, index) => {
        const marks = desk.photos.find((photo) => photo.materialId === materialId)?.marks ?? []
        const wrong = faults.length + marks.filter(({ tone }) => tone === 'wrong').length
        const shown = (panes[active] ?? desk.ids[0]) === materialId
        return (
          <li key={materialId}>
            <button
              type="button"
              aria-current={shown || undefined}
              data-shown={panes.includes(materialId) || shown || undefined}
              onClick={() => desk.make({ move: 'show', id: materialId })}
            >
              <span className="photo-thumb">
                {removedAt === null && (
                  <img
                    src={`/v1/materials/${materialId}/photo`}
                    alt=""
                    decoding="async"
                    draggable={false}
                    // The pane says why; here an empty place is enough.
                    onError={({ currentTarget }) => (currentTarget.hidden = true)}
                  />
                )}
                {index < 9 && <span className="photo-number">{index + 1}</span>}
                {wrong > 0 && (
                  <Tooltip title={t('faults', { count: wrong })}>
                    <WarningFilled className="photo-fault" aria-label={t('faults', { count: wrong })} />
                  </Tooltip>
                )}
              </span>
              <span className="photo-name" title={say(name)}>
                {say(name)}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
