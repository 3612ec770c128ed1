import type { FailureStep } from '../domain/failure.ts'
import type { FailureClass } from '../domain/failure-kinds.ts'
import type { Language } from './language.ts'

const zh = {
  class: {
    transient: '临时',
    input: '材料',
    engine: '程序',
    config: '配置',
    poison: '中断',
    gateway: '对方',
  } satisfies Record<FailureClass, string>,
  step: {
    relay: '派发',
    'document-ocr': '证照识别',
    'photo-clarity': '清晰度',
    'scene-authenticity': '场景真实性',
    'account-match': '信息比对',
    decision: '决策',
    callback: '电话回访',
    'manual-review': '人工审核',
    notification: '通知',
  } satisfies Record<FailureStep, string>,
  none: '没有符合条件的失败',
  counts: (current: number, failures: number, applications: number) =>
    `待处理 ${current}，共 ${failures} 次，涉及 ${applications} 个进件`,
  retrying: (n: number) => `其中 ${n} 个会自动重试`,
  seen: (first: string, last: string) => (first === last ? first : `${first} 至 ${last}`),
  looked: (who: string, at: string, since: number) =>
    since === 0 ? `${who} 于 ${at} 看过` : `${who} 于 ${at} 看过，此后又有 ${since} 次`,
  notLooked: '还没有人看过',
  note: (who: string, at: string, note: string) => `备注（${who}，${at}）：${note}`,
  failed: '失败',
  again: '重试中',
  passed: '已无影响',
  attempts: (n: number) => `${n} 次`,
  eachOf: (fingerprint: string) => `逐个查看：zhunru failures --group ${fingerprint}`,
  rerun: (fingerprint: string) => `试算重跑：zhunru rerun --group ${fingerprint}`,
  more: (n: number) => `只显示前 ${n} 类，可用 --limit 增加`,
  older: (command: string) => `更早的：${command}`,
  badTime: (text: string) => `无法识别的时间：${text}。可写 2h、3d、2026-11-23 或 2026-11-23T10:00:00+08:00`,
}

const en: typeof zh = {
  class: {
    transient: 'transient',
    input: 'input',
    engine: 'engine',
    config: 'config',
    poison: 'poison',
    gateway: 'gateway',
  },
  step: {
    relay: 'relay',
    'document-ocr': 'document-ocr',
    'photo-clarity': 'photo-clarity',
    'scene-authenticity': 'scene-authenticity',
    'account-match': 'account-match',
    decision: 'decision',
    callback: 'callback',
    'manual-review': 'manual-review',
    notification: 'notification',
  },
  none: 'No failure fits',
  counts: (current, failures, applications) =>
    `${current} still matter, ${failures} in all, of ${applications} application(s)`,
  retrying: (n) => `${n} will be tried again by themselves`,
  seen: (first, last) => (first === last ? first : `${first} to ${last}`),
  looked: (who, at, since) =>
    since === 0 ? `${who} looked at it at ${at}` : `${who} looked at it at ${at}; ${since} more since`,
  notLooked: 'nobody has looked at it yet',
  note: (who, at, note) => `note (${who}, ${at}): ${note}`,
  failed: 'failed',
  again: 'retrying',
  passed: 'passed by',
  attempts: (n) => `${n}x`,
  eachOf: (fingerprint) => `One by one: zhunru failures --group ${fingerprint}`,
  rerun: (fingerprint) => `Try running them again: zhunru rerun --group ${fingerprint}`,
  more: (n) => `The first ${n} faults; --limit shows more`,
  older: (command) => `Older ones: ${command}`,
  badTime: (text) => `No time: ${text}. Write 2h, 3d, 2026-11-23 or 2026-11-23T10:00:00+08:00`,
}

/** Every word that `zhunru failures` prints for people. */
export const failureTexts: Record<Language, typeof zh> = { zh, en }
