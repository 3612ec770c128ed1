import type { Verdict } from '../../../src/domain/evidence.ts'

/** What a merchant calls itself, what its sign says (largest line first), and what follows; `brand` where a chain's name stands there. */
export interface SignPair {
  name: string
  shortName?: string
  sign: string
  verdict: Verdict
  brand?: string
}

const pair = (name: string, sign: string, verdict: Verdict, more: Partial<SignPair> = {}): SignPair => ({
  name,
  sign,
  verdict,
  ...more,
})

/** Invented shops; the chains are real ones. Lines are parted by a stroke. Written before the comparison was tuned. */
export const signPairs: readonly SignPair[] = [
  // The name as declared, with and without region, legal form and brackets.
  pair('深圳市南山区阿明便利店', '阿明便利店', 'MATCH'),
  pair('深圳市南山区阿明便利店（个体工商户）', '阿明便利店', 'MATCH'),
  pair('杭州市西湖区龙坞茶叶店', '龙坞茶叶店|电话：15837311920', 'MATCH'),
  pair('成都市武侯区好味道餐饮店', '好味道餐饮店|欢迎光临', 'MATCH'),
  pair('广州市天河区小红帽童装（天河城分店）', '小红帽童装', 'MATCH'),
  pair('老街坊粮油店', '老街坊|粮油店', 'MATCH'),
  pair('武汉市武昌区和风面馆', '正宗手工|和风面馆|牛肉面 炸酱面', 'MATCH'),
  // By its short name.
  pair('深圳市南山区阿明便利店', '蜜糖甜品', 'MATCH', { shortName: '蜜糖甜品' }),
  pair('个体户陈小明', '小明修车铺', 'MATCH', { shortName: '小明修车铺' }),
  pair('昆明市五华区晨光餐饮店', '晨光面馆', 'MATCH', { shortName: '晨光面馆' }),
  // The distinctive part alone: another trade word, or none.
  pair('深圳市南山区阿明便利店', '阿明超市', 'NORMALISED'),
  pair('深圳市南山区阿明便利店', '阿 明', 'NORMALISED'),
  pair('成都市锦江区蜀香园火锅店', '蜀香园', 'NORMALISED'),
  pair('长沙市岳麓区老街口烧烤店', '老街口|烧烤 啤酒 夜宵', 'NORMALISED'),
  pair('南京市玄武区长桥五金店', '长桥五金建材', 'NORMALISED'),
  pair('济南市历下区暖阳面包房', '暖阳烘焙', 'NORMALISED'),
  pair('沈阳市和平区李记餐饮店', '李记馅饼粥', 'NORMALISED'),
  pair('西安市碑林区秦味居小吃店', '秦味居肉夹馍', 'NORMALISED'),
  // Traditional characters and printers' forms.
  pair('广州市越秀区陈记面馆', '陳記麵館', 'MATCH'),
  pair('深圳市福田区龙凤饭店', '龍鳳飯店', 'MATCH'),
  pair('厦门市思明区华丽发廊', '華麗髮廊', 'MATCH'),
  pair('佛山市顺德区顺德鱼庄', '順德魚莊', 'MATCH'),
  pair('北京市东城区宝兴斋烟酒店', '寶興齋煙酒', 'NORMALISED'),
  pair('珠海市香洲区荣记烧腊店', '榮記燒臘', 'NORMALISED'),
  pair('福州市鼓楼区聚春园酒楼', '聚春園酒樓', 'MATCH'),
  pair('汕头市龙湖区旺记卤鹅店', '旺記滷鵝', 'NORMALISED'),
  pair('上海市黄浦区万宝钟表店', '萬寶鐘錶', 'NORMALISED'),
  pair('东莞市东城区国医堂养生馆', '國醫堂養生館', 'MATCH'),
  // Written right to left, and in columns, from the right or from the left.
  pair('武汉市武昌区和风面馆', '馆面风和', 'MATCH'),
  pair('苏州市姑苏区得月楼', '樓月得', 'MATCH'),
  pair('北京市西城区同福堂茶庄', '莊茶堂福同', 'MATCH'),
  pair('深圳市南山区阿明便利店', '阿明|便利店', 'MATCH'),
  pair('深圳市南山区阿明便利店', '便利店|阿明', 'MATCH'),
  pair('绍兴市越城区咸和酒馆', '酒馆|咸和', 'MATCH'),
  pair('成都市青羊区宽窄茶社', '茶社|宽窄', 'MATCH'),
  // Misread or half hidden.
  pair('成都市武侯区好味道餐饮店', '好味首餐馆', 'PARTIAL'),
  pair('长沙市天心区湘味楼土菜馆', '相味楼土菜馆', 'PARTIAL'),
  pair('南昌市东湖区星河湾文具店', '星河\uFFFD文具', 'PARTIAL'),
  pair('贵阳市云岩区苗家姑娘酸汤鱼', '苗家姑\uFFFD酸汤鱼', 'PARTIAL'),
  // Another name.
  pair('深圳市南山区阿明便利店', '小红便利店', 'MISMATCH'),
  pair('厦门市思明区百合服装店', '老街坊童鞋城|电话：18682051979', 'MISMATCH'),
  pair('成都市武侯区好味道餐饮店', '好吃不贵的各种风味小菜大道理', 'MISMATCH'),
  pair('苏州市姑苏区桃花坞茶馆', '静心斋茶馆', 'MISMATCH'),
  pair('大连市中山区海燕海鲜店', '渔家灯火大酒店', 'MISMATCH'),
  pair('深圳市南山区阿明便利店', '阿月便利店', 'MISMATCH'),
  // Another brand.
  pair('深圳市南山区阿明便利店', '蜜雪冰城|欢迎光临', 'MISMATCH', { brand: '蜜雪冰城' }),
  pair('广州市天河区小林饮品店', '瑞幸咖啡 luckin coffee', 'MISMATCH', { brand: '瑞幸咖啡' }),
  pair('北京市朝阳区王家餐饮店', 'KFC', 'MISMATCH', { brand: '肯德基' }),
  pair('上海市徐汇区小陈便利店', 'FamilyMart 全家', 'MISMATCH', { brand: '全家' }),
  pair('成都市武侯区便民超市', '红旗连锁', 'MISMATCH', { brand: '红旗连锁' }),
  pair('长沙市开福区阿芳零食店', '零食很忙', 'MISMATCH', { brand: '零食很忙' }),
  pair('武汉市江汉区康乐药店', '大参林药店', 'MISMATCH', { brand: '大参林' }),
  pair('重庆市渝中区老李餐饮店', '正新鸡排（解放碑店）', 'MISMATCH', { brand: '正新鸡排' }),
  pair('天津市和平区张记小吃店', '绝味鸭脖', 'MISMATCH', { brand: '绝味鸭脖' }),
  // The chain is the merchant's own.
  pair('深圳市福田区蜜雪冰城饮品店', '蜜雪冰城', 'NORMALISED'),
  pair('深圳市福田区张三奶茶店', '蜜雪冰城', 'MATCH', { shortName: '蜜雪冰城（福田店）' }),
  pair('合肥市包河区沙县小吃店', '沙县小吃', 'NORMALISED'),
  pair('杭州市上城区绝味食品店', '绝味鸭脖', 'NORMALISED'),
  // Marks that shops carry are no names: the sign then says nothing of whose it is.
  pair('郑州市金水区明辉手机店', '华为 OPPO vivo', 'UNKNOWN'),
  pair('郑州市金水区明辉手机店', '中国移动|明辉手机', 'NORMALISED'),
  pair('兰州市城关区福来小卖部', '中国体育彩票', 'UNKNOWN'),
  pair('太原市小店区惠民超市', '可口可乐|烟酒|百货', 'UNKNOWN'),
  pair('海口市龙华区安居建材店', '立邦漆 多乐士', 'UNKNOWN'),
  pair('石家庄市长安区顺达修车铺', '美团外卖|微信支付|支付宝', 'UNKNOWN'),
  pair('潍坊市奎文区好运文具店', '晨光文具', 'UNKNOWN'),
  pair('宁波市海曙区平安超市', '菜鸟驿站|平安超市', 'MATCH'),
  pair('唐山市路北区福满照相馆', '全家福照相', 'MISMATCH'),
  // Nothing that could be a name.
  pair('深圳市南山区阿明便利店', '便利店|烟酒', 'UNKNOWN'),
  pair('深圳市南山区阿明便利店', '欢迎光临|营业中|24小时', 'UNKNOWN'),
  pair('深圳市南山区阿明便利店', '13800138000|24h', 'UNKNOWN'),
  pair('深圳市南山区阿明便利店', '旺铺出租', 'UNKNOWN'),
  pair('个体户陈小明', '蜜雪冰城', 'MISMATCH', { brand: '蜜雪冰城' }),
  pair('个体户陈小明', '百味小吃', 'UNKNOWN', {}),
  pair('兰州市七里河区马家牛肉面馆', '兰州拉面', 'UNKNOWN'),
  // Not a chain: everyone may cook it.
  pair('南京市鼓楼区徐氏小吃店', '沙縣小吃', 'UNKNOWN'),
  pair('武汉市洪山区老赵餐饮店', '黄焖鸡米饭', 'UNKNOWN'),
  pair('小满煎饼摊', '鸡蛋灌饼|28.8元', 'UNKNOWN'),
  // Own name and a chain's beside it, as of a neighbour.
  pair('深圳市南山区阿明便利店', '蜜雪冰城|阿明便利店', 'MATCH'),
  pair('深圳市南山区阿明便利店', '阿明便利店|瑞幸咖啡', 'MATCH'),
]
