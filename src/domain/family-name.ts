/** Family names of two characters that are borne today; the list of the census reports (公安部《全国姓名报告》) and of 《百家姓》. */
const compound =
  '欧阳 上官 皇甫 司马 诸葛 司徒 尉迟 令狐 东方 夏侯 公孙 慕容 长孙 宇文 端木 轩辕 独孤 南宫 万俟 闻人 赫连 澹台 公冶 宗政 濮阳 淳于 ' +
  '单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 司空 亓官 司寇 子车 颛孙 公西 漆雕 乐正 公羊 谷梁 拓跋 夹谷 百里 呼延 东郭 南门 西门 第五 哥舒 歐陽 諸葛 東方'

const compounds = new Set(compound.split(' '))

/**
 * What somebody is addressed by: 王小明 → 王, 欧阳小明 → 欧阳. A name with a dot has no family name in front: what stands before the
 * dot (阿依古丽·买买提 → 阿依古丽); of a name in Latin letters the first word.
 */
export function familyName(name: string): string {
  const [first = ''] = name.trim().split(/[·•・‧∙.．\s]/u)
  if (first !== name.trim()) return first
  const characters = Array.from(first)
  // 欧阳 alone is 欧 and a given name.
  const pair = characters.slice(0, 2).join('')
  return characters.length > 2 && compounds.has(pair) ? pair : (characters[0] ?? '')
}
