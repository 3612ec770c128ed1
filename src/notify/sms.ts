import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Channel, Message } from './message.ts'

/**
 * Writes each SMS into a folder of its own instead of sending it: what a laptop has for a gateway. The file is named
 * after the effect, so a second attempt writes the same file again and nobody gets two.
 */
export const smsFolder =
  (folder: string): Channel =>
  async (message) => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const target = join(folder, `${message.id}.json`)
    const draft = `${target}.part`
    await writeFile(draft, JSON.stringify({ to: message.phone, text: smsText(message) }, null, 2), { mode: 0o600 })
    await rename(draft, target)
  }

/** One SMS part holds 70 characters of Chinese; longer ones cost double, so the first reason is cut to fit. */
const PART = 70

/** In Chinese, as all applicants are in China: the outcome, the first reason, and how many more there are. */
export function smsText({ reference, outcome, reasons }: Pick<Message, 'reference' | 'outcome' | 'reasons'>): string {
  if (outcome === 'approved') return `【准入】您的申请${reference}已通过审核，终端将尽快寄出。`
  const [first, ...others] = reasons
  const head = `【准入】您的申请${reference}${outcome === 'rejected' ? '未通过审核' : '需要补充资料'}：`
  const tail =
    outcome === 'rejected' ? '' : others.length > 0 ? `等${reasons.length}项，请在App内查看。` : '，请在App内重新提交。'
  const room = PART - head.length - tail.length
  const reason = first?.message.zh ?? ''
  return head + (reason.length > room ? `${reason.slice(0, Math.max(0, room - 1))}…` : reason) + tail
}
