import type { Texts } from '../../texts.ts'

export const signInTexts = {
  title: { zh: '登录准入审核台', en: 'Sign in to Zhunru' },
  name: { zh: '账号', en: 'Account' },
  password: { zh: '密码', en: 'Password' },
  code: { zh: '动态验证码', en: 'Code' },
  codeHint: { zh: '打开验证器应用，输入 6 位数字', en: 'The 6 digits that your authenticator app shows' },
  signIn: { zh: '登录', en: 'Sign in' },
  or: { zh: '或', en: 'or' },
  openId: { zh: '使用{label}登录', en: 'Sign in with {label}' },
  forgotten: {
    zh: '忘记密码？请管理员重新发一个登录链接。',
    en: 'Forgotten it? Ask your administrator for a new link.',
  },
  openIdFailed: {
    zh: '统一登录没有成功，请重试或使用账号密码',
    en: 'That sign-in did not succeed; try again, or use your password',
  },
} as const satisfies Texts
