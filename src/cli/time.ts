const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `2h` before now, a day (from its start on this machine's clock) or a full time; null when it is none of them. */
export function parseTime(text: string, now: Date): Date | null {
  const ago = /^(\d{1,5})([mhd])$/.exec(text)
  if (ago) return new Date(now.getTime() - Number(ago[1]) * (units[ago[2] ?? ''] ?? 0))
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return null
  // A date by itself would be taken as UTC.
  const at = new Date(text.length === 10 ? `${text}T00:00` : text)
  return Number.isNaN(at.getTime()) ? null : at
}
