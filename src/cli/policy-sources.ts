import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Policy } from '../domain/policy.ts'
import { readStored } from '../review/policy/current-policy.ts'
import { findPolicy, policyInForce } from '../review/policy/policy-versions.ts'
import { type FileProblem, readPolicy } from '../review/policy/read-policy.ts'
import { loadPolicy } from '../service/load-policy.ts'
import type { CommandStore } from '../service/open-command-store.ts'
import type { Language } from './language.ts'
import { describeProblems } from './policy-report.ts'
import { policyTexts } from './policy-texts.ts'
import { printError } from './terminal.ts'

/** What stands behind a file, a version, `current` or `shipped`. */
export type Source =
  | { is: 'policy'; name: string; policy: Policy; source: string; stored: boolean }
  | { is: 'invalid'; name: string; source: string; problems: readonly FileProblem[] }
  | { is: 'none'; name: string }

/** Files first; a file named like a version or `current` is written `./current`. */
export async function findSource(what: string, parts: Pick<CommandStore, 'store'> | null): Promise<Source> {
  if (what !== 'current' && what !== 'shipped') {
    const text = await textOf(what)
    if (text !== null) return readSource(what, text)
  }
  const shipped = await loadPolicy(null)
  if (what === 'shipped') return { is: 'policy', name: shipped.policy.version, ...shipped, stored: false }
  if (!parts) return { is: 'none', name: what }
  const { db } = parts.store
  const row = what === 'current' ? await policyInForce(db) : await findPolicy(db, what)
  if (!row) return { is: 'none', name: what }
  const { policy } = readStored(row, shipped.policy)
  return { is: 'policy', name: row.version, policy, source: row.source, stored: true }
}

export function readSource(file: string, source: string): Source {
  const name = basename(file)
  const { policy, problems } = readPolicy(source)
  return policy ? { is: 'policy', name, policy, source, stored: false } : { is: 'invalid', name, source, problems }
}

/** @returns null where there is no such file. Bytes that are no UTF-8 are shown as such, and then found to be no policy. */
export async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}

/** Says what is wrong with what was named. @returns whether anything is. */
export function isRefused(source: Source, language: Language): source is Exclude<Source, { is: 'policy' }> {
  if (source.is === 'policy') return false
  printError(
    source.is === 'none'
      ? policyTexts[language].noSource(source.name)
      : describeProblems(source.name, source.problems, language),
  )
  process.exitCode = 2
  return true
}
