import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overlayFacts, regionApart } from '../../../src/domain/scene-overlay.ts'
import { webSourceIn } from '../../../src/domain/web-sources.ts'
import { codesOf, decided, individual } from './sample.ts'

const stamp = '10:24\n2026-11-20星期五\n深圳市南山区·科技南路12号\n多云23℃'

describe('the stamp of a watermark camera', () => {
  it.each([
    [stamp, '2026-11-20 10:24', '深圳市南山区·科技南路12号'],
    ['2026年11月20日 10:24:05', '2026-11-20 10:24', null],
    ['2026-11-2010:24', '2026-11-20 10:24', null],
    ['2026.11.03', '2026-11-03', null],
    ['2026/1/3 09:05', '2026-01-03 09:05', null],
    [
      '时间：2026-11-20 08:15\n地点：广东省深圳市福田区\n福华路88号',
      '2026-11-20 08:15',
      '广东省深圳市福田区福华路88号',
    ],
    ['今日水印\n真实时间可验证\n防伪码ABCD', null, null],
    ['2026-13-40', null, null],
    ['10:24', null, null],
    ['经度:113.95 纬度:22.54', null, null],
  ])('%j', (text, taken, address) => expect(overlayFacts(text)).toMatchObject({ taken, address }))

  it.each([
    ['经度:113.950000 纬度:22.540000', { latitude: 22.54, longitude: 113.95 }],
    ['北纬22.5405 东经113.9345', { latitude: 22.5405, longitude: 113.9345 }],
    ['22.5405°N,113.9345°E', { latitude: 22.5405, longitude: 113.9345 }],
    ['北纬122.54', null],
    ['28.50元', null],
  ])('%s is at %j', (text, position) => expect(overlayFacts(text).position).toEqual(position))

  it('never fails', () => {
    const sign = fc.constantFrom(...'2026-11:0年月日 ·市区路晴℃经度纬\n@号')
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 60 }), (text) => {
        const { taken } = overlayFacts(text)
        expect(taken ?? '2026-01-01').toMatch(/^20\d\d-\d\d-\d\d(?: \d\d:\d\d)?$/)
      }),
    )
  })
})

describe('regions of two addresses', () => {
  it.each([
    ['广东省深圳市南山区科技南路12号', '深圳市南山区科技路', null],
    ['广东省深圳市南山区科技南路12号', '深圳市·福田区·福华路', 'district'],
    ['广东省深圳市南山区科技南路12号', '广州市天河区体育西路', 'city'],
    ['深圳市南山区科技南路12号', '湖南省长沙市岳麓区', 'city'],
    ['北京市朝阳区建国路8号', '北京市海淀区中关村', 'district'],
    ['北京市东城区东四大街1号', '北京市西城区西单', 'district'],
    ['江苏省苏州市昆山市人民路1号', '昆山市人民路', null],
    // A county-level city lies inside another, and beside its districts.
    ['昆山市人民路1号', '江苏省苏州市人民路', null],
    ['昆山市人民路1号', '苏州市姑苏区', 'district'],
    ['江苏省昆山市周市镇青阳路1号', '苏州市姑苏区平江路', 'district'],
    ['昆山市高新区前进路1号', '苏州市姑苏区', 'district'],
    ['昆山市玉山镇城北区1号', '苏州市姑苏区', 'district'],
    ['义乌市稠州路8号', '浙江省金华市婺城区', 'district'],
    ['苏州市昆山市人民路1号', '苏州市太仓市', 'district'],
    ['昆山市人民路1号', '湖南省长沙市岳麓区', 'city'],
    ['江苏省昆山市人民路1号', '湖南省长沙市岳麓区', 'city'],
    ['深圳市南山区科技南路12号', '延边朝鲜族自治州延吉市', 'city'],
    ['北京市朝阳区建国路8号', '深圳市南山区', 'city'],
    ['西安市雁塔区高新路1号', '西安市高新区', null],
    ['南山区科技南路12号', '福田区福华路', 'district'],
    ['科技南路12号', '深圳市福田区', null],
    ['深圳市南山区科技南路12号', '科技南路', null],
    ['上海市浦东新区张江路1号', '上海市黄浦区', 'district'],
    ['广州市天河区体育西路', '杭州市西湖区', 'city'],
    ['杭州市下城区环城北路1号', '杭州市拱墅区', null],
    ['深圳市宝安区龙华街道', '深圳市龙华区', null],
    ['深圳市宝安区龙华街道', '深圳市南山区', 'district'],
    ['朝阳区建国路8号', '长春市朝阳区', null],
    ['北京市朝阳区建国路8号', '长春市朝阳区', 'city'],
    ['湖北省仙桃市沔阳大道1号', '湖北省潜江市', 'city'],
    // One character that was misread.
    ['深圳市南山区科技南路12号', '深川市南山区', null],
    ['深圳市南山区科技南路12号', '深圳市南出区', null],
  ] as const)('%s and %s: %s', (declared, shown, level) => expect(regionApart(declared, shown)).toBe(level))
})

describe('marks of the web', () => {
  it.each([
    ['视觉中国', 'stock', 'mark'],
    ['Getty Images', 'stock', 'mark'],
    ['VCG211123456', 'stock', 'mark'],
    ['小红书号：1234', 'platform', 'mark'],
    ['www.58.com', 'platform', 'mark'],
    ['you.ctrip.com', 'platform', 'mark'],
    ['大众点评', 'platform', 'name'],
  ] as const)('%s: %s by its %s', (text, kind, by) => expect(webSourceIn(text)).toMatchObject({ kind, by }))
  it.each(['收银台', '微信支付', '图虫草药店', '全景网咖', '美团外卖 全城配送', '千图', 'www.158.com', 'roadtrip.com'])(
    '%s is none',
    (text) => expect(webSourceIn(text)).toBeNull(),
  )
})

describe('what was laid over a photo', () => {
  const codes = (value: string, confidence = 0.97, field: 'overlay' | 'screenText' = 'overlay') =>
    codesOf(decided({ read: { scene_interior: { text: '特价', [field]: { value, confidence } } } }))

  it.each([
    ['of a photo of last week', stamp, []],
    ['of a photo of last year', stamp.replace('2026', '2025'), ['SCENE_STALE']],
    ['of a photo of next year', stamp.replace('2026', '2027'), ['SCENE_STALE']],
    ['of another district', stamp.replace('南山', '福田'), ['SCENE_ADDRESS_MISMATCH']],
    ['of another city', stamp.replace('深圳市南山区', '长沙市岳麓区'), ['SCENE_ADDRESS_MISMATCH']],
    ['of another position', '经度:112.9400 纬度:28.2300', ['SCENE_LOCATION_MISMATCH']],
    ['of the position', '经度:113.9500 纬度:22.5400', []],
    ['of a seller of pictures', '视觉中国', ['SCENE_WEB_SOURCE']],
    ['of an account', '抖音号：abc123', ['SCENE_WEB_SOURCE']],
    ['of a platform, once', '大众点评', []],
    ['of a platform, over and over', '大众点评\n大众点评\n大众点评', ['SCENE_WEB_SOURCE']],
  ])('a stamp %s', (_, text, expected) => expect(codes(text)).toEqual(expected))

  it('of another city than the licence says, where the form leaves the city out', () => {
    const form = { ...individual, premises: { ...individual.premises, address: '科技南路12号' } }
    const elsewhere = stamp.replace('深圳市南山区', '长沙市岳麓区')
    const said = (text: string) => codesOf(decided({ form, read: { scene_interior: { text: '特价', overlay: text } } }))
    expect(said(elsewhere)).toEqual(['SCENE_ADDRESS_MISMATCH'])
    expect(said(stamp)).toEqual([])
  })

  it('accuses nobody where it was hardly read', () => expect(codes(stamp.replace('2026', '2025'), 0.7)).toEqual([]))

  it('a status bar is a screenshot', () => {
    const { reasons } = decided({ read: { scene_interior: { text: null, screenText: '10:24\n5G\n85%' } } })
    expect(reasons).toMatchObject([{ code: 'SCENE_SCREENSHOT', material: 'scene_interior' }])
    expect(reasons[0]!.internal.zh).toBe('疑似截图：手机状态栏或按钮（10:24 5G 85%）')
  })

  it.each(['screenText', 'overlay'])('a number in the %s is masked in the reason', (field) => {
    const value = `${stamp.replace('2026', '2025')}\n10:24\n5G\n来电13800138000`
    const { reasons } = decided({ read: { scene_interior: { text: null, [field]: value } } })
    expect(reasons).not.toEqual([])
    expect(JSON.stringify(reasons)).toContain('138****8000')
    expect(JSON.stringify(reasons)).not.toContain('13800138000')
  })
})
