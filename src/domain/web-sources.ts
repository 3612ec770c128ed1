/**
 * Where pictures on the web come from, by the marks that these places lay over them. `stock` sell pictures; their names stand
 * on no shop. The others' names stand on the doors and counters of half the country's shops (`美团`, `抖音`): of them only
 * the wording of a mark counts (an account, an address of the web), the bare name at most as a hint.
 */
type SourceKind = 'stock' | 'platform'

interface WebSource {
  name: string
  kind: SourceKind
  /** What its marks say, beyond doubt. */
  mark: RegExp
  /** Its bare name. */
  bare?: RegExp
}

const stock = (name: string, mark: RegExp): WebSource => ({ name, kind: 'stock', mark })
const platform = (name: string, mark: RegExp, bare: RegExp): WebSource => ({ name, kind: 'platform', mark, bare })

const sources: readonly WebSource[] = [
  stock('视觉中国', /视觉中国|(?<![A-Z])VCG(?:\.COM|\d{6,})|VISUALCHINA/),
  stock('图虫', /图虫(?!草)|TUCHONG/),
  stock('千图网', /千图网|58PIC/),
  stock('摄图网', /摄图网|699PIC/),
  stock('包图网', /包图网|IBAOTU/),
  stock('昵图网', /昵图网|NIPIC|昵享网/),
  stock('全景', /全景网(?![咖吧络球])|QUANJING\.COM|全景视觉/),
  stock('站酷海洛', /站酷海洛|HELLORF|ZCOOL/),
  stock('我图网', /我图网|OOOPIC/),
  stock('千库网', /千库网|588KU/),
  stock('觅知网', /觅知网|51MIZ/),
  stock('Getty Images', /GETTYIMAGES|GETTY ?IMAGES/),
  stock('Shutterstock', /SHUTTERST|UTTERSTOCK/),
  stock('iStock', /ISTOCKPHOTO|(?<![A-Z])ISTOCK(?![A-Z])/),
  stock('Alamy', /(?<![A-Z])ALAMY(?![A-Z])/),
  stock('123RF', /123RF/),
  stock('Dreamstime', /DREAMSTIME/),
  stock('Depositphotos', /DEPOSITPHOTOS/),
  stock('Adobe Stock', /ADOBE ?STOCK|STOCK\.ADOBE/),
  stock('Freepik', /FREEPIK/),
  stock('Pngtree', /PNGTREE/),
  platform('百度', /BAIDU\.COM|百度(?:经验|百科|贴吧|文库|图片)/, /^(?:BAI?DU)?百度(?:地图)?$/),
  platform('大众点评', /DIANPING\.COM/, /^大众点评$/),
  platform('美团', /MEITUAN\.COM/, /^美团$/),
  platform('小红书', /小红书(?:号|ID)|XIAOHONGSHU/, /^小红书$/),
  platform('抖音', /抖音(?:号|ID)|DOUYIN/, /^抖音$|^TIKTOK$/),
  platform('快手', /快手(?:号|ID)|KUAISHOU/, /^快手$/),
  platform('微博', /WEIBO\.COM|微博@|@\S{2,20}微博|新浪微博/, /^微博$/),
  platform('高德地图', /(?<![A-Z])AMAP\.COM/, /^高德地图$|^高德$/),
  platform('携程', /(?<![A-Z])C?TRIP\.COM/, /^携程(?:旅行)?$/),
  platform('58同城', /(?<![\dA-Z])58\.COM/, /^58同城$/),
  platform('闲鱼', /闲鱼号|GOOFISH/, /^闲鱼$/),
  platform('淘宝', /TAOBAO\.COM|TMALL\.COM/, /^淘宝$|^天猫$/),
  platform('拼多多', /PINDUODUO|YANGKEDUO/, /^拼多多$/),
  platform('知乎', /ZHIHU\.COM|知乎@/, /^知乎$/),
]

export interface WebSourceFound {
  name: string
  kind: SourceKind
  /** `mark`: its own wording; `name`: the bare name, which a sticker shows as well. */
  by: 'mark' | 'name'
}

/** The source that a line of text names. */
export function webSourceIn(line: string): WebSourceFound | null {
  const text = line.normalize('NFKC').toUpperCase().replace(/\s+/g, '')
  for (const { name, kind, mark, bare } of sources) {
    if (mark.test(text)) return { name, kind, by: 'mark' }
    if (bare?.test(text.replaceAll(/[^\p{L}\p{N}]/gu, ''))) return { name, kind, by: 'name' }
  }
  return null
}
