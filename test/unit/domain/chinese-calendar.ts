/**
 * The holidays of 2025 and 2026 as the State Council announced them, written down here period by period, apart from the data
 * under test: 国办发明电〔2024〕12号 of 2024-11-12 and 国办发明电〔2025〕7号 of 2025-11-04.
 */
const announced: Record<
  number,
  { off: readonly (readonly [from: string, days: number])[]; worked: readonly string[] }
> = {
  2025: {
    off: [
      ['01-01', 1], // 元旦
      ['01-28', 8], // 春节
      ['04-04', 3], // 清明节
      ['05-01', 5], // 劳动节
      ['05-31', 3], // 端午节
      ['10-01', 8], // 国庆节、中秋节
    ],
    worked: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  2026: {
    off: [
      ['01-01', 3], // 元旦
      ['02-15', 9], // 春节
      ['04-04', 3], // 清明节
      ['05-01', 5], // 劳动节
      ['06-19', 3], // 端午节
      ['09-25', 3], // 中秋节
      ['10-01', 7], // 国庆节
    ],
    worked: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
}

/** Every day of these years in order, as `YYYY-MM-DD`, and whether it is worked. */
export function calendarOf(...years: readonly (keyof typeof announced)[]): { date: string; works: boolean }[] {
  return years.flatMap((year) => {
    const { off, worked } = announced[year]!
    const free = new Set(
      off.flatMap(([from, count]) => Array.from({ length: count }, (_, i) => plus(`${year}-${from}`, i))),
    )
    const list: { date: string; works: boolean }[] = []
    for (let date = `${year}-01-01`; date.startsWith(String(year)); date = plus(date, 1)) {
      const weekday = new Date(`${date}T12:00:00Z`).getUTCDay()
      const weekend = weekday === 0 || weekday === 6
      list.push({ date, works: worked.includes(date.slice(5)) || (!weekend && !free.has(date)) })
    }
    return list
  })
}

function plus(date: string, days: number): string {
  const noon = new Date(`${date}T12:00:00Z`)
  noon.setUTCDate(noon.getUTCDate() + days)
  return noon.toISOString().slice(0, 10)
}
