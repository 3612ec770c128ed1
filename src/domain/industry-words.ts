/** A wide class of trades: how people name it as their industry, and the words by which a scope of business allows it. */
export interface TradeClass {
  trade: string
  industry: readonly string[]
  scope: readonly string[]
}

const words = (text: string): readonly string[] => text.split(' ')

/**
 * By the wording of 国民经济行业分类 (GB/T 4754-2017) and of the standardised scopes that registries offer (经营范围规范表述).
 * Wide on purpose: a scope that allows something of the class is not called another.
 */
export const tradeClasses: readonly TradeClass[] = [
  {
    trade: 'retail',
    industry: words(
      '零售 批发 便利 超市 商店 百货 小卖 日用 杂货 水果 蔬菜 果蔬 生鲜 肉 水产 海鲜 粮油 副食 干货 特产 零食 茶叶 烟酒 酒类 服装 服饰 鞋 帽 箱包 饰品 珠宝 ' +
        '化妆品 母婴 玩具 文具 文化用品 办公用品 书店 图书 五金 建材 灯具 家具 家居 家电 电器 数码 手机 通讯 电脑 电子产品 汽配 配件 药店 药房 医疗器械 眼镜 ' +
        '鲜花 花店 花卉 农资 种子 化肥 体育用品 礼品 工艺品 贸易 商贸',
    ),
    scope: words('零售 销售 批发 代销 经销 购销 售卖 贸易 商店 商品 百货 超市 便利店 集市 摊位 收购'),
  },
  {
    trade: 'catering',
    industry: words(
      '餐饮 小吃 快餐 中餐 西餐 火锅 烧烤 面馆 饭店 饭馆 早餐 早点 咖啡 茶饮 奶茶 饮品 烘焙 糕点 面包 蛋糕 甜品 酒吧 茶馆 熟食 卤味 外卖 食堂',
    ),
    scope: words('餐饮 餐馆 食品 小吃 快餐 饭 菜 面 饮 茶 咖啡 酒吧 糕 烘焙 外卖 熟食 卤 火锅 烧烤 食堂'),
  },
  {
    trade: 'beauty',
    industry: words('美容 美发 理发 美甲 美睫 化妆 造型 养生 按摩 推拿 足浴 足疗 洗浴 沐浴 桑拿 SPA'),
    scope: words('美容 美发 理发 美甲 美睫 化妆 造型 形象 生活服务 居民服务 养生 保健 按摩 推拿 足 浴 桑拿'),
  },
  {
    trade: 'repair',
    industry: words('维修 修理 汽修 修车 洗车 汽车美容 保养 开锁 修鞋 配钥匙'),
    scope: words('维修 修理 修配 保养 养护 维护 洗车 汽车 清洗 检修 开锁 修'),
  },
  {
    trade: 'lodging',
    industry: words('住宿 宾馆 酒店 旅馆 旅店 民宿 客栈 招待所'),
    scope: words('住宿 宾馆 酒店 旅馆 旅店 旅业 民宿 客栈 客房 招待'),
  },
  {
    trade: 'leisure',
    industry: words('娱乐 KTV 网吧 游戏 棋牌 台球 健身 瑜伽 体育馆 影院 剧本 游乐 酒吧'),
    scope: words('娱乐 歌舞 卡拉 KTV 上网 网吧 游戏 游艺 棋牌 台球 健身 瑜伽 体育 运动 影 剧 游乐 休闲 酒吧'),
  },
  {
    trade: 'household',
    industry: words('洗衣 干洗 家政 保洁 清洁 月嫂 保姆 搬家 回收'),
    scope: words('洗衣 洗涤 干洗 洗染 家政 家庭服务 保洁 清洁 搬家 搬运 回收 居民 生活服务'),
  },
  {
    trade: 'pictures',
    industry: words('摄影 照相 婚纱 打印 复印 图文 印刷 广告'),
    scope: words('摄影 摄像 照相 照片 婚 打印 打字 复印 图文 印刷 广告 设计 制作'),
  },
  {
    trade: 'teaching',
    industry: words('培训 教育 辅导 托管 托育 幼儿 驾校'),
    scope: words('培训 教育 辅导 托管 托育 看护 幼儿 驾驶 教学 咨询'),
  },
  {
    trade: 'medicine',
    industry: words('诊所 医院 门诊 口腔 牙科 中医 医疗服务 宠物医院'),
    scope: words('诊所 医院 门诊 诊疗 口腔 牙 中医 医疗 医药 护理 动物'),
  },
  {
    trade: 'transport',
    industry: words('运输 货运 客运 物流 快递 停车 租车 出租车'),
    scope: words('运输 货运 客运 物流 快递 寄递 仓储 停车 租车 租赁 汽车 出租 配送'),
  },
]

const matching = (text: string, of: readonly string[]): boolean => of.some((word) => text.includes(word))

/** The classes that an industry as typed may belong to; none for one that nobody here knows. */
export const tradesOf = (industry: string): readonly TradeClass[] => {
  const text = industry.normalize('NFKC').toUpperCase()
  return tradeClasses.filter((each) => matching(text, each.industry))
}

/** What is no trade: headings, and the clauses that every licence prints beside its items. */
const clauses =
  /依法须经批准的项目[^。；;]*|除依法[^。；;]*?外|凭营业执照依法(?:自主)?开展经营活动|具体经营项目以[^。；;]*|经相关部门批准后?(?:方可)?[^。；;]*|(?:一般|许可|经营)(?:经营)?(?:项目|范围)[::]?/gu
/** 零售卷烟除外, 不含烟草: named in order to be left out. */
const exceptions = /\([^()]*(?:不含|不得|除外|不包括)[^()]*\)|(?:不含|不包括|不得)[^,、。;]*/gu

/** The items of a scope of business, without headings, clauses and what it leaves out. */
export const itemsOf = (scope: string): string[] =>
  scope
    .normalize('NFKC')
    .replace(/\s/gu, '')
    .toUpperCase()
    .replace(clauses, '')
    .replace(exceptions, '')
    .split(/[^\p{L}\p{N}\uFFFD?□()]/u)
    .map((item) => item.replace(/[^\p{L}\p{N}]/gu, ''))
    .filter((item) => item !== '')

/** 体育用品零售 sells what others do sports with. */
const goods = /(?:用品|器材|器械|器具|设备|配件|产品|零售|销售|批发|购销|经销|代销)$/u
const sellers: readonly string[] = ['retail', 'catering']

/** Whether an item allows something of one of the classes. What sells goods allows trade, and food, alone. */
export const allows = (items: readonly string[], classes: readonly TradeClass[]): boolean =>
  classes.some(({ trade, scope }) =>
    items.some((item) => (sellers.includes(trade) || !goods.test(item)) && matching(item, scope)),
  )
