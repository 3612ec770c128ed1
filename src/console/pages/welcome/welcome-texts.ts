import type { Texts } from '../../texts.ts'

export const welcomeTexts = {
  title: { zh: '{name}，欢迎使用准入', en: 'Welcome to Zhunru, {name}' },
  intro: {
    zh: '您的账号是 {account}。请设置登录密码。',
    en: 'Your account is {account}. Choose a password to sign in with.',
  },
  password: { zh: '新密码', en: 'New password' },
  passwordHint: {
    zh: '至少 12 个字符，不必含特殊符号；不要用常见密码',
    en: '12 characters or more; no special signs are needed, but no common password',
  },
  repeat: { zh: '再输一次', en: 'The same again' },
  differ: { zh: '两次输入不一致', en: 'The two differ' },
  code: { zh: '动态验证码', en: 'Code' },
  codeHint: {
    zh: '此账号已开启两步验证，请输入验证器应用中的 6 位数字',
    en: 'This account asks for a second factor: the 6 digits of your authenticator app',
  },
  save: { zh: '设置密码并登录', en: 'Set the password and sign in' },
  noLink: { zh: '请使用收到的完整链接打开本页', en: 'Open this page with the whole link that you were given' },
  noLinkHint: {
    zh: '链接只能使用一次。已经设置过密码？直接登录即可。',
    en: 'A link works once. If you have chosen a password already, simply sign in.',
  },
  toSignIn: { zh: '去登录', en: 'Sign in' },
} as const satisfies Texts
