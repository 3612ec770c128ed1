/** How text that a camera or a phone lays over a photo is worded. Text as read, full-width forms folded, without spaces. */

/** Dates with the year before; a range of days is an offer, not a moment. */
const date = /(?<!\d)20\d\d[-./年]\d{1,2}[-./月]\d{1,2}/
const clock = /(?<!\d)(?:[01]?\d|2[0-3])[:：][0-5]\d(?!\d)/
const weekday = /星期[一二三四五六日天]|周[一二三四五六日](?!年|边|围)/
const weather =
  /-?\d{1,2}(?:℃|°C)|[晴阴雨雪雾霾]\d{1,2}[℃°]|(?:多云|晴天?|阴天?|小雨|中雨|大雨|阵雨|雷阵雨|小雪|霾)(?=\d|$)/
const coordinates = /经度|纬度|经纬|[东西]经\d|[南北]纬\d|\d{1,3}\.\d{3,}[°NESW]|海拔[:：]?\d/
const watermarkCamera =
  /水印相机|今日水印|马克水印|马克相机|马克真实|元道|防伪码?[:：]?|真实时间|时间真实|相机已?验证|现场拍照|拍摄时间|拍照时间|拍摄人|打卡|考勤|巡检|水印$/
/** What makers of phones print below a photo: it says which phone took it. */
const phoneMark = /SHOTON|LEICA|ZEISS|HASSELBLAD|(?:QUAD|DUAL|TRIPLE)CAMERA|\d{2,3}MMF\d?\/?\d/

const range = /[-—–~～至到]/

export type OverlayWord = 'date' | 'clock' | 'weekday' | 'weather' | 'coordinates' | 'camera' | 'phone'

const kinds: readonly (readonly [OverlayWord, RegExp])[] = [
  ['date', date],
  ['clock', clock],
  ['weekday', weekday],
  ['weather', weather],
  ['coordinates', coordinates],
  ['camera', watermarkCamera],
  ['phone', phoneMark],
]

/** What of a stamp stands in a line. Opening hours and the days of an offer are ranges, and none. */
export function overlayWords(text: string): ReadonlySet<OverlayWord> {
  const found = new Set(kinds.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind))
  const clocks = text.match(new RegExp(clock, 'g'))?.length ?? 0
  const dates = text.match(new RegExp(date, 'g'))?.length ?? 0
  if (/营业/.test(text) || (clocks > 1 && range.test(text))) found.delete('clock')
  if (dates > 1 || /有效期|生产日期|保质期|至20\d\d/.test(text)) found.delete('date')
  return found
}

export type StatusWord = 'clock' | 'battery' | 'network' | 'operator'

const statusKinds: readonly (readonly [StatusWord, RegExp])[] = [
  ['clock', clock],
  ['battery', /(?<!\d)(?:100|\d{1,2})%/],
  ['network', /(?<![\dA-Z])[45]G(?!\d)|5GA|WLAN|VOLTE|(?<![A-Z])HD(?![A-Z])|\d(?:\.\d+)?[KM]B?\/S/],
  ['operator', /中国(?:移动|联通|电信|广电)/],
]

/** What of a phone's status bar stands in a line. */
export const statusWords = (text: string): StatusWord[] =>
  statusKinds.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind)

/** What programs that show a photo print around it. */
export const isButton = (text: string): boolean =>
  /^(?:[<‹《]?返回|查看原图|原图|保存图片|保存到手机|发送给朋友|转发|收藏|编辑|识别图中二维码|长按识别|取消|完成|相册|全部照片|分享|删除|更多|发送)$/.test(
    text,
  )
