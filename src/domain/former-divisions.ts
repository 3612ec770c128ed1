/**
 * Districts, counties and cities that are called otherwise today, or that were taken out of another: old licences print the old
 * name. `杭州市: 下城区>拱墅区` reads: what was 下城区 is today in 拱墅区 of the same city; `|` where it was divided among
 * several, `/` where it came to another city.
 * From the yearly changes of divisions of the county level and above that the Ministry of Civil Affairs publishes (民政部,
 * 县级以上行政区划变更情况), about 2001 to 2025. Closed, not complete: what it lacks is told as `unlisted-division` and contradicts nothing.
 * 县 and 市 that became 区 under the same name need no line: divisions are also found by name without ending.
 */
const renamed = [
  '北京市: 崇文区>东城区 宣武区>西城区',
  '天津市: 塘沽区>滨海新区 汉沽区>滨海新区 大港区>滨海新区 蓟县>蓟州区',
  '上海市: 卢湾区>黄浦区 南市区>黄浦区 南汇区>浦东新区 南汇县>浦东新区 闸北区>静安区',
  '重庆市: 万盛区>綦江区 双桥区>大足区',
  '石家庄市: 桥东区>长安区|桥西区 获鹿县>鹿泉区',
  '邯郸市: 邯郸县>邯山区|丛台区',
  '邢台市: 桥东区>襄都区 桥西区>信都区 邢台县>信都区|襄都区',
  '保定市: 新市区>竞秀区 北市区>莲池区 南市区>莲池区',
  '大同市: 矿区>云冈区|平城区 南郊区>云冈区|平城区 大同县>云州区',
  '长治市: 长治县>上党区',
  '沈阳市: 东陵区>浑南区 新城子区>沈北新区',
  '四平市: 公主岭市>长春市/公主岭市',
  '哈尔滨市: 动力区>香坊区 太平区>道外区',
  '南京市: 白下区>秦淮区 下关区>鼓楼区 大厂区>六合区 江浦县>浦口区',
  '无锡市: 崇安区>梁溪区 南长区>梁溪区 北塘区>梁溪区',
  '徐州市: 九里区>泉山区|鼓楼区|铜山区',
  '常州市: 戚墅堰区>武进区',
  '苏州市: 沧浪区>姑苏区 平江区>姑苏区 金阊区>姑苏区',
  '南通市: 港闸区>崇川区',
  '连云港市: 新浦区>海州区',
  '淮安市: 清河区>清江浦区 清浦区>清江浦区 楚州区>淮安区',
  '杭州市: 下城区>拱墅区 江干区>上城区|钱塘区',
  '宁波市: 江东区>鄞州区',
  '绍兴市: 绍兴县>柯桥区|越城区',
  '芜湖市: 三山区>弋江区 芜湖县>湾沚区 新芜区>镜湖区',
  '马鞍山市: 金家庄区>花山区',
  '合肥市: 居巢区>巢湖市 东市区>瑶海区 西市区>蜀山区 中市区>庐阳区',
  '六安市: 寿县>淮南市/寿县',
  '铜陵市: 铜官山区>铜官区 狮子山区>铜官区 铜陵县>义安区',
  '安庆市: 枞阳县>铜陵市/枞阳县',
  '三明市: 梅列区>三元区 沙县>沙县区',
  '南昌市: 湾里区>新建区',
  '九江市: 庐山区>濂溪区 星子县>庐山市',
  '赣州市: 赣县>赣县区',
  '济南市: 莱芜市>莱芜区|钢城区 莱城区>莱芜区',
  '青岛市: 四方区>市北区 胶南市>黄岛区',
  '烟台市: 长岛县>蓬莱区',
  '洛阳市: 吉利区>孟津区',
  '开封市: 金明区>龙亭区 开封县>祥符区 郊区>禹王台区',
  '襄阳市: 襄阳区>襄州区',
  '广州市: 东山区>越秀区 芳村区>荔湾区 萝岗区>黄埔区',
  '茂名市: 茂港区>电白区',
  '梅州市: 梅县>梅县区',
  '梧州市: 蝶山区>万秀区|长洲区',
  '成都市: 郫县>郫都区',
  '资阳市: 简阳市>成都市/简阳市',
  '宜宾市: 宜宾县>叙州区',
  '达州市: 达县>达川区',
  '贵阳市: 小河区>花溪区',
  '遵义市: 遵义县>播州区',
  '西安市: 户县>鄠邑区',
  '乌鲁木齐市: 东山区>米东区',
]

/** Taken out of a district that is still there: what a licence of before says of the larger one may lie in the smaller. */
const takenOut = [
  '杭州市: 余杭区>临平区 萧山区>钱塘区',
  '深圳市: 宝安区>龙华区|光明区 龙岗区>坪山区 光明新区>光明区 龙华新区>龙华区 坪山新区>坪山区 大鹏新区>龙岗区',
  '广州市: 番禺区>南沙区',
  '无锡市: 锡山区>新吴区 滨湖区>新吴区',
]

const cities = ['襄樊市>襄阳市', '思茅市>普洱市', '淮阴市>淮安市']

export interface FormerName {
  /** The city that it was in; null for a city that was renamed itself. */
  city: string | null
  was: string
  /** Where it is today. */
  now: readonly { city: string | null; name: string }[]
  /** Dissolved or renamed as a whole; else a part of it was taken out. */
  whole: boolean
}

const read = (line: string, whole: boolean): FormerName[] => {
  const [was, names] = line.split(': ')
  return names!.split(' ').map((pair) => {
    const [name, now] = pair.split('>')
    const places = now!.split('|').map((place) => place.split('/'))
    return {
      city: was!,
      was: name!,
      whole,
      now: places.map((place) =>
        place.length > 1 ? { city: place[0]!, name: place[1]! } : { city: was!, name: place[0]! },
      ),
    }
  })
}

export const formerNames: readonly FormerName[] = [
  ...renamed.flatMap((line) => read(line, true)),
  ...takenOut.flatMap((line) => read(line, false)),
  ...cities.map((pair) => {
    const [was, now] = pair.split('>')
    return { city: null, was: was!, whole: true, now: [{ city: null, name: now! }] }
  }),
]
