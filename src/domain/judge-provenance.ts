import type { Finding } from './decision.ts'
import { isDocument } from './document-kinds.ts'
import type { Provenance, SceneEvidence } from './evidence-scene.ts'
import { editorIn, generatorIn } from './picture-programs.ts'
import { isCardBack } from './slots.ts'
import { finding } from './screening.ts'
import type { Judge } from './screening.ts'

type Photo = Pick<SceneEvidence['photos'][number], 'kind' | 'width' | 'height' | 'metadata' | 'provenance'>

/** IPTC digital source types (cv.iptc.org/newscodes/digitalsourcetype) by what they mean for a photo of a place. */
const generatedTypes = new Set([
  'trainedAlgorithmicMedia',
  'compositeWithTrainedAlgorithmicMedia',
  'compositeSynthetic',
  'algorithmicMedia',
])
const editedTypes = new Set([
  'humanEdits',
  'composite',
  'digitalArt',
  'digitalCreation',
  'softwareImage',
  'virtualRecording',
  'dataDrivenMedia',
])
const screenType = 'screenCapture'
/** C2PA actions that change what a picture shows; cropping, turning, resizing and colours do not. */
const editingActions = new Set([
  'c2pa.addedText',
  'c2pa.deleted',
  'c2pa.drawing',
  'c2pa.edited',
  'c2pa.filtered',
  'c2pa.placed',
  'c2pa.removed',
])

/** Why something is suspected: a word of the catalogue, and what was seen, as it was written. */
interface Sign {
  basis: string
  seen: string
}

/**
 * Whether a photo's file says that it was generated, edited or taken from a screen. Files say what their writer wants, so
 * that a statement is a reason to look, and silence is nothing. A camera's own manifest (`digitalCapture`) is no reason.
 */
export function judgeProvenance({ kind, width, height, metadata, provenance = {} }: Photo): Finding[] {
  const software = metadata.software ?? ''
  return [
    ...found('SCENE_AI_GENERATED', kind, generated(provenance, software)),
    ...found('SCENE_EDITED', kind, edited(provenance, software)),
    ...screenshot('SCENE_SCREENSHOT', kind, provenance, `${width} × ${height}`),
  ]
}

/** Scans have plain margins and may be PNGs: of a document, a screenshot has the size or the shape of a screen, or says so. */
const ofScreens = new Set(['device-size', 'device-shape', 'software'])

/**
 * The same of the documents that are read. One made or changed by a program is one suspicion, whichever it was: nobody
 * generates an honest ID card.
 */
export const judgeDocumentFiles: Judge = (screening) =>
  screening.materials.flatMap((kind) => {
    const seen = screening.clarity.get(kind)
    if (!seen?.provenance || !isDocument(kind) || isCardBack(screening, kind)) return []
    const { provenance, width, height } = seen
    const { screenshot: signs, ...rest } = provenance
    const counted = signs?.signs.some((sign) => ofScreens.has(sign)) ? provenance : rest
    return [
      ...found('DOC_EDITED_SUSPECT', kind, [...generated(provenance, ''), ...edited(provenance, '')]),
      ...screenshot('DOC_SCREENSHOT', kind, counted, `${width} × ${height}`),
    ]
  })

function found(code: Finding['code'], kind: Photo['kind'], signs: readonly Sign[]): Finding[] {
  if (signs.length === 0) return []
  const values = {
    basis: [...new Set(signs.map(({ basis }) => basis))].join(),
    // A comma would be taken for the next word of a list.
    seen: signs.map(({ seen }) => seen.replaceAll(',', ';')).join(' · '),
  }
  return [finding(code, kind, null, values, { signs })]
}

function generated({ aiLabel, generator, digitalSourceType = '', c2pa }: Provenance, software: string): Sign[] {
  const name = generator ?? generatorIn(software)
  const type = c2pa?.digitalSourceTypes.find((each) => generatedTypes.has(each))
  return [
    ...(aiLabel ? [{ basis: aiLabel.label ? `ai-label-${aiLabel.label}` : 'ai-label', seen: labelText(aiLabel) }] : []),
    ...(name ? [{ basis: 'ai-generator', seen: name }] : []),
    ...(generatedTypes.has(digitalSourceType) ? [{ basis: 'source-type', seen: digitalSourceType }] : []),
    ...(type ? [{ basis: 'c2pa', seen: [type, c2pa?.claimGenerator ?? ''].join(' ').trim() }] : []),
  ]
}

const labelText = ({ label, form, producer }: NonNullable<Provenance['aiLabel']>): string =>
  [`AIGC ${label ?? '?'}`, producer ?? '', `(${form})`].filter((part) => part !== '').join(' ')

function edited({ editor, digitalSourceType = '', c2pa }: Provenance, software: string): Sign[] {
  const name = editor ?? editorIn(software)
  const types = [digitalSourceType, ...(c2pa?.digitalSourceTypes ?? [])].filter((type) => editedTypes.has(type))
  const actions = c2pa?.actions.filter((action) => editingActions.has(action)) ?? []
  return [
    ...(name
      ? [{ basis: 'edit-program', seen: software !== '' && editorIn(software) === name ? software : name }]
      : []),
    ...types.slice(0, 1).map((type) => ({ basis: 'source-type', seen: type })),
    ...(actions.length > 0
      ? [{ basis: 'c2pa', seen: [actions.join(' '), c2pa?.claimGenerator ?? ''].join(' ').trim() }]
      : []),
  ]
}

/**
 * A program that says so is enough; of the other signs, each of which an honest photo may show, two together are. The shape
 * of a screen is shared by many photos cut to fill one: it counts beside bars only.
 */
function screenshot(
  code: Finding['code'],
  kind: Photo['kind'],
  { screenshot, digitalSourceType, c2pa }: Provenance,
  size: string,
): Finding[] {
  const saysScreen = digitalSourceType === screenType || c2pa?.digitalSourceTypes.includes(screenType) === true
  const seenSigns = screenshot?.signs ?? []
  const counted = seenSigns.filter((sign) => sign !== 'device-shape' || seenSigns.includes('letterbox'))
  const signs = [
    ...counted.map((sign) => (sign === 'software' ? 'screenshot-program' : sign)),
    ...(saysScreen ? ['source-type'] : []),
  ]
  const enough = signs.length >= 2 || signs.includes('screenshot-program') || saysScreen
  if (!enough) return []
  const seen = screenshot?.device === undefined ? size : `${size} (${screenshot.device})`
  return [finding(code, kind, null, { signs: signs.join(), seen })]
}
