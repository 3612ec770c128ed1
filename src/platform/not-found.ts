import { ZhunruError } from './errors.ts'

/** All that a caller may look for in vain. */
const things = {
  address: { zh: '该地址（见 /openapi.json）', en: 'such address; see /openapi.json' },
  application: { zh: '此编号的进件', en: 'application with this id' },
  applicationByReference: { zh: '此业务编号的进件', en: 'application with this reference' },
  photo: { zh: '此编号的照片', en: 'photo with this id' },
  webhook: { zh: '此编号的推送地址', en: 'webhook with this id' },
  delivery: { zh: '此编号的推送记录', en: 'delivery with this id' },
  value: { zh: '此名称的内容', en: 'value of this name' },
  callback: { zh: '此编号的回访', en: 'callback with this id' },
  case: { zh: '此编号的审核单', en: 'case with this id' },
  queue: { zh: '此名称的队列', en: 'queue of this name' },
  failure: { zh: '此指纹的失败', en: 'failure with this fingerprint' },
  rerun: { zh: '此编号的重跑批次', en: 're-run with this id' },
  secondLook: { zh: '此编号的盲审复核', en: 'second look with this id' },
} as const satisfies Record<string, { zh: string; en: string }>

/** What one may not know of is told in the same words as what is not there. */
export const notFound = (thing: keyof typeof things): ZhunruError =>
  new ZhunruError('NOT_FOUND', { what: things[thing] })
