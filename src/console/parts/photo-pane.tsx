import { ReloadOutlined } from '@ant-design/icons'
import { Button, Spin } from 'antd'
import { type Ref, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type ReactZoomPanPinchRef, TransformComponent, TransformWrapper } from 'react-zoom-pan-pinch'
import type { Quad, Rotation } from '../../domain/geometry.ts'
import { isOffline, whyNoPicture } from '../api.ts'
import { useSay, useTexts } from '../language.tsx'
import type { Text } from '../texts.ts'
import { isLit, useLit } from './lit.tsx'
import { partTexts } from './part-texts.ts'
import { fittedSize, pointsOf, type Size, viewOf } from './photo-geometry.ts'

/** A photo that can be laid on the desk: ours, of an earlier revision, or of another application. */
export interface DeskPhoto {
  materialId: string
  name: string
  /** Pixels of the upright photo; null where only the file itself knows. */
  size: Size | null
  removed: boolean
  marks: readonly Mark[]
}

/** A box on a photo. */
export interface Mark {
  key: string
  quad: Quad
  label: string
  tone: 'read' | 'unsure' | 'wrong'
}

export interface PaneHandle {
  zoom: (direction: 1 | -1) => void
  fit: () => void
  pan: (dx: number, dy: number) => void
  lookAt: (quad: Quad) => void
}

/** Twelve times: a letter of 8 pixels then fills a hand's breadth. */
const MAX_SCALE = 12
const STEP = 0.5
/** Keys are for those in a hurry. Milliseconds. */
const AT_ONCE = 0
/** How near a field is brought: large enough to read, with what stands around it. Own choice. */
const NEAR = 4

/** One photo, enlarged with the wheel, drawn with the pointer. Keys come from the page, through `handle`. */
export function PhotoPane({
  photo,
  turn,
  boxes,
  map,
  active,
  onPick,
  ref: handle,
}: {
  photo: DeskPhoto
  turn: Rotation
  boxes: boolean
  map: boolean
  active: boolean
  onPick?: () => void
  ref: Ref<PaneHandle>
}) {
  const [frame, measure] = useFrame()
  const [natural, setNatural] = useState<Size | null>(null)
  const zoom = useRef<ReactZoomPanPinchRef>(null)
  const size = photo.size ?? natural
  useHandle(handle, zoom, { size, frame, turn })
  // Turned, exchanged, or in another frame, a photo is seen whole again.
  useEffect(() => void zoom.current?.resetTransform(AT_ONCE), [turn, photo.materialId, frame?.width, frame?.height])
  const fitted = size && frame ? fittedSize(size, frame, turn) : null
  return (
    // The pointer picks which of two photos the keys act on; `Tab` does it by keyboard.
    <div className="photo-pane" data-active={active || undefined} ref={measure} onPointerDown={onPick}>
      {photo.removed ? (
        <PaneNotice name={photo.name} removed />
      ) : (
        <TransformWrapper
          ref={zoom}
          minScale={1}
          maxScale={MAX_SCALE}
          disablePadding
          doubleClick={{ mode: 'toggle', step: 1.5 }}
          wheel={{ step: 0.12 }}
          velocityAnimation={{ disabled: true }}
          onTransform={({ instance }, { scale }) =>
            // Lines stay as thin as they are, however near one looks.
            instance.wrapperComponent?.style.setProperty('--zoom', String(scale))
          }
        >
          <TransformComponent wrapperStyle={wrapperStyle} contentStyle={contentStyle}>
            <PhotoSheet key={photo.materialId} {...{ photo, map, boxes, turn, fitted, size }} onSize={setNatural} />
          </TransformComponent>
        </TransformWrapper>
      )}
    </div>
  )
}

const wrapperStyle = { width: '100%', height: '100%', overflow: 'hidden', position: 'relative' } as const
const contentStyle = { width: '100%', height: '100%', transformOrigin: '0% 0%' } as const

function useFrame(): [Size | null, (node: HTMLDivElement | null) => void] {
  const [frame, setFrame] = useState<Size | null>(null)
  const observer = useRef<ResizeObserver | null>(null)
  const measure = useCallback((node: HTMLDivElement | null) => {
    observer.current?.disconnect()
    if (!node) return
    const take = () => setFrame({ width: node.clientWidth, height: node.clientHeight })
    observer.current = new ResizeObserver(take)
    observer.current.observe(node)
    take()
  }, [])
  return [frame, measure]
}

function useHandle(
  handle: Ref<PaneHandle>,
  zoom: { readonly current: ReactZoomPanPinchRef | null },
  { size, frame, turn }: { size: Size | null; frame: Size | null; turn: Rotation },
): void {
  useLayoutEffect(() => {
    const acts: PaneHandle = {
      zoom: (direction) =>
        void (direction > 0 ? zoom.current?.zoomIn(STEP, AT_ONCE) : zoom.current?.zoomOut(STEP, AT_ONCE)),
      fit: () => void zoom.current?.resetTransform(AT_ONCE),
      pan: (dx, dy) => void zoom.current?.panBy(dx, dy, AT_ONCE),
      lookAt: (quad) => {
        if (!size || !frame) return
        const view = viewOf(quad, size, frame, turn, NEAR)
        void zoom.current?.setTransform(view.x, view.y, view.scale, AT_ONCE)
      },
    }
    if (typeof handle === 'function') handle(acts)
    else if (handle) handle.current = acts
  })
}

/** The photo itself with its boxes, laid out so that it is seen whole. */
function PhotoSheet({
  photo,
  map,
  boxes,
  turn,
  fitted,
  size,
  onSize,
}: {
  photo: DeskPhoto
  map: boolean
  boxes: boolean
  turn: Rotation
  fitted: Size | null
  size: Size | null
  onSize: (size: Size) => void
}) {
  const t = useTexts(partTexts)
  const [state, setState] = useState<'loading' | 'there' | 'failed'>('loading')
  const [attempt, setAttempt] = useState(0)
  const [why, setWhy] = useState<Text | null>(null)
  const path = `/v1/materials/${photo.materialId}/photo`
  if (state === 'failed') {
    const again = () => {
      setState('loading')
      setWhy(null)
      setAttempt(attempt + 1)
    }
    return <PaneNotice name={photo.name} why={why} again={again} />
  }
  const fail = () => {
    setState('failed')
    void whyNoPicture(path).then((error) => setWhy(error === null || isOffline(error) ? null : error.text))
  }
  return (
    <div
      className="photo-sheet"
      data-state={state}
      style={{ ...(fitted && { width: fitted.width, height: fitted.height }), rotate: `${turn}deg` }}
    >
      <img
        src={attempt === 0 ? path : `${path}?again=${attempt}`}
        alt={t('photoOf', { name: photo.name })}
        draggable={false}
        decoding="async"
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
          onSize({ width: naturalWidth, height: naturalHeight })
          setState('there')
        }}
        onError={fail}
      />
      {map && <ClarityMap materialId={photo.materialId} />}
      {state === 'loading' && <Spin className="photo-wait" />}
      {boxes && size && <Marks photo={photo} size={size} />}
    </div>
  )
}

/** Laid over the photo once it was drawn, which takes a moment. */
function ClarityMap({ materialId }: { materialId: string }) {
  const t = useTexts(partTexts)
  const [state, setState] = useState<'loading' | 'there' | 'failed'>('loading')
  if (state === 'failed') return <span className="map-failed">{t('mapFailed')}</span>
  return (
    <>
      <img
        className="clarity-map"
        data-state={state}
        src={`/v1/materials/${materialId}/clarity.png`}
        alt={t('map')}
        draggable={false}
        onLoad={() => setState('there')}
        onError={() => setState('failed')}
      />
      {state === 'loading' && <Spin className="photo-wait" />}
    </>
  )
}

function Marks({ photo: { materialId, marks }, size }: { photo: DeskPhoto; size: Size }) {
  const { spot, light } = useLit()
  return (
    <svg className="photo-marks" viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
      {marks.map(({ key, quad, label, tone }) => (
        <polygon
          key={key}
          points={pointsOf(quad)}
          data-tone={tone}
          data-lit={isLit(spot, materialId, key) || undefined}
          onMouseEnter={() => light({ materialId, key, quad })}
          onMouseLeave={() => light(null)}
        >
          <title>{label}</title>
        </polygon>
      ))}
    </svg>
  )
}

/** @param why as the API says it, where it said anything */
function PaneNotice({
  name,
  removed = false,
  why = null,
  again,
}: {
  name: string
  removed?: boolean
  why?: Text | null
  again?: () => void
}) {
  const t = useTexts(partTexts)
  const say = useSay()
  return (
    <div className="photo-notice" role={removed ? undefined : 'alert'}>
      <p>{t(removed ? 'photoRemoved' : 'photoFailed')}</p>
      {why && <p className="photo-why">{say(why)}</p>}
      <p className="quiet">{name}</p>
      {again && (
        <Button icon={<ReloadOutlined />} onClick={again}>
          {t('again')}
        </Button>
      )}
    </div>
  )
}
