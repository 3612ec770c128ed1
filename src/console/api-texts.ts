import type { Texts } from './texts.ts'

/** What the API itself cannot say. */
export const apiTexts = {
  offline: {
    zh: '连接不上服务，请检查网络；恢复后会自动重试',
    en: 'The service cannot be reached; this page tries again by itself',
  },
  noAnswer: { zh: '服务没有正常应答，请稍后重试', en: 'The service gave no proper answer; try again in a moment' },
  unexpected: { zh: '页面出现意外错误，请刷新重试', en: 'Something unexpected happened on this page; reload it' },
} as const satisfies Texts
