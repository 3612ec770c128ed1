import type { Provenance } from '../../../src/domain/evidence-scene.ts'
import { aiLabelCases } from './ai-label-cases.ts'
import { manifestStore } from './write-c2pa.ts'
import type { Manifest } from './write-c2pa.ts'
import { programCases } from './program-cases.ts'
import { formats, withJumbf, withXmp, xmpPacket as packet } from './write-parts.ts'
import type { Format } from './write-parts.ts'

/** One way in which programs write what a picture is, and what must be read from it. */
export interface Case {
  group: 'AI label' | 'C2PA' | 'IPTC source type' | 'generator' | 'editor' | 'nothing'
  name: string
  format: Format
  /** Takes a picture without metadata in that format. */
  write: (picture: Buffer) => Buffer
  /** All that must be found; nothing else may be. */
  expected: Provenance
}

/** The whole suite; both the tests and the benchmark run all of it. */
export const provenanceCases = (): Case[] => [
  ...aiLabelCases(),
  ...formats.flatMap((format) => [...c2paCases(format), ...iptcCases(format)]),
  ...programCases(),
]

const generated = 'trainedAlgorithmicMedia'

function c2paCases(format: Format): Case[] {
  const of = (name: string, manifests: readonly Manifest[], expected: Provenance, size?: number): Case => ({
    group: 'C2PA',
    name,
    format,
    write: (picture) => withJumbf(picture, format, manifestStore(manifests), size),
    expected,
  })
  const created = (digitalSourceType: string) => [{ action: 'c2pa.created', digitalSourceType }]
  const openai: Manifest = { generator: 'ChatGPT', generation: 2, actions: created(generated) }
  const leica: Manifest = {
    generator: 'Leica M11-P',
    version: '2.0',
    generation: 1,
    actions: created('digitalCapture'),
  }
  const photoshop: Manifest = {
    generator: 'Adobe Photoshop',
    version: '25.0',
    generation: 2,
    actions: [{ action: 'c2pa.opened' }, { action: 'c2pa.edited', softwareAgent: 'Adobe Photoshop' }],
  }
  const said = (claimGenerator: string, digitalSourceTypes: string[], ...actions: string[]) => ({
    c2pa: { claimGenerator, digitalSourceTypes, actions },
  })
  return [
    of('a generator, second generation', [openai], {
      generator: 'ChatGPT',
      ...said('ChatGPT', [generated], 'c2pa.created'),
    }),
    of('a camera, first generation', [leica], said('Leica M11-P/2.0', ['digitalCapture'], 'c2pa.created')),
    of(
      'a phone that computes',
      [{ generator: 'Pixel Camera', generation: 2, actions: created('computationalCapture') }],
      said('Pixel Camera', ['computationalCapture'], 'c2pa.created'),
    ),
    of('generated, then edited', [openai, photoshop], {
      editor: 'Adobe Photoshop',
      ...said('Adobe Photoshop 25.0', [generated], 'c2pa.created', 'c2pa.opened', 'c2pa.edited'),
    }),
    of(
      'with a thumbnail beyond one segment',
      [{ ...leica, thumbnail: 150_000 }],
      said('Leica M11-P/2.0', ['digitalCapture'], 'c2pa.created'),
    ),
    of('in small pieces', [leica], said('Leica M11-P/2.0', ['digitalCapture'], 'c2pa.created'), 97),
    of(
      'an assertion in JSON',
      [
        {
          generator: 'Volcano Engine',
          generation: 1,
          actions: [],
          metadata: { 'Iptc4xmpExt:DigitalSourceType': `http://cv.iptc.org/newscodes/digitalsourcetype/${generated}` },
        },
      ],
      said('Volcano Engine', [generated]),
    ),
  ]
}

function iptcCases(format: Format): Case[] {
  const address = (type: string) => `http://cv.iptc.org/newscodes/digitalsourcetype/${type}`
  const forms: [string, (type: string) => string][] = [
    ['attribute', (type) => packet(`Iptc4xmpExt:DigitalSourceType="${address(type)}"`, '')],
    [
      'element',
      (type) => packet('', `<Iptc4xmpExt:DigitalSourceType>${address(type)}</Iptc4xmpExt:DigitalSourceType>`),
    ],
    ['resource', (type) => packet('', `<Iptc4xmpExt:DigitalSourceType rdf:resource="${address(type)}"/>`)],
    ['bare name', (type) => packet('', `<Iptc4xmpExt:DigitalSourceType>${type}</Iptc4xmpExt:DigitalSourceType>`)],
  ]
  const types = [generated, 'compositeWithTrainedAlgorithmicMedia', 'digitalCapture', 'screenCapture']
  return forms.flatMap(([name, xmp]) =>
    types.map((type) => ({
      group: 'IPTC source type' as const,
      name: `${type}, ${name}`,
      format,
      write: (picture: Buffer) => withXmp(picture, format, xmp(type)),
      expected: { digitalSourceType: type },
    })),
  )
}
