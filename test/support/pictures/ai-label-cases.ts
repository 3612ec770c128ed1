import type { Provenance } from '../../../src/domain/evidence-scene.ts'
import type { Case } from './provenance-cases.ts'
import { commentCodes, exifData, userComment } from './write-exif.ts'
import {
  formats,
  pngPackedText,
  pngText,
  pngUtf8Text,
  withChunks,
  withExif,
  withExtendedXmp,
  withSegments,
  withXmp,
} from './write-parts.ts'

type Label = '1' | '2' | '3'
const producer = '001191110000802100433B00001'
const tc260 = 'http://www.tc260.org.cn/ns/AIGC/1.0/'

/** The label of GB 45438-2025, appendix E, with a producer as the practice guide codes it. */
const json = (label: Label): string =>
  JSON.stringify({
    Label: label,
    ContentProducer: producer,
    ProduceID: '7465921734 {x}',
    ReservedCode1: '',
    ContentPropagator: '',
    PropagateID: '',
    ReservedCode2: '',
  })
const encoded = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

const packet = (attributes: string, content: string): string =>
  `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ` +
  `xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ${attributes}>${content}` +
  `</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
const bound = `xmlns:TC260="${tc260}"`

/** Ways to write the label into XMP; the later ones are not well-formed, but met. */
const xmpForms: readonly (readonly [name: string, packet: (label: Label) => string])[] = [
  ['element, entities', (label) => packet(bound, `<TC260:AIGC>${encoded(json(label))}</TC260:AIGC>`)],
  ['element, quotes', (label) => packet(bound, `<TC260:AIGC>${json(label)}</TC260:AIGC>`)],
  ['element, CDATA', (label) => packet(bound, `<TC260:AIGC><![CDATA[${json(label)}]]></TC260:AIGC>`)],
  ['element, another prefix', (label) => packet(`xmlns:ai="${tc260}"`, `<ai:AIGC>${encoded(json(label))}</ai:AIGC>`)],
  [
    'element, numeric entities',
    (label) => packet(bound, `<TC260:AIGC>${json(label).replaceAll('"', '&#34;')}</TC260:AIGC>`),
  ],
  ['element, entities twice', (label) => packet(bound, `<TC260:AIGC>${encoded(encoded(json(label)))}</TC260:AIGC>`)],
  ['attribute, entities', (label) => packet(`${bound} TC260:AIGC="${encoded(json(label))}"`, '')],
  ['attribute, single quotes', (label) => packet(`${bound} TC260:AIGC='${json(label)}'`, '')],
  ['attribute, broken quotes', (label) => packet(`${bound} TC260:AIGC="${json(label)}"`, '')],
  [
    'a list',
    (label) =>
      packet(
        bound,
        `<TC260:AIGC><rdf:Alt><rdf:li xml:lang="x-default">${encoded(json(label))}</rdf:li></rdf:Alt></TC260:AIGC>`,
      ),
  ],
  [
    'a structure',
    (label) =>
      packet(
        bound,
        `<TC260:AIGC rdf:parseType="Resource"><TC260:Label>${label}</TC260:Label>` +
          `<TC260:ContentProducer>${producer}</TC260:ContentProducer></TC260:AIGC>`,
      ),
  ],
  ['cut off', (label) => packet(bound, `<TC260:AIGC>${encoded(json(label))}`).split('ReservedCode1')[0]!],
]

const labels: readonly Label[] = ['1', '2', '3']

function expected(form: NonNullable<Provenance['aiLabel']>['form'], label: Label | null): Provenance {
  return { aiLabel: { form, label, producer: label === null ? '腾讯云' : producer } }
}

/** Every form of the label × every format that can carry it × the three labels. */
export function aiLabelCases(): Case[] {
  const cases: Case[] = []
  const add = (name: string, format: Case['format'], write: Case['write'], found: Provenance): void => {
    cases.push({ group: 'AI label', name, format, write, expected: found })
  }
  for (const label of labels) {
    for (const format of formats) {
      for (const [name, text] of xmpForms) {
        add(`XMP ${name}, ${label}`, format, (picture) => withXmp(picture, format, text(label)), expected('xmp', label))
      }
      for (const code of commentCodes) {
        for (const littleEndian of [false, true]) {
          const comment = userComment(`{"AIGC":${json(label)}}`, code)
          const write: Case['write'] = (picture) =>
            withExif(picture, format, exifData({ UserComment: comment, Make: 'X' }, littleEndian))
          add(
            `EXIF comment ${code} ${littleEndian ? 'II' : 'MM'}, ${label}`,
            format,
            write,
            expected('exif-comment', label),
          )
        }
      }
      add(
        `EXIF comment, the label as a text in JSON, ${label}`,
        format,
        (picture) =>
          withExif(
            picture,
            format,
            exifData({ UserComment: userComment(JSON.stringify({ AIGC: json(label) }), 'ascii') }),
          ),
        expected('exif-comment', label),
      )
      add(
        `EXIF Windows comment, ${label}`,
        format,
        (picture) => withExif(picture, format, exifData({ XPComment: `AIGC${json(label)}` })),
        expected('exif-comment', label),
      )
      add(
        `EXIF description, ${label}`,
        format,
        (picture) => withExif(picture, format, exifData({ ImageDescription: `{"AIGC":${json(label)}}` })),
        expected('exif-description', label),
      )
    }
    const text = json(label)
    const inPng = (
      name: string,
      data: Parameters<typeof withChunks>[1][number],
      where: 'front' | 'end' = 'front',
    ): void => add(name, 'png', (picture) => withChunks(picture, [data], where), expected('png-text', label))
    inPng(`tEXt AIGC, ${label}`, pngText('AIGC', text))
    inPng(`tEXt AIGC at the end, ${label}`, pngText('AIGC', text), 'end')
    inPng(`zTXt AIGC, ${label}`, pngPackedText('AIGC', text))
    inPng(`iTXt AIGC, ${label}`, pngUtf8Text('AIGC', text))
    inPng(`iTXt AIGC packed, ${label}`, pngUtf8Text('AIGC', text, true))
    inPng(`tEXt Comment with AIGC, ${label}`, pngText('Comment', `{"AIGC":${text}}`))
    add(
      `XMP packed in iTXt, ${label}`,
      'png',
      (picture) => withXmp(picture, 'png', xmpForms[0]![1](label), true),
      expected('xmp', label),
    )
    const inJpeg = (name: string, marker: number, data: string | Buffer): void =>
      add(
        name,
        'jpeg',
        (picture) => withSegments(picture, [{ marker, data: Buffer.from(data) }]),
        expected('app-segment', label),
      )
    for (const app of [0, 3, 4, 9, 11, 15]) inJpeg(`APP${app} AIGC{…}, ${label}`, 0xe0 + app, `AIGC${text}`)
    inJpeg(`comment AIGC{…}, ${label}`, 0xfe, `AIGC${text}`)
    inJpeg(`comment {"AIGC":…}, ${label}`, 0xfe, `{"AIGC": ${text}}`)
    const between = Buffer.concat([Buffer.from([0, 1, 0xff, 0xfe]), Buffer.from(`AIGC${text}`), Buffer.from([0xff])])
    inJpeg(`APP4 AIGC{…} between other bytes, ${label}`, 0xe4, between)
    add(
      `XMP beyond one segment, ${label}`,
      'jpeg',
      (picture) =>
        withExtendedXmp(
          picture,
          packet(
            `${bound} xmlns:n="urn:note"`,
            `<n:o>${'x'.repeat(90_000)}</n:o><TC260:AIGC>${encoded(json(label))}</TC260:AIGC>`,
          ),
        ),
      expected('xmp', label),
    )
  }
  // Tencent Cloud's older label has fields of its own and no class.
  const tencent = JSON.stringify({
    ServiceProvider: '腾讯云',
    ServiceUser: '1250000000',
    Time: '2025-09-01',
    ContentId: 'a',
  })
  for (const format of formats) {
    for (const [name, text] of [
      ['', tencent],
      [' under AIGC', `{"AIGC":${tencent}}`],
    ] as const) {
      const write: Case['write'] = (picture) => withExif(picture, format, exifData({ ImageDescription: text }))
      add(`EXIF description of Tencent Cloud${name}`, format, write, expected('exif-description', null))
    }
  }
  return cases
}
