/** Advertising and service lines that stand on any sign, and what hangs on doors for luck. */
const slogans =
  /欢迎光临|营业|电话|热线|小时|外卖|支付|微信|扫码|扫一扫|收款|付款|付钱|收钱|推荐使用|二维码|农贸市场|菜市场|号摊|摊位|城管|优惠|打折|特价|促销|禁止|请勿|监控|推拉?门?$|出租|转让|招租|招聘|地址|订餐|送货|正宗|手工制作|百年老店|招牌|新品上市|今日|消防(?:通道|栓|设施)|安全通道|健康码|恭喜发财|财源广进|生意兴隆|出入平安|招财进宝|开业大吉/u
const english =
  /^(?:OPEN|CLOSED?|WELCOME|SALE(?:\d*OFF)?|\d+OFF|(?:FREE)?WIFI|PUSH|PULL|EXIT|TOILET|WC|NOSMOKING|ATM|TEL|MENU|THANKYOU)\d*$/i

export const isSlogan = (line: string): boolean => slogans.test(line) || english.test(line)

/** Dishes and kinds of shops that are named so all over the country, and are nobody's name; the longest first. */
const dishes =
  '沙县小吃 兰州牛肉面 兰州拉面 牛肉拉面 黄焖鸡米饭 黄焖鸡 重庆小面 桂林米粉 柳州螺蛳粉 螺蛳粉 过桥米线 米线 云吞面 云吞 馄饨 饺子 水饺 煎饼果子 煎饼 鸡蛋灌饼 灌饼 手抓饼 肉夹馍 凉皮 凉面 ' +
  '热干面 刀削面 油泼面 臊子面 炸酱面 牛肉面 拉面 米粉 酸辣粉 麻辣香锅 麻辣烫 串串香 串串 烤肉 烤鱼 烤鸭 烧鸭 烧腊 叉烧 卤鹅 卤肉饭 盖浇饭 盒饭 炒饭 炒粉 炒面 包子 馒头 豆浆 油条 肠粉 粥 ' +
  '臭豆腐 烤冷面 烤红薯 糖炒栗子 糖葫芦 章鱼小丸子 关东煮 炸鸡 炸串 烤肠 汉堡 披萨 冰淇淋 冰粉 甜品 糖水 果汁 鲜榨 奶茶 柠檬茶 羊肉串 羊肉汤 牛杂 酸菜鱼 水煮鱼 小龙虾 海鲜 家常菜 土菜 川菜 湘菜 粤菜 ' +
  '旺铺 烟 鲜 果 男装 女装 童鞋 男鞋 女鞋'

const byLength = dishes.split(' ').sort((a, b) => b.length - a.length)

/** A line without the names of dishes. */
export const withoutDishes = (line: string): string =>
  byLength.filter(({ length }) => length > 1).reduce((rest, dish) => rest.replaceAll(dish, ''), line)

/** Ends of names of shops, as `foldSignForms` leaves them; not 银行, which only a bank is, nor a floor or a house (2号楼). */
const shopEnds =
  /(?:[店铺坊馆屋轩阁斋庄廊]|(?<!银)行|(?<!号)楼|超市|商场|公司|门市部?|经营部|服务部|工作室|大排档)\d*$/u

/** Whether a line ends as the name of a shop does; a telephone number may follow. */
export const endsAsShop = (line: string): boolean => shopEnds.test(line)
