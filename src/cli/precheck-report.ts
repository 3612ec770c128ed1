import pc from 'picocolors'
import type { PrecheckResult } from '../contracts/precheck-view.ts'
import type { Box } from '../domain/geometry.ts'
import { materialNames } from '../domain/terms.ts'
import type { Language } from './language.ts'
import { texts } from './texts.ts'

/** One photo's verdict, for people to read. */
export function describePrecheck(result: PrecheckResult, language: Language): string {
  const t = texts[language]
  const { file, kind, kindFrom, width, height, verdict, clarity, reasons, clarityMap } = result
  const told = (verdict === 'ok' ? pc.green : pc.magenta)(t.verdict[verdict])
  const size = pc.dim(`${width} × ${height}`)
  const lines = [
    `${pc.bold(file)}  ${materialNames[kind][language]}`,
    `${told}   ${t.clarity} ${clarity ?? t.unmeasured}   ${size}`,
  ]
  if (kindFrom === 'default') lines.push(pc.dim(t.anyKind))
  for (const { message, hint, code, cause, region } of reasons) {
    lines.push(`${pc.magenta('●')} ${message[language]}  ${pc.dim(cause ? `${code}: ${t.cause[cause]}` : code)}`)
    lines.push(`  ${pc.dim(`${t.hint}: ${hint[language]}`)}`)
    if (region) lines.push(`  ${pc.dim(`${t.where}: ${describeRegion(region, result, language)}`)}`)
  }
  if (clarityMap) lines.push(`${t.clarityMap}: ${clarityMap}`)
  return `${lines.join('\n')}\n`
}

/** In words, by the thirds of the photo in which its middle lies, and in pixels. */
function describeRegion(region: Box, photo: { width: number; height: number }, language: Language): string {
  const { place, region: describe } = texts[language]
  const third = (middle: number, whole: number) => Math.min(2, Math.max(0, Math.floor((3 * middle) / whole)))
  const down = third(region.y + region.height / 2, photo.height)
  const across = third(region.x + region.width / 2, photo.width)
  return describe(place[down]?.[across] ?? '', region)
}
