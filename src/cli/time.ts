const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** In China, as all that is promised and due, whatever the clock of this machine; `sv-SE` writes 2026-11-23 18:46:36. */
export const chinaTime = (at: string): string => new Date(at).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })

/**
 * `2h` before now, a day (from its start in China) or a full time, which is of China too unless it names its own offset; null
 * when it is none of them.
 */
export function parseTime(text: string, now: Date): Date | null {
  const ago = /^(\d{1,5})([mhd])$/.exec(text)
  if (ago) return new Date(now.getTime() - Number(ago[1]) * (units[ago[2] ?? ''] ?? 0))
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return null
  const full = text.length === 10 ? `${text}T00:00` : text
  const at = new Date(/Z$|[+-]\d\d:?\d\d$/i.test(full.slice(10)) ? full : `${full}+08:00`)
  return Number.isNaN(at.getTime()) ? null : at
}
