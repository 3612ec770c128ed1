import type { Text, Texts } from '../../texts.ts'

/** What two looks saw differently. */
export const seenTexts = {
  seen: { zh: '检查发现有 {n} 处不同', en: '{n} things are seen otherwise' },
  enginesOnly: { zh: '引擎版本不同，检查发现相同', en: 'Other engines, which see the same' },
  engines: { zh: '引擎版本', en: 'Engine versions' },
  what: { zh: '内容', en: 'What' },
  of: { zh: '照片', en: 'Photo' },
  check: { zh: '检查', en: 'Check' },
  valuesHidden: { zh: '读到的内容属个人信息，此处不显示。', en: 'What was read is personal and is not shown here.' },
  notRead: { zh: '未读到', en: 'not read' },
  read: { zh: '已读到', en: 'read' },
  readOtherwise: { zh: '读到的内容不同', en: 'read otherwise' },
  absent: { zh: '无', en: 'no' },
  present: { zh: '有', en: 'yes' },
  changed: { zh: '有变化', en: 'changed' },
  notCompared: { zh: '未比对', en: 'not compared' },
  noEngine: { zh: '未运行', en: 'did not run' },
  document: { zh: '证件类型', en: 'kind of document' },
  clarity: { zh: '清晰度（0-100）', en: 'clarity (0-100)' },
  numberReused: { zh: '{name}与他人进件相同', en: '{name} also given by others' },
  sameAs: { zh: '{a}与{b}为同一画面', en: '{a} and {b} show the same' },
} as const satisfies Texts

/** Signs of a photo of the premises, before whose photo they stand in the API: `edited:scene_interior`. */
export const signTexts = {
  'ai-label': { zh: '生成标识', en: 'mark of generation' },
  edited: { zh: '编辑痕迹', en: 'traces of editing' },
  screenshot: { zh: '截图特征', en: 'screenshot' },
  bezel: { zh: '屏幕边框', en: 'frame of a screen' },
  reused: { zh: '他人用过的照片', en: 'photo that others used' },
} as const satisfies Record<string, Text>

/** What a bank or a registry answered. */
export const answerTexts = {
  confirmed: { zh: '一致', en: 'confirmed' },
  differs: { zh: '不一致', en: 'differs' },
  not_found: { zh: '查无此项', en: 'not found' },
  found: { zh: '查到', en: 'found' },
  unavailable: { zh: '暂时无法核验', en: 'could not be asked' },
} as const satisfies Record<string, Text>
