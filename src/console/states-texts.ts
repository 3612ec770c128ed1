import type { Texts } from './texts.ts'

/** Of a page or a part of one that has nothing to show. */
export const statesTexts = {
  loading: { zh: '正在加载', en: 'Loading' },
  offline: { zh: '连接不上服务', en: 'The service cannot be reached' },
  offlineHint: {
    zh: '请检查网络。连接恢复后，本页会自动更新。',
    en: 'Check the network. This page goes on by itself when it is back.',
  },
  failed: { zh: '加载失败', en: 'This could not be loaded' },
  again: { zh: '重试', en: 'Try again' },
  requestId: { zh: '请求编号 {id}', en: 'Request {id}' },
  notAllowed: { zh: '没有权限', en: 'You may not see this' },
  notAllowedHint: {
    zh: '您的角色不包含此页面。如需使用，请联系管理员。',
    en: 'Your roles do not include this page. Ask your administrator if you need it.',
  },
  notFound: { zh: '没有找到', en: 'Not found' },
  notFoundHint: { zh: '地址可能有误，或内容已不存在。', en: 'The address may be wrong, or what stood here is gone.' },
  toInbox: { zh: '返回待办', en: 'Back to the inbox' },
  broken: { zh: '页面出错了', en: 'This page has failed' },
  brokenHint: {
    zh: '已提交的内容不受影响。请重新加载；若仍出错，请告知管理员。',
    en: 'Nothing that was sent is lost. Reload the page; tell your administrator if it fails again.',
  },
  updated: { zh: '系统已更新，请重新加载页面', en: 'The console has been updated: reload the page' },
} as const satisfies Texts
