import { foldSignForms } from './sign-forms.ts'

/**
 * Chains whose name on a shop's front says whose shop it is, by what they are called at home and on signs. Our own list, from
 * what is generally known of China's streets (2026); it accuses nobody by itself: a sign that shows one of them while the
 * merchant calls itself otherwise is a question for people. The first name of an entry is the one that people are told.
 */
const chains = `
蜜雪冰城 MIXUE|瑞幸咖啡 瑞幸 LUCKIN|星巴克 STARBUCKS|库迪咖啡 COTTI|幸运咖 LUCKYCUP|喜茶 HEYTEA|奈雪的茶 奈雪 NAYUKI|茶百道 CHAPANDA|古茗 GOODME
霸王茶姬 CHAGEE|沪上阿姨|书亦烧仙草|益禾堂|甜啦啦|茶颜悦色|一点点奶茶 1點點|COCO都可 都可茶饮|贡茶 GONGCHA|七分甜|乐乐茶|悸动烧仙草|柠季|MANNER咖啡 MANNERCOFFEE
挪瓦咖啡 NOWWA|TIMS天好咖啡 天好咖啡 TIMHORTONS|肯德基 KFC|麦当劳 MCDONALD|汉堡王 BURGERKING|必胜客 PIZZAHUT|达美乐 DOMINO'S DOMINOS|赛百味 SUBWAY|德克士 DICOS
华莱士 WALLACE|塔斯汀|派乐汉堡|正新鸡排|叫了个炸鸡|棒约翰 PAPAJOHN|尊宝披萨 尊宝比萨|萨莉亚 SAIZERIYA|吉野家 YOSHINOYA|味千拉面 味千|真功夫|老乡鸡|乡村基|大米先生|永和大王
永和豆浆|杨国福麻辣烫 杨国福|张亮麻辣烫|海底捞|呷哺呷哺|小龙坎|大龙燚|巴奴毛肚火锅 巴奴|西贝莜面村 西贝|外婆家|绿茶餐厅|太二酸菜鱼 太二|南城香|和府捞面|袁记云饺 袁记饺子
五爷拌面|吉祥馄饨|巴比馒头|庆丰包子铺 庆丰包子|狗不理|全聚德|东来顺|老盛昌|九村烤脑花|夸父炸串|喜姐炸串|紫燕百味鸡|久久丫|绝味鸭脖 绝味|周黑鸭|煌上煌|王小卤|降龙爪爪|廖记棒棒鸡
好利来 HOLILAND|鲍师傅|泸溪河|稻香村|味多美|85度C 85°C|面包新语 BREADTALK|元祖食品 元祖|巴黎贝甜 PARISBAGUETTE|原麦山丘|幸福西饼|哈根达斯 HAAGENDAZS|DQ冰淇淋 DAIRYQUEEN
7-ELEVEN 7-11 SEVENELEVEN 7ELEVEN|全家 FAMILYMART|罗森 LAWSON|美宜佳 MEIYIJIA|天福便利 天福便利店|易捷便利店 易捷|昆仑好客 USMILE|便利蜂 BIANLIFENG|红旗连锁|十足便利 十足便利店|芙蓉兴盛
快客便利 快客便利店|好德便利|喜士多 C-STORE|物美 WUMART|永辉超市 永辉|盒马鲜生 盒马|华润万家 万家超市 VANGUARD|大润发 RT-MART|沃尔玛 WALMART|山姆会员店 SAMSCLUB|家乐福 CARREFOUR|麦德龙 METRO麦德龙
世纪联华|联华超市|步步高超市|家家悦|奥乐齐 ALDI|钱大妈|百果园 PAGODA|鲜丰水果|绿叶水果|良品铺子 BESTORE|三只松鼠|来伊份|零食很忙|赵一鸣零食 赵一鸣|零食有鸣|好想来|百草味|锅圈食汇 锅圈
名创优品 MINISO|屈臣氏 WATSONS|丝芙兰 SEPHORA|调色师 THECOLORIST|无印良品 MUJI|优衣库 UNIQLO|海澜之家 HLA|太平鸟 PEACEBIRD|森马 SEMIR|美特斯邦威 METERSBONWE|巴拉巴拉 BALABALA
江南布衣 JNBY|波司登 BOSIDENG|红蜻蜓 REDDRAGONFLY|意尔康 YEARCON|安踏 ANTA|李宁 LI-NING LINING|特步 XTEP|361度 361°|鸿星尔克 ERKE|匹克 PEAK匹克|耐克 NIKE|阿迪达斯 ADIDAS|回力 WARRIOR
周大福 CHOWTAIFOOK|周生生 CHOWSANGSANG|老凤祥|六福珠宝|周六福|潮宏基 CHJ|中国黄金|梦金园|宝岛眼镜|大参林|老百姓大药房|益丰大药房 益丰|一心堂|海王星辰|国大药房|叮当快药|同仁堂|漱玉平民
孩子王 KIDSWANT|爱婴室|新华书店|樊文花|苏宁易购 SUNING|国美电器 GOME
链家 LIANJIA|我爱我家|中原地产 CENTALINE|如家酒店 如家|汉庭酒店 汉庭|7天酒店|锦江之星|全季酒店|亚朵酒店 ATOUR|维也纳酒店|速8酒店 SUPER8|途虎养车 TUHU|天猫养车|京东养车|福奈特 FORNET`

/**
 * Names that shops carry of what they sell or accept. They stand on countless signs beside, or in place of, a shop's own name
 * and say nothing of whose shop it is.
 */
const carried = `中国移动 中国联通 中国电信 中国铁通 中国体育彩票 中国福利彩票 体育彩票 福利彩票 中国邮政 邮政储蓄 华为 HUAWEI 荣耀 HONOR 小米 XIAOMI OPPO VIVO 苹果 APPLE IPHONE 三星
SAMSUNG 联想 LENOVO 可口可乐 COCACOLA 百事可乐 百事 PEPSI 康师傅 统一 农夫山泉 怡宝 娃哈哈 伊利 蒙牛 青岛啤酒 雪花啤酒 茅台 五粮液 王老吉 加多宝 红牛 立邦漆 立邦 多乐士 三棵树 嘉宝莉 德力西
正泰 公牛 美的 格力 海尔 TCL 海信 松下 欧普照明 雷士照明 伟星管 联塑 米其林 MICHELIN 普利司通 固特异 壳牌 SHELL 美孚 MOBIL 嘉实多 长城润滑油 美团外卖 美团 饿了么 京东到家 京东 淘宝 抖音
快手 拼多多 大众点评 小红书 微信支付 微信 支付宝 云闪付 银联 UNIONPAY 数字人民币 花呗 扫码 VISA MASTERCARD 耐斯 蓝月亮 海飞丝 舒肤佳 清风 维达 心相印 中华 红塔山 芙蓉王 利群 晨光文具 得力文具 菜鸟驿站
菜鸟 妈妈驿站 兔喜生活 兔喜 顺丰 韵达 中通 圆通 申通 极兔 邮政`

const plain = (name: string): string =>
  foldSignForms(name.normalize('NFKC').toUpperCase()).replaceAll(/[^\p{L}\p{N}]/gu, '')

interface Brand {
  name: string
  /** As signs are compared: simplified, upper case, letters and digits alone; the longest first. */
  aliases: readonly string[]
  /** Latin names may be written with marks and spaces, and stand alone: DOMINO'S, BURGER KING, but not SUBWAYS. */
  spelt: ReadonlyMap<string, RegExp>
}

const isHan = (name: string): boolean => /\p{Script=Han}/u.test(name)

const spelling = (alias: string): RegExp =>
  new RegExp(`(?<![A-Z0-9])${Array.from(alias).join("[\\s'’.°-]*")}(?![A-Z0-9])`, 'u')

const brands: readonly Brand[] = chains
  .trim()
  .split(/[|\n]/u)
  .map((entry) => {
    const names = entry.split(' ')
    const aliases = [...new Set(names.map(plain))].sort((a, b) => b.length - a.length)
    const spelt = new Map(aliases.filter((alias) => !isHan(alias)).map((alias) => [alias, spelling(alias)]))
    return { name: names[0]!, aliases, spelt }
  })

export const brandNames: readonly string[] = brands.map(({ name }) => name)

const carriedNames = [...new Set(carried.split(/\s+/u).map(plain))].sort((a, b) => b.length - a.length)

/** A line of a sign without the names of what the shop carries. */
export const withoutCarried = (line: string): string =>
  carriedNames.reduce((rest, name) => rest.replaceAll(name, ''), line)

/** The chain that a line of a sign names; `rest` is what else stands there, as `plain` leaves it. */
export function brandIn(line: string): { name: string; alias: string; rest: string } | null {
  const spaced = foldSignForms(line.normalize('NFKC').toUpperCase())
  const bare = plain(line)
  for (const { name, aliases, spelt } of brands) {
    const alias = aliases.find((each) => spelt.get(each)?.test(spaced) ?? bare.includes(each))
    if (alias !== undefined)
      return { name, alias, rest: aliases.reduce((rest, each) => rest.replaceAll(each, ''), bare) }
  }
  return null
}

/** Whether a name that a merchant gives itself holds one of the brand's. */
export const holdsBrand = (declared: string, brand: string): boolean =>
  brands.find(({ name }) => name === brand)?.aliases.some((alias) => plain(declared).includes(alias)) ?? false
