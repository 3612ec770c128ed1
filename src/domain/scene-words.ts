import type { MaterialKind } from './application.ts'

/** What a photo of the premises may show, each by the words that stand there. */
export type PlaceRole = 'front' | 'counter' | 'room' | 'stall' | 'tools' | 'surroundings'

export const roleOfKind: Readonly<Partial<Record<MaterialKind, PlaceRole>>> = {
  scene_signboard: 'front',
  scene_cashier: 'counter',
  scene_interior: 'room',
  scene_stall: 'stall',
  scene_tools: 'tools',
  scene_surroundings: 'surroundings',
}

/** 9.9元, ￥28.5, 3元/斤: a price stands wherever something is sold. */
const price = /[¥￥]\s?\d|\d(?:\.\d{1,2})?\s?元|元[/每]|\/(?:斤|个|份|kg|500g)/iu
/** Whether a line is, or holds, a price: what is sold, and nobody's name. */
export const isPriced = (line: string): boolean => price.test(line)
const paying =
  /收银|收款|付款|扫码|扫一扫|微信支付|支付宝|云闪付|银联|刷卡|数字人民币|应收|实收|找零|合计|小票|结账|买单|会员卡|POS|ALIPAY|WECHATPAY|UNIONPAY/iu
const front =
  /营业中|营业时间|欢迎光临|旗舰店|连锁|加盟|分店|24小时|二十四小时|(?:电话|热线|订餐|TEL)[:：]?\d{3,}|1[3-9]\d{9}|外卖/iu
const room =
  /价目表|价格表|菜单|菜谱|特价|促销|新品|会员价|买一送|今日推荐|招牌菜|试衣间|收银|货架|禁止吸烟|小心地滑|小心台阶|请勿|卫生间|洗手间|安全出口|监控|灭火器|营业执照|经营许可|许可证|投诉|食品安全|公示|样品|售后|欢迎/u
const stall = /市场|夜市|集市|摊位|摊号|\d+号摊|农贸|档口|号档|现做|现炒|现烤|一份|元\/|加蛋|小吃/u
const tools = /秤|电子称|电子秤|公斤|单价|总价|金额|KG|二维码|冰柜|保温|煤气|烤箱|收款机|POS机/iu
const surroundings = /路|街|巷|道|广场|市场|小区|大厦|超市|银行|医院|学校|地铁|公交|出口|入口|门牌|号楼|停车/u

const words: Readonly<Record<PlaceRole, readonly RegExp[]>> = {
  front: [front],
  counter: [paying],
  room: [room, price, paying],
  stall: [stall, price, paying],
  tools: [tools, price, paying],
  surroundings: [surroundings, price, stall],
}

/** The words of a role among lines of lettering, at most five. */
export const wordsOfRole = (role: PlaceRole, lines: readonly string[]): string[] =>
  lines.filter((line) => words[role].some((pattern) => pattern.test(line))).slice(0, 5)
