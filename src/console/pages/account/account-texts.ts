import type { Texts } from '../../texts.ts'

export const accountTexts = {
  title: { zh: '我的账号', en: 'My account' },
  name: { zh: '账号', en: 'Account' },
  roles: { zh: '角色', en: 'Roles' },
  skills: { zh: '技能', en: 'Skills' },
  allSkills: { zh: '全部类别', en: 'all kinds of cases' },
  ends: { zh: '本次登录最晚到', en: 'Signed in until' },
  endsHint: { zh: '30 分钟没有操作会自动退出', en: 'sooner when nothing is done for 30 minutes' },

  password: { zh: '修改密码', en: 'Password' },
  current: { zh: '当前密码', en: 'The present one' },
  next: { zh: '新密码', en: 'The new one' },
  nextHint: {
    zh: '至少 12 个字符，不必含特殊符号；不要用常见密码',
    en: '12 characters or more; no special signs are needed, but no common password',
  },
  repeat: { zh: '再输一次新密码', en: 'The new one again' },
  differ: { zh: '两次输入的新密码不一致', en: 'The two differ' },
  save: { zh: '修改密码', en: 'Change the password' },
  saved: { zh: '密码已修改，其他设备上的登录已退出', en: 'The password is changed; sessions elsewhere have ended' },
  elsewhere: {
    zh: '您通过统一登录使用本系统，密码和两步验证由公司账号管理。',
    en: 'You sign in with your company account, which looks after password and second factor.',
  },

  second: { zh: '两步验证', en: 'Second factor' },
  secondOn: {
    zh: '已开启。登录时除密码外，还需要验证器应用中的 6 位数字。',
    en: 'It is on: signing in asks for the 6 digits of your authenticator app, too.',
  },
  secondOff: {
    zh: '未开启。开启后，即使密码泄露，他人也无法登录。',
    en: 'It is off. With it nobody signs in as you, even if they learn your password.',
  },
  begin: { zh: '开启两步验证', en: 'Turn it on' },
  scan: {
    zh: '用验证器应用扫描二维码，再输入它显示的 6 位数字。',
    en: 'Scan this with an authenticator app, then write the 6 digits that it shows.',
  },
  secret: { zh: '无法扫描时，手动输入：', en: 'Where it cannot be scanned, type this in:' },
  code: { zh: '6 位数字', en: '6 digits' },
  confirm: { zh: '确认开启', en: 'Turn it on' },
  cancel: { zh: '取消', en: 'Cancel' },
  turnedOn: { zh: '两步验证已开启', en: 'The second factor is on' },
  turnOff: { zh: '关闭两步验证', en: 'Turn it off' },
  turnedOff: { zh: '两步验证已关闭', en: 'The second factor is off' },

  reviewer: { zh: '审核员', en: 'reviewer' },
  senior_reviewer: { zh: '高级审核员', en: 'senior reviewer' },
  caller: { zh: '回访员', en: 'caller' },
  ops: { zh: '运营', en: 'operations' },
  policy_maker: { zh: '策略员', en: 'policy maker' },
  auditor: { zh: '审计员', en: 'auditor' },
  administrator: { zh: '管理员', en: 'administrator' },
  api_client: { zh: '接口程序', en: 'program' },
} as const satisfies Texts
