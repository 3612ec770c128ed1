import { Progress, Tag } from 'antd'
import type { StoryView } from '../../contracts/story-view.ts'
import { isMaterialKind, materialName } from './material-name.ts'
import { useLanguage, useSay, useTexts } from '../language.tsx'
import type { Language } from '../texts.ts'
import { partTexts } from './part-texts.ts'
import { capTexts, signalStateTexts, signalTexts } from './words-texts.ts'

type Scene = NonNullable<StoryView['scene']>
type Signal = Scene['signals'][number]

/** How much the premises photos are to be believed, and what each signal adds or takes. */
export function SceneScore({ scene }: { scene: Scene | null }) {
  const t = useTexts(partTexts)
  const say = useSay()
  if (!scene) return <p className="quiet">{t('noScene')}</p>
  const most = Math.max(1, ...scene.signals.map(({ contribution }) => Math.abs(contribution)))
  const weight = ({ contribution, state }: Signal) => (state === 'unknown' ? -1 : Math.abs(contribution))
  const signals = [...scene.signals].sort((a, b) => weight(b) - weight(a))
  return (
    <div className="scene">
      <div className="scene-head">
        <strong>{t('score')}</strong>
        <Progress
          percent={scene.score}
          size="small"
          format={() => scene.score}
          aria-label={t('score')}
          status="normal"
          className="scene-total"
        />
        <span className="quiet">{t('coverage', { percent: Math.round(scene.coverage * 100) })}</span>
        {scene.caps.length > 0 && (
          <Tag color="red">{t('heldDown', { caps: scene.caps.map((cap) => say(capTexts[cap])).join('、') })}</Tag>
        )}
      </div>
      <table className="signals">
        <caption className="visually-hidden">{t('contribution')}</caption>
        <tbody>
          {signals.map((signal) => (
            <SignalRow key={signal.signal} signal={signal} most={most} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function SignalRow({ signal, most }: { signal: Signal; most: number }) {
  const t = useTexts(partTexts)
  const say = useSay()
  const { language } = useLanguage()
  const { contribution, state } = signal
  const share = (Math.abs(contribution) / most) * 50
  const seen = seenOf(signal.evidence, language, (count) => t('searchedPhotos', { count }))
  return (
    <tr data-state={state}>
      <th scope="row">{say(signalTexts[signal.signal])}</th>
      <td className="signal-bar" aria-hidden="true">
        <span
          data-sign={contribution < 0 ? 'minus' : 'plus'}
          style={{ width: `${share}%`, left: contribution < 0 ? `${50 - share}%` : '50%' }}
        />
      </td>
      <td className="signal-figure">{state === 'unknown' ? '–' : signed(contribution)}</td>
      <td className="quiet small">
        {contribution === 0 && say(signalStateTexts[state])}
        {seen !== '' && ` ${seen}`}
      </td>
    </tr>
  )
}

const signed = (value: number): string => (value > 0 ? `+${value.toFixed(1)}` : value.toFixed(1).replace('-', '−'))

/** What of the evidence fits into a line: which photos, which words. */
function seenOf(evidence: Signal['evidence'], language: Language, searched: (count: number) => string): string {
  const { steps, photos, searched: count } = evidence
  if (Array.isArray(steps) && steps.length > 0) return steps.map((step) => String(step).replace(/^\w+:/, '')).join('、')
  if (typeof count === 'number') return searched(count)
  if (!Array.isArray(photos)) return ''
  return photos
    .map((photo: unknown) => photoText(photo, language))
    .filter((text) => text !== '')
    .join('；')
}

/** Whatever a signal tells of one photo; each is looked at before it is shown. */
type SeenPhoto = { [name in 'kind' | 'words' | 'takenAt' | 'address' | 'distance' | 'camera']?: unknown }

function photoText(photo: unknown, language: Language): string {
  if (isMaterialKind(photo)) return materialName(photo, language)
  if (typeof photo !== 'object' || photo === null) return ''
  const { kind, words, takenAt, address, distance, camera }: SeenPhoto = photo
  const said: unknown[] = Array.isArray(words)
    ? words.slice(0, 3)
    : [takenAt, address, typeof distance === 'number' ? `${distance} m` : null, camera]
  const told = said.filter((part): part is string => typeof part === 'string' && part !== '')
  // Figures that say nothing to people are for the audit.
  if (told.length === 0) return ''
  return [...(isMaterialKind(kind) ? [materialName(kind, language)] : []), ...told].join(' ')
}
