import type { Provenance } from '../../../src/domain/evidence-scene.ts'
import type { Case } from './provenance-cases.ts'
import { exifData, userComment } from './write-exif.ts'
import type { Exif } from './write-exif.ts'
import {
  formats,
  pngPackedText,
  pngText,
  pngUtf8Text,
  withChunks,
  withExif,
  withSegments,
  withXmp,
  xmpPacket as packet,
} from './write-parts.ts'
import type { Format } from './write-parts.ts'

/** Programs that make, change or merely save pictures, in the words that they leave in files. */
export const programCases = (): Case[] => [
  ...formats.flatMap((format) => [...exifCases(format), ...xmpProgramCases(format)]),
  ...pngCases(),
  ...jpegCases(),
]

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
