import {
  BorderOuterOutlined,
  CompressOutlined,
  HeatMapOutlined,
  LeftOutlined,
  RedoOutlined,
  RightOutlined,
  SplitCellsOutlined,
  UndoOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import type { StoryPhoto } from '../../contracts/story-photos.ts'
import { type KeyBinding, useKeys } from '../keys.tsx'
import { useSay, useTexts } from '../language.tsx'
import { Notice } from '../states.tsx'
import { fill } from '../texts.ts'
import { turnOf } from './desk-state.ts'
import { partTexts } from './part-texts.ts'
import './photo-desk.css'
import { PhotoPane } from './photo-pane.tsx'
import { PhotoStrip } from './photo-strip.tsx'
import type { Desk } from './use-desk.ts'

/** The photos of an application, large, one or two at a time, with a strip of all to choose from. */
export function PhotoDesk({ desk, photos }: { desk: Desk; photos: readonly StoryPhoto[] }) {
  const t = useTexts(partTexts)
  const { state, shown } = desk
  useDeskKeys(desk)
  if (photos.length === 0) return <Notice title={t('noPhotos')} hint={t('noPhotosHint')} />
  const which: readonly (0 | 1)[] = state.compared ? [0, 1] : [0]
  return (
    <section className="photo-desk" aria-label={t('photos')}>
      <PhotoStrip desk={desk} photos={photos} />
      <DeskTools desk={desk} />
      <div className="photo-panes" data-two={state.compared || undefined}>
        {which.map((pane) => {
          const photo = desk.photos.find(({ materialId }) => materialId === (state.panes[pane] ?? desk.ids[0]))
          return photo ? (
            <figure key={pane}>
              <PhotoPane
                ref={desk.pane(pane)}
                photo={photo}
                turn={turnOf(state, photo.materialId)}
                boxes={state.boxes}
                map={state.map && !photo.removed}
                active={state.compared && state.active === pane}
                onPick={() => desk.make({ move: 'pick', pane })}
              />
              <figcaption>
                {state.compared && <span className="quiet">{t(pane === 0 ? 'left' : 'right')} </span>}
                {photo.name}
              </figcaption>
            </figure>
          ) : null
        })}
      </div>
      <PhotoFacts photo={photos.find(({ materialId }) => materialId === shown?.materialId)} map={state.map} />
    </section>
  )
}

function DeskTools({ desk: { state, make, ids, active } }: { desk: Desk }) {
  const t = useTexts(partTexts)
  return (
    <div className="photo-tools" role="toolbar" aria-label={t('photos')}>
      <Tool
        text={t('previousPhoto')}
        keys="←"
        icon={<LeftOutlined />}
        run={() => make({ move: 'step', by: -1, ids })}
      />
      <Tool text={t('nextPhoto')} keys="→" icon={<RightOutlined />} run={() => make({ move: 'step', by: 1, ids })} />
      <span className="photo-tools-gap" />
      <Tool text={t('zoomOut')} keys="-" icon={<ZoomOutOutlined />} run={() => active()?.zoom(-1)} />
      <Tool text={t('zoomIn')} keys="+" icon={<ZoomInOutlined />} run={() => active()?.zoom(1)} />
      <Tool text={t('fit')} keys="0" icon={<CompressOutlined />} run={() => active()?.fit()} />
      <Tool text={t('turnBack')} keys="R" icon={<UndoOutlined />} run={() => make({ move: 'turn', by: -90 })} />
      <Tool text={t('turn')} keys="r" icon={<RedoOutlined />} run={() => make({ move: 'turn', by: 90 })} />
      <span className="photo-tools-gap" />
      <Tool
        text={t('boxes')}
        keys="b"
        icon={<BorderOuterOutlined />}
        on={state.boxes}
        run={() => make({ move: 'boxes' })}
      />
      <Tool text={t('map')} keys="m" icon={<HeatMapOutlined />} on={state.map} run={() => make({ move: 'map' })} />
      <Tool
        text={t('compare')}
        keys="v"
        icon={<SplitCellsOutlined />}
        on={state.compared}
        run={() => make({ move: 'compare', ids })}
      />
    </div>
  )
}

function Tool(props: { text: string; keys: string; icon: ReactNode; on?: boolean; run: () => void }) {
  const { text, keys, icon, on, run } = props
  return (
    <Tooltip title={`${text} (${keys})`} mouseEnterDelay={0.4}>
      <Button
        type={on ? 'primary' : 'text'}
        size="small"
        icon={icon}
        aria-label={text}
        {...(on !== undefined && { 'aria-pressed': on })}
        onClick={run}
      />
    </Tooltip>
  )
}

/** One line of what is known of the photo itself. */
function PhotoFacts({ photo, map }: { photo: StoryPhoto | undefined; map: boolean }) {
  const t = useTexts(partTexts)
  const say = useSay()
  if (!photo) return <p className="photo-facts">{'\u00a0'}</p>
  const { clarity, faults, detected, kind, takenAt, camera, takenPlace, width, height } = photo
  const other = detected && detected.kind !== kind && detected.kind !== 'no_text' && detected.kind !== 'other_text'
  const fromFile = [
    takenAt && t('taken', { time: takenAt.replace('T', ' ') }),
    camera && t('camera', { camera }),
    takenPlace && t('place', { place: `${takenPlace.latitude.toFixed(4)}, ${takenPlace.longitude.toFixed(4)}` }),
  ].filter(Boolean)
  return (
    <p className="photo-facts">
      <span>{clarity === null ? t('unmeasured') : t('clarity', { value: clarity })}</span>
      {faults.map(({ code, text }) => (
        <span key={code} className="is-wrong">
          {say(text)}
        </span>
      ))}
      {other && <span className="is-wrong">{t('looksLike', { name: say(detected.name) })}</span>}
      {map && <span>{t('mapHint')}</span>}
      <span className="quiet">{t('pixels', { width, height })}</span>
      {fromFile.length > 0 && (
        <Tooltip title={t('asTheFileSays')}>
          <span className="quiet">{fromFile.join(' · ')}</span>
        </Tooltip>
      )}
    </p>
  )
}

/** Pixels of the screen by which a key moves the photo. */
const PAN = 80

function useDeskKeys({ make, ids, active, state }: Desk): void {
  const show = (index: number): KeyBinding[] => {
    const id = ids[index]
    const n = index + 1
    const { zh, en } = partTexts.photoByNumber
    return id === undefined
      ? []
      : [
          {
            keys: String(n),
            text: { zh: fill(zh, { n }), en: fill(en, { n }) },
            run: () => make({ move: 'show', id }),
          },
        ]
  }
  const pan = (keys: string, text: KeyBinding['text'], dx: number, dy: number): KeyBinding => ({
    keys,
    text,
    run: () => active()?.pan(dx * PAN, dy * PAN),
  })
  useKeys(partTexts.photos, [
    { keys: 'ArrowRight', text: partTexts.nextPhoto, run: () => make({ move: 'step', by: 1, ids }) },
    { keys: 'ArrowLeft', text: partTexts.previousPhoto, run: () => make({ move: 'step', by: -1, ids }) },
    { keys: '+', text: partTexts.zoomIn, run: () => active()?.zoom(1) },
    { keys: '=', text: partTexts.zoomIn, run: () => active()?.zoom(1) },
    { keys: '-', text: partTexts.zoomOut, run: () => active()?.zoom(-1) },
    { keys: '0', text: partTexts.fit, run: () => active()?.fit() },
    { keys: 'r', text: partTexts.turn, run: () => make({ move: 'turn', by: 90 }) },
    { keys: 'R', text: partTexts.turnBack, run: () => make({ move: 'turn', by: -90 }) },
    { keys: 'b', text: partTexts.boxes, run: () => make({ move: 'boxes' }) },
    { keys: 'm', text: partTexts.map, run: () => make({ move: 'map' }) },
    { keys: 'v', text: partTexts.compare, run: () => make({ move: 'compare', ids }) },
    {
      keys: 'o',
      text: partTexts.otherSide,
      run: () => make({ move: 'pick', pane: state.active === 0 ? 1 : 0 }),
    },
    pan('H', partTexts.panLeft, 1, 0),
    pan('J', partTexts.panDown, 0, -1),
    pan('K', partTexts.panUp, 0, 1),
    pan('L', partTexts.panRight, -1, 0),
    ...ids.slice(0, 9).flatMap((_, index) => show(index)),
  ])
}
