import type { Role } from '../domain/permissions.ts'
import type { Language } from './language.ts'

const zh = {
  role: {
    reviewer: '审核员',
    senior_reviewer: '高级审核员',
    caller: '回访员',
    ops: '运营',
    policy_maker: '策略员',
    auditor: '审计员',
    administrator: '管理员',
    api_client: '接口程序',
  } satisfies Record<Role, string>,
  state: { enabled: '已启用', disabled: '已停用' },
  first: (name: string, url: string) =>
    `尚无可登录的管理员。请用以下一次性链接为 ${name} 设置密码（24 小时内有效，仅显示在此）：\n  ${url}`,
  none: '尚无账号。添加：zhunru users add 用户名 --roles reviewer',
  added: (name: string, id: string) => `已添加账号 ${name}（${id}）`,
  link: (until: string) => `一次性链接，用于设置密码（有效至 ${until}，仅显示这一次，请交给本人）`,
  newLink: (name: string) => `已为 ${name} 生成新的链接，此前的链接已失效`,
  secondFactorReset: '两步验证已关闭',
  disabled: (name: string) => `${name} 已停用，所有登录立即失效`,
  enabled: (name: string) => `${name} 已启用`,
  skills: '技能',
  anySkill: '全部',
  lastSignIn: '上次登录',
  never: '从未登录',
  locked: (until: string) => `锁定至 ${until}`,
  noPassword: '未设置密码',
  secondFactor: '两步验证',
  openId: '统一登录',
  unknown: (name: string) => `没有名为 ${name} 的账号`,
  badName: '用户名须为 2-64 个字符：a-z、0-9 和 . _ @ + -，以字母或数字开头',
  badDisplay: '显示名称须为 1-64 个字符',
  unknownRole: (role: string, known: string) => `没有角色 ${role}；可用角色：${known}`,
  unknownSkill: (skill: string, known: string) => `没有技能 ${skill}；可用技能：${known}`,
}

const en: typeof zh = {
  role: {
    reviewer: 'reviewer',
    senior_reviewer: 'senior reviewer',
    caller: 'caller',
    ops: 'operations',
    policy_maker: 'policy maker',
    auditor: 'auditor',
    administrator: 'administrator',
    api_client: 'program',
  },
  state: { enabled: 'enabled', disabled: 'disabled' },
  first: (name, url) =>
    `No administrator can sign in yet. Choose a password for ${name} with this one-time link (good for 24 hours, shown only here):\n  ${url}`,
  none: 'There are no accounts yet. Add one: zhunru users add NAME --roles reviewer',
  added: (name, id) => `Added the account ${name} (${id})`,
  link: (until) =>
    `One-time link for choosing a password (good until ${until}; shown this one time, for this person alone)`,
  newLink: (name) => `A new link for ${name}; those made before are void`,
  secondFactorReset: 'The second factor is off',
  disabled: (name) => `${name} is disabled; all sessions have ended`,
  enabled: (name) => `${name} is enabled`,
  skills: 'skills',
  anySkill: 'all',
  lastSignIn: 'last sign-in',
  never: 'never signed in',
  locked: (until) => `locked until ${until}`,
  noPassword: 'no password yet',
  secondFactor: 'second factor',
  openId: 'OpenID Connect',
  unknown: (name) => `There is no account named ${name}`,
  badName: 'A name has 2 to 64 of a-z, 0-9 and . _ @ + -, a letter or digit first',
  badDisplay: 'A display name has 1 to 64 characters',
  unknownRole: (role, known) => `There is no role ${role}; there are ${known}`,
  unknownSkill: (skill, known) => `There is no skill ${skill}; there are ${known}`,
}

/** Every word that `zhunru users` prints for people. */
export const userTexts: Record<Language, typeof zh> = { zh, en }
