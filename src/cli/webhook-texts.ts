import type { About } from '../domain/message.ts'
import type { DeliveryView, WebhookView } from '../contracts/webhook-view.ts'
import type { Language } from './language.ts'

const zh = {
  state: { enabled: '已启用', paused: '已暂停', disabled: '已停用' } satisfies Record<WebhookView['state'], string>,
  why: { gone: '接收方返回 410，不再接收', failing: '连续 5 天没有一次成功' },
  delivery: { pending: '待推送', sent: '已送达', failed: '失败', cancelled: '已取消' } satisfies Record<
    DeliveryView['state'],
    string
  >,
  about: {
    approved: '通过',
    callback_required: '电话回访',
    manual_review: '人工审核',
    resubmission_required: '退回补件',
    rejected: '拒绝',
    rejection_confirmed: '申诉后维持未通过',
    shipped: '已发货',
    withdrawn: '已撤回',
    expired: '已过期',
  } satisfies Record<About, string>,
  none: '尚无推送地址。添加：zhunru webhooks add https://…',
  noDeliveries: '没有符合条件的推送',
  types: '内容',
  allTypes: '全部',
  waiting: '待推送',
  failures: (n: number, since: string) => `自 ${since} 起连续失败 ${n} 次`,
  key: (kind: string, until: string | null) => `${kind}${until ? `（至 ${until}）` : ''}`,
  keys: '签名',
  publicKey: '公钥',
  added: (id: string) => `已添加 ${id}`,
  secret: '密钥（仅显示这一次，请交给接收方保存）',
  rotated: (id: string, until: string | null) =>
    until ? `${id} 已更换密钥，旧密钥在 ${until} 前仍同时签名` : `${id} 已更换密钥，旧密钥已失效`,
  removed: (id: string) => `已删除 ${id}，待推送的内容已取消`,
  paused: (id: string) => `${id} 已暂停，期间的内容会保留到恢复后推送`,
  resumed: (id: string) => `${id} 已启用`,
  pinged: (status: number, ms: number) => `已送达：HTTP ${status}，用时 ${ms} 毫秒`,
  notPinged: (error: string, ms: number) => `未送达：${error}（${ms} 毫秒）`,
  causes: [
    [/^the receiver answered (\d+)$/, '接收方返回 HTTP $1'],
    [/^no answer within ([\d.]+) s$/, '$1 秒内没有响应'],
    [/^the address is private$/, '域名指向内网地址'],
    [/^the address is not https$/, '地址不是 https'],
    [/^the endpoint is disabled$/, '推送地址已停用'],
    [/^no such endpoint$/, '推送地址已删除'],
    [/^its workers ended in the middle of it$/, '推送过程中进程多次中断'],
  ] as [RegExp, string][],
  attempts: (n: number) => `${n} 次`,
  next: (at: string) => `下次 ${at}`,
  older: (command: string) => `更早的：${command}`,
  again: (id: string) => `${id} 将重新推送`,
  againCount: (n: number) => (n === 0 ? '该时间段内没有需要重新推送的内容' : `将重新推送 ${n} 条`),
  badTime: (text: string) => `无法识别的时间：${text}。可写 2h、3d、2026-11-23 或 2026-11-23T10:00:00+08:00`,
  sinceNeeded: '请用 --since 指明从何时起，例如 --since 2h',
  onlyRange: '--since、--until 和 --all 用于推送地址（whe_…），单条推送不需要',
}

const en: typeof zh = {
  state: { enabled: 'enabled', paused: 'paused', disabled: 'disabled' },
  why: { gone: 'the receiver answered 410 and wants no more', failing: 'no success in 5 days' },
  delivery: { pending: 'pending', sent: 'sent', failed: 'failed', cancelled: 'cancelled' },
  about: {
    approved: 'approved',
    callback_required: 'callback required',
    manual_review: 'manual review',
    resubmission_required: 'resubmission required',
    rejected: 'rejected',
    rejection_confirmed: 'still rejected',
    shipped: 'shipped',
    withdrawn: 'withdrawn',
    expired: 'expired',
  },
  none: 'There are no webhooks yet. Add one: zhunru webhooks add https://…',
  noDeliveries: 'No such deliveries',
  types: 'types',
  allTypes: 'all',
  waiting: 'waiting',
  failures: (n, since) => `${n} failures in a row since ${since}`,
  key: (kind, until) => `${kind}${until ? ` (until ${until})` : ''}`,
  keys: 'signed',
  publicKey: 'public key',
  added: (id) => `Added ${id}`,
  secret: 'Secret (shown this one time; give it to the receiver)',
  rotated: (id, until) =>
    until
      ? `${id} has a new secret; the old one signs as well until ${until}`
      : `${id} has a new secret; the old one is void`,
  removed: (id) => `Removed ${id}; what waited for it is cancelled`,
  paused: (id) => `${id} is paused; what it is to be told is kept until it is resumed`,
  resumed: (id) => `${id} is enabled`,
  pinged: (status, ms) => `Delivered: HTTP ${status} in ${ms} ms`,
  notPinged: (error, ms) => `Not delivered: ${error} (${ms} ms)`,
  causes: [],
  attempts: (n) => `${n}x`,
  next: (at) => `next ${at}`,
  older: (command) => `Older ones: ${command}`,
  again: (id) => `${id} will be sent again`,
  againCount: (n) => (n === 0 ? 'Nothing to send again in that time' : `${n} will be sent again`),
  badTime: (text) => `No time: ${text}. Write 2h, 3d, 2026-11-23 or 2026-11-23T10:00:00+08:00`,
  sinceNeeded: 'Say since when, for example --since 2h',
  onlyRange: '--since, --until and --all are for a webhook (whe_…); a single delivery needs none',
}

/** Every word that `zhunru webhooks` prints for people. */
export const webhookTexts: Record<Language, typeof zh> = { zh, en }
