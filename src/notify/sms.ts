import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Channel, SmsMessage } from './message.ts'

/**
 * Writes each SMS into a folder of its own instead of sending it: what a laptop has for a gateway. The file is named
 * after the effect, so a second attempt writes the same file again and nobody gets two.
 */
export const smsFolder =
  (folder: string): Channel<SmsMessage> =>
  async (message) => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const target = join(folder, `${message.id}.json`)
    const draft = `${target}.part`
    await writeFile(draft, JSON.stringify({ to: message.phone, text: smsText(message) }, null, 2), { mode: 0o600 })
    await rename(draft, target)
    return { status: null, template: null }
  }

/** One SMS part holds 70 UTF-16 units; a longer text costs double, so reference and first reason are cut to fit. */
const PART = 70
/** Longest reference that an SMS repeats: it leaves the first reason at least 20 units. */
const REFERENCE = 20

/** In Chinese, as all applicants are in China: the outcome, the first reason, and how many more there are to mend. */
export function smsText({ reference, about, reasons }: Pick<SmsMessage, 'reference' | 'about' | 'reasons'>): string {
  const application = `【准入】您的申请${cut(reference, REFERENCE)}`
  if (about === 'approved') return `${application}已通过审核，终端将尽快寄出。`
  const refused = about === 'rejected'
  const [first, ...others] = reasons.filter(({ tellApplicant }) => tellApplicant)
  const head = `${application}${refused ? '未通过审核' : '需要补充资料'}${first ? '：' : ''}`
  const tail = refused
    ? '。'
    : others.length > 0
      ? `等${others.length + 1}项，请在App内查看。`
      : '，请在App内重新提交。'
  return head + cut(first?.message.zh ?? '', PART - head.length - tail.length) + tail
}

/** At most so many UTF-16 units, never with half a character. */
function cut(text: string, units: number): string {
  if (text.length <= units) return text
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length >= units) break
    kept += character
  }
  return `${kept}…`
}
