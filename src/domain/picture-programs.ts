/**
 * Programs that make or change pictures, by the texts that they leave in a file. A camera's own software (`HDR+ 1.0`,
 * `iOS 17.2`, `MediaTek Camera`), a phone's firmware, viewers, messengers, converters and watermark cameras (水印相机) are
 * not among them: they are how an honest photo comes about. Nor is `Windows Photo Editor`, which Windows writes when a photo
 * is only turned. Sources: EXIF `Software` and XMP `CreatorTool` as the programs write them, in their documentation and in
 * public collections of files.
 */
interface Program {
  name: string
  says: RegExp
}

/** Programs whose purpose is to change what a photo shows, or to develop it. */
const editors: readonly Program[] = [
  { name: 'Adobe Lightroom', says: /lightroom/iu },
  { name: 'Adobe Photoshop', says: /photoshop/iu },
  { name: 'Adobe Save for Web', says: /adobe imageready|save for web/iu },
  { name: 'Adobe Illustrator', says: /adobe illustrator/iu },
  { name: 'Adobe Express', says: /adobe (?:express|spark)/iu },
  { name: '美图秀秀', says: /meitu|xiuxiu|美图/iu },
  { name: '醒图', says: /醒图|\bxingtu\b|\bhypic\b/iu },
  { name: '剪映 / CapCut', says: /剪映|jianying|capcut/iu },
  { name: '光影魔术手', says: /光影魔术手|neoimaging/iu },
  { name: '稿定设计', says: /稿定|gaoding/iu },
  { name: '创客贴', says: /创客贴|chuangkit/iu },
  { name: '天天P图', says: /天天p图|pitu\b/iu },
  { name: '泼辣修图 / Polarr', says: /泼辣|polarr/iu },
  { name: 'Snapseed', says: /snapseed/iu },
  { name: 'PicsArt', says: /picsart/iu },
  { name: 'Canva', says: /canva\b|可画/iu },
  { name: 'VSCO', says: /\bvsco/iu },
  { name: 'InShot', says: /\binshot\b/iu },
  { name: 'AirBrush', says: /\bairbrush\b/iu },
  { name: 'Facetune', says: /facetune/iu },
  { name: 'FaceApp', says: /faceapp/iu },
  { name: 'Remini', says: /\bremini\b/iu },
  { name: 'TouchRetouch', says: /touchretouch/iu },
  { name: 'YouCam', says: /\byoucam|perfect365/iu },
  { name: 'Photoleap', says: /photoleap|enlight/iu },
  { name: 'Pixlr', says: /pixlr/iu },
  { name: 'Fotor', says: /\bfotor\b/iu },
  { name: 'BeFunky', says: /befunky/iu },
  { name: 'PicMonkey', says: /picmonkey/iu },
  { name: 'Photopea', says: /photopea/iu },
  { name: 'Figma', says: /\bfigma\b/iu },
  { name: 'GIMP', says: /\bgimp\b|gnu image manipulation/iu },
  { name: 'Krita', says: /\bkrita\b/iu },
  { name: 'Inkscape', says: /\binkscape\b/iu },
  { name: 'Paint.NET', says: /paint\.net/iu },
  { name: 'Affinity', says: /\baffinity (?:photo|designer)/iu },
  { name: 'Pixelmator', says: /pixelmator/iu },
  { name: 'Corel', says: /coreldraw|corel photo|paintshop|paint shop pro/iu },
  { name: 'PhotoScape', says: /photoscape/iu },
  { name: 'PhotoFiltre', says: /photofiltre/iu },
  { name: 'ACDSee', says: /acdsee/iu },
  { name: 'Luminar', says: /\bluminar\b/iu },
  { name: 'Capture One', says: /\bcapture one\b/iu },
  { name: 'darktable', says: /\bdarktable\b/iu },
  { name: 'RawTherapee', says: /rawtherapee/iu },
  { name: 'Sketchbook', says: /\bsketchbook\b/iu },
]

/** Programs and services that make pictures. */
const generators: readonly Program[] = [
  { name: 'Stable Diffusion', says: /stable[ -]?diffusion|automatic1111|\bsdxl\b|dreamstudio|stability ai/iu },
  { name: 'ComfyUI', says: /comfyui/iu },
  { name: 'InvokeAI', says: /invokeai/iu },
  { name: 'Fooocus', says: /fooocus/iu },
  { name: 'NovelAI', says: /novelai/iu },
  { name: 'Midjourney', says: /midjourney/iu },
  { name: 'DALL·E', says: /dall[-·•\s]?e\b/iu },
  { name: 'ChatGPT', says: /chatgpt|openai/iu },
  { name: 'Adobe Firefly', says: /adobe[ _]firefly/iu },
  { name: 'Google AI', says: /made with google ai|google generative ai|\bgemini \d|\bimagen \d/iu },
  { name: 'FLUX', says: /black forest labs|\bflux\.\d/iu },
  { name: 'Ideogram', says: /ideogram ai/iu },
  { name: 'Leonardo.Ai', says: /leonardo\.ai/iu },
  { name: 'Reve', says: /\breve\.com\b/iu },
  { name: 'Grok', says: /\bxai\b.{0,20}\bgrok\b|\bgrok\b.{0,20}\baurora\b/iu },
  { name: '即梦 / Dreamina', says: /即梦|dreamina|jimeng/iu },
  { name: '豆包', says: /豆包|\bdoubao\b/iu },
  { name: '火山引擎 / BytePlus', says: /volcengine|byteplus|seedream/iu },
  { name: '可灵', says: /可灵|\bkling ?ai\b/iu },
  { name: '文心一格', says: /文心一格|\byige\b/iu },
  { name: '通义万相', says: /通义万相|\bwanx\b|tongyi wanxiang/iu },
  { name: '腾讯混元', says: /混元|hunyuan/iu },
]

const nameIn = (programs: readonly Program[], text: string): string | undefined =>
  programs.find(({ says }) => says.test(text))?.name

/** The editing program that a text names, under one name for all its versions. */
export const editorIn = (text: string): string | undefined => nameIn(editors, text)
/** The maker of pictures that a text names. */
export const generatorIn = (text: string): string | undefined => nameIn(generators, text)
/** Programs and gestures that picture a screen: `Screenshot`, 截屏, `Snipping Tool` … */
export const isScreenshotProgram = (text: string): boolean =>
  /screen[ _-]?(?:shot|capture|grab)|截[图屏]|snipping|snipaste|snagit|greenshot|sharex|flameshot|lightshot|\bksnip\b|faststone capture|\bspectacle\b/iu.test(
    text,
  )
