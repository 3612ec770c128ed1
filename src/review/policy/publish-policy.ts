import { sha256 } from '../../platform/canonical.ts'
import type { ReviewDeps } from '../deps.ts'
import { addChange, findPolicy, holdPolicies, type PolicyVersionRow, putInForce } from './policy-versions.ts'
import { type FileProblem, lineOf, readPolicy } from './read-policy.ts'

/** Why a step was not taken. */
export type Refusal =
  | { refused: 'invalid'; problems: readonly FileProblem[] }
  | { refused: 'name' }
  | { refused: 'note' }
  | { refused: 'unknown' }
  | { refused: 'in-force'; row: PolicyVersionRow }
  | { refused: 'proposed'; row: PolicyVersionRow }
  | { refused: 'not-proposed'; row: PolicyVersionRow }
  | { refused: 'same-person'; row: PolicyVersionRow }

export type Step<T> = ({ refused: null } & T) | Refusal

/** Characters of a name and of a note. */
const longest = { name: 64, note: 1_000 }

/** A name as it is kept. The program's own is nobody's. @returns null for what is no name. */
function nameOf(text: string): string | null {
  const name = text.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ')
  const isOurs = name.toLowerCase() === 'system'
  return name === '' || isOurs || name.length > longest.name || /\p{C}/u.test(name) ? null : name
}

const samePerson = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/**
 * The first step of publishing: keeps the text, which from now on never changes, to be confirmed by another person. A version
 * that decided before, or was rejected, may be proposed again.
 */
export async function proposePolicy(
  { db, clock }: ReviewDeps,
  { source, by: given, note }: { source: string; by: string; note: string },
): Promise<Step<{ version: string; by: string }>> {
  const by = nameOf(given)
  if (by === null) return { refused: 'name' }
  if (note.trim() === '' || note.length > longest.note) return { refused: 'note' }
  const { policy, problems } = readPolicy(source)
  if (!policy) return { refused: 'invalid', problems }
  const { version } = policy
  return db.transaction().execute(async (trx) => {
    await holdPolicies(trx)
    const at = clock.now()
    const row = await findPolicy(trx, version)
    const proposal = { state: 'proposed' as const, proposed_by: by, proposed_at: at, note: note.trim() }
    if (!row) {
      const hash = sha256(source)
      await trx
        .insertInto('policy_version')
        .values({ version, source, sha256: hash, created_at: at, ...proposal })
        .execute()
    } else {
      const taken = takenProblem(row, source)
      if (taken) return { refused: 'invalid', problems: [taken] }
      if (row.state === 'published') return { refused: 'in-force', row }
      if (row.state === 'proposed') return { refused: 'proposed', row }
      const again = { ...proposal, published_by: null, published_at: null }
      await trx.updateTable('policy_version').set(again).where('version', '=', version).execute()
    }
    await addChange(trx, { version, what: 'proposed', by, at, note: note.trim() })
    return { refused: null, version, by }
  })
}

/** The second step, by another person: the version decides from now on, in every process. */
export async function confirmPolicy(
  { db, clock }: ReviewDeps,
  { version, by: given, note }: { version: string; by: string; note?: string | undefined },
): Promise<Step<{ row: PolicyVersionRow; by: string; before: string | null }>> {
  const by = nameOf(given)
  if (by === null) return { refused: 'name' }
  return db.transaction().execute(async (trx) => {
    await holdPolicies(trx)
    const row = await findPolicy(trx, version)
    if (!row) return { refused: 'unknown' }
    if (row.state !== 'proposed' || row.proposed_by === null) return { refused: 'not-proposed', row }
    if (samePerson(row.proposed_by, by)) return { refused: 'same-person', row }
    // Proposed to another version of the program, perhaps, which knew other settings.
    const { policy, problems } = readPolicy(row.source)
    if (!policy) return { refused: 'invalid', problems }
    const { before } = await putInForce(trx, { version, by, at: clock.now(), note: note?.trim() || null })
    return { refused: null, row, by, before }
  })
}

/** A proposal is refused, by anyone, or taken back. Its text stays; the version may be proposed again. */
export async function rejectPolicy(
  { db, clock }: ReviewDeps,
  { version, by: given, note }: { version: string; by: string; note: string },
): Promise<Step<{ by: string }>> {
  const by = nameOf(given)
  if (by === null) return { refused: 'name' }
  if (note.trim() === '' || note.length > longest.note) return { refused: 'note' }
  return db.transaction().execute(async (trx) => {
    await holdPolicies(trx)
    const row = await findPolicy(trx, version)
    if (!row) return { refused: 'unknown' }
    if (row.state !== 'proposed') return { refused: 'not-proposed', row }
    await trx.updateTable('policy_version').set({ state: 'rejected' }).where('version', '=', version).execute()
    await addChange(trx, { version, what: 'rejected', by, at: clock.now(), note: note.trim() })
    return { refused: null, by }
  })
}

/** That a file gives a version which is kept with another text; null when it does not. */
export function takenProblem(row: PolicyVersionRow, source: string): FileProblem | null {
  if (row.sha256 === sha256(source)) return null
  const day = row.created_at.toISOString().slice(0, 10)
  return {
    line: lineOf(source, ['version']),
    key: 'version',
    text: {
      zh: `${row.version} 已于 ${day} 以其他内容保存；内容有改动时请使用新的版本号`,
      en: `${row.version} was kept with another text on ${day}; give a changed text a new version`,
    },
  }
}
