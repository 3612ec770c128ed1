import type { Provenance } from '../../../src/domain/evidence-scene.ts'
import { aiLabelCases } from './ai-label-cases.ts'
import { manifestStore } from './write-c2pa.ts'
import type { Manifest } from './write-c2pa.ts'
import { exifData, userComment } from './write-exif.ts'
import type { Exif } from './write-exif.ts'
import {
  formats,
  pngPackedText,
  pngText,
  pngUtf8Text,
  withChunks,
  withExif,
  withJumbf,
  withSegments,
  withXmp,
} from './write-parts.ts'
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
  ...formats.flatMap((format) => [
    ...c2paCases(format),
    ...iptcCases(format),
    ...exifCases(format),
    ...xmpProgramCases(format),
  ]),
  ...pngCases(),
  ...jpegCases(),
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

const packet = (attributes: string, content: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
  `<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" ` +
  `xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" ` +
  `xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
  `${attributes}>${content}</rdf:Description></rdf:RDF></x:xmpmeta>`

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

const parameters =
  'a shop front in Shenzhen, photo\nNegative prompt: blurry\nSteps: 30, Sampler: DPM++ 2M Karras, CFG scale: 7, Seed: 1, Size: 512x512'
const graph =
  '{"3":{"inputs":{"seed":1,"steps":20},"class_type":"KSampler"},"4":{"class_type":"CheckpointLoaderSimple"}}'
const workflow = '{"last_node_id":9,"last_link_id":9,"nodes":[{"id":7,"type":"CLIPTextEncode"}]}'
const retouch =
  '{"data":{"pictureId":"7","appversion":"8.0.0","os":"android","product":"retouch"},"source_type":"douyin_beauty_me"}'
const dreamina = '{"data":{"product":"dreamina","exportType":"generation"},"source_type":"douyin_beauty_me"}'
const labelled = '{"data":{"product":"lv_other"},"aigc_info":{"aigc_label_type":1,"source_info":"dreamina"}}'

function exifCases(format: Format): Case[] {
  const of = (group: Case['group'], name: string, exif: Exif, expected: Provenance): Case => ({
    group,
    name: `EXIF ${name}`,
    format,
    write: (picture) => withExif(picture, format, exifData(exif)),
    expected,
  })
  const editors: [string, string][] = [
    ['Adobe Photoshop 25.0 (Windows)', 'Adobe Photoshop'],
    ['Adobe Photoshop Lightroom Classic 13.2', 'Adobe Lightroom'],
    ['美图秀秀', '美图秀秀'],
    ['Meitu 10.2', '美图秀秀'],
    ['醒图', '醒图'],
    ['Snapseed 2.0', 'Snapseed'],
    ['PicsArt', 'PicsArt'],
    ['CapCut 12.0', '剪映 / CapCut'],
    ['GIMP 2.10.36', 'GIMP'],
    ['paint.net 5.0.12', 'Paint.NET'],
    ['Canva', 'Canva'],
    ['光影魔术手', '光影魔术手'],
  ]
  const firmware = [
    'HDR+ 1.0.5',
    '17.4.1',
    'ALN-AL00 4.2.0.110',
    'M127GXXS9DXJ1',
    'MediaTek Camera Application',
    'Windows Photo Viewer',
  ]
  return [
    ...editors.map(([software, editor]) => of('editor', software, { Software: software }, { editor })),
    ...firmware.map((software) => of('nothing', software, { Software: software, Make: 'HUAWEI', Model: 'P60' }, {})),
    of('editor', 'comment of 醒图', { UserComment: userComment(retouch, 'ascii') }, { editor: '醒图' }),
    of(
      'generator',
      'comment with parameters',
      { UserComment: userComment(parameters, 'unicode-be') },
      { generator: 'Stable Diffusion' },
    ),
    of(
      'generator',
      'graph as maker',
      { Make: `prompt:${graph}`, Model: `workflow:${workflow}` },
      { generator: 'ComfyUI' },
    ),
    of('generator', 'maker', { Make: 'Ideogram AI' }, { generator: 'Ideogram' }),
    of('generator', 'export of Dreamina', { ImageDescription: dreamina }, { generator: '即梦 / Dreamina' }),
    of(
      'generator',
      'labelled export',
      { UserComment: userComment(labelled, 'undefined') },
      { generator: '剪映 / 即梦 AI' },
    ),
    of(
      'generator',
      'signature of Grok',
      { Artist: '1b4e28ba-2fa1-41d2-883f-0016d3cca427', ImageDescription: `Signature: ${'Ab3/'.repeat(40)}==` },
      { generator: 'Grok' },
    ),
    of(
      'nothing',
      'comment that is no label',
      { UserComment: userComment('{"AIGC":"no","Label":"1"} {"x":1}', 'ascii') },
      {},
    ),
    of('nothing', 'JSON with a Label of its own', { ImageDescription: '{"Label":"1","Title":"shop"}' }, {}),
    of('nothing', 'words about AI', { ImageDescription: 'AIGC 培训中心 {招生}', Artist: '陈小明' }, {}),
    of(
      'nothing',
      'a camera app of ByteDance',
      { UserComment: userComment('{"data":{"product":"aweme"},"aigc_type":0}', 'ascii') },
      {},
    ),
  ]
}

function xmpProgramCases(format: Format): Case[] {
  const of = (group: Case['group'], name: string, xmp: string, expected: Provenance): Case => ({
    group,
    name: `XMP ${name}`,
    format,
    write: (picture) => withXmp(picture, format, xmp),
    expected,
  })
  const history = (agent: string) =>
    packet(
      'xmp:CreatorTool="HDR+ 1.0"',
      `<xmpMM:History><rdf:Seq><rdf:li stEvt:action="saved" stEvt:softwareAgent="${agent}"/></rdf:Seq></xmpMM:History>`,
    )
  return [
    of('editor', 'creator tool', packet('xmp:CreatorTool="Adobe Photoshop 25.0 (Macintosh)"', ''), {
      editor: 'Adobe Photoshop',
    }),
    of('editor', 'creator tool as element', packet('', '<xmp:CreatorTool>Snapseed</xmp:CreatorTool>'), {
      editor: 'Snapseed',
    }),
    of('editor', 'history', history('Adobe Photoshop 25.0'), { editor: 'Adobe Photoshop' }),
    of('generator', 'creator tool', packet('', '<xmp:CreatorTool>Adobe Firefly</xmp:CreatorTool>'), {
      generator: 'Adobe Firefly',
    }),
    of('generator', 'credit', packet('', '<photoshop:Credit>Made with Google AI</photoshop:Credit>'), {
      generator: 'Google AI',
    }),
    of('generator', 'AI system used', packet('', '<Iptc4xmpExt:AISystemUsed>某模型 2.0</Iptc4xmpExt:AISystemUsed>'), {
      generator: '某模型 2.0',
    }),
    of('nothing', 'firmware', packet('xmp:CreatorTool="17.4.1" photoshop:Credit="陈小明"', ''), {}),
    of('nothing', 'words about AI', packet('', '<dc:description>AIGC 课程 {"x":"y"} 海报</dc:description>'), {}),
  ]
}

function pngCases(): Case[] {
  const of = (
    group: Case['group'],
    name: string,
    chunk: { type: string; data: Buffer },
    expected: Provenance,
  ): Case => ({
    group,
    name,
    format: 'png',
    write: (picture) => withChunks(picture, [chunk]),
    expected,
  })
  const novelai = '{"prompt":"shop","steps":28,"request_type":"PromptGenerateRequest"}'
  return [
    of('generator', 'tEXt parameters', pngText('parameters', parameters), { generator: 'Stable Diffusion' }),
    of('generator', 'iTXt parameters', pngUtf8Text('parameters', parameters, true), { generator: 'Stable Diffusion' }),
    of('generator', 'zTXt parameters', pngPackedText('parameters', parameters), { generator: 'Stable Diffusion' }),
    of('generator', 'tEXt prompt', pngText('prompt', graph), { generator: 'ComfyUI' }),
    of('generator', 'tEXt workflow', pngText('workflow', workflow), { generator: 'ComfyUI' }),
    of('generator', 'tEXt Software NovelAI', pngText('Software', 'NovelAI'), { generator: 'NovelAI' }),
    of('generator', 'tEXt Comment of NovelAI', pngText('Comment', novelai), { generator: 'NovelAI' }),
    of('generator', 'tEXt invokeai_metadata', pngText('invokeai_metadata', '{"seed":1}'), { generator: 'InvokeAI' }),
    of('generator', 'tEXt fooocus_scheme', pngText('fooocus_scheme', 'fooocus'), { generator: 'Fooocus' }),
    of('generator', 'tEXt parameters of SwarmUI', pngText('parameters', '{"sui_image_params":{"prompt":"x"}}'), {
      generator: 'SwarmUI',
    }),
    of(
      'generator',
      'tEXt Description of Midjourney',
      pngText('Description', 'a shop front --ar 16:9 --v 6.1 Job ID: 1b4e28ba-2fa1-41d2-883f-0016d3cca427'),
      { generator: 'Midjourney' },
    ),
    of('editor', 'tEXt Software', pngText('Software', 'Adobe ImageReady'), { editor: 'Adobe Save for Web' }),
    of('editor', 'iTXt Software', pngUtf8Text('Software', '稿定设计'), { editor: '稿定设计' }),
    of('nothing', 'a prompt that is none', pngText('prompt', '请出示付款码'), {}),
    of('nothing', 'parameters that are none', pngText('parameters', 'Steps: take the stairs'), {}),
    of('nothing', 'a description', pngText('Description', 'shop front, v 2'), {}),
  ]
}

function jpegCases(): Case[] {
  const of = (group: Case['group'], name: string, marker: number, data: string, expected: Provenance): Case => ({
    group,
    name,
    format: 'jpeg',
    write: (picture) => withSegments(picture, [{ marker, data: Buffer.from(data, 'utf8') }]),
    expected,
  })
  return [
    of('editor', 'APP12 Ducky', 0xec, 'Ducky\0\u0001\0\u0004\0\0\0\u0050\0\0', { editor: 'Adobe Save for Web' }),
    of('editor', 'comment of 醒图', 0xfe, retouch, { editor: '醒图' }),
    of('generator', 'comment of NovelAI', 0xfe, '{"request_type":"PromptGenerateRequest"}', { generator: 'NovelAI' }),
    of('nothing', 'comment of a converter', 0xfe, 'CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90', {}),
    of('nothing', 'APP4 of a phone', 0xe4, 'AIGC scene detection {"mode":"night"}', {}),
  ]
}
