import type { Language } from './language.ts'

const zh = {
  none: '尚无 API 客户端。添加：zhunru clients add 名称',
  added: (name: string, id: string) => `已添加 ${name}（${id}）`,
  key: '密钥（仅显示这一次，请交给调用方保存；请求头 Authorization: Bearer 密钥）',
  taken: (name: string) => `${name} 已有未吊销的密钥；请换一个名称，或先吊销：zhunru clients revoke ${name}`,
  badName: '名称须为 1 至 64 个字符：文字、数字、空格和 . _ -，以文字或数字开头',
  revoked: (name: string) => `已吊销 ${name} 的密钥，立即生效`,
  unknown: (client: string) => `没有未吊销的客户端 ${client}`,
  active: '有效',
  ended: (at: string) => `已吊销（${at}）`,
  used: (at: string) => `最近使用 ${at}`,
  unused: '尚未使用',
  since: (at: string) => `添加于 ${at}`,
}

const en: typeof zh = {
  none: 'There are no API clients. Add one: zhunru clients add NAME',
  added: (name, id) => `Added ${name} (${id})`,
  key: 'Its key, shown this one time; to be sent as "Authorization: Bearer KEY"',
  taken: (name) =>
    `${name} has a key that is not revoked; choose another name, or revoke it first: zhunru clients revoke ${name}`,
  badName: 'A name has 1 to 64 characters: letters, digits, spaces and . _ -, a letter or digit first',
  revoked: (name) => `The key of ${name} is revoked, from this moment`,
  unknown: (client) => `There is no client ${client} whose key is not revoked`,
  active: 'active',
  ended: (at) => `revoked (${at})`,
  used: (at) => `last used ${at}`,
  unused: 'never used',
  since: (at) => `added ${at}`,
}

export const clientTexts: Record<Language, typeof zh> = { zh, en }
