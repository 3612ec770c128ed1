import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { MerchantType } from '../../domain/application.ts'
import type { Actor } from '../../domain/permissions.ts'
import { guessTerms, type SearchKind, searchKinds, type SearchTerm, searchTerm } from '../../domain/search-terms.ts'
import { type Shown, shownForm } from '../../domain/shown-values.ts'
import type { Status } from '../../domain/status.ts'
import { ZhunruError } from '../../platform/errors.ts'
import type { KeyedHash } from '../../platform/keyed-hash.ts'
import { writeAudit } from '../../store/audit.ts'
import { blindApplications, namedTo } from '../decide-case/blind.ts'
import type { ReviewDeps } from '../deps.ts'
import { listed, type ListedApplication } from './listed-application.ts'

export interface SearchDeps extends ReviewDeps {
  keyedHash: KeyedHash
}

type Wanted = { [Kind in SearchKind]?: string | undefined }

export interface Searching extends Wanted {
  /** Whatever was typed into one box. */
  text?: string | undefined
  status?: readonly Status[] | undefined
  merchantType?: MerchantType | undefined
  /** Id of the last one of the page before. */
  after?: string | undefined
  limit: number
}

export interface FoundRecord extends ListedApplication {
  updatedAt: string
  merchantName: Shown
  applicant: Shown
  phone: Shown
}

export interface FoundPage {
  applications: FoundRecord[]
  next: string | null
  understood: SearchKind[]
}

/**
 * Applications of which any revision fits, the newest first. Numbers and names are found by keyed hashes: what was typed is
 * compared with nothing in the clear, and stands nowhere afterwards. By what kind somebody searched is written down.
 * @throws ZhunruError INVALID_FIELD for a value that no application could have
 */
export async function searchApplications(deps: SearchDeps, searching: Searching, actor: Actor): Promise<FoundPage> {
  const named = termsOf(searching)
  const guessed = searching.text === undefined ? null : guessTerms(searching.text)
  const understood = new Set([...named, ...(guessed ?? [])].map(({ kind }) => kind))
  // A text that can be nothing finds nothing.
  const blind = await blindApplications(deps.db, actor.id)
  const page = guessed?.length === 0 ? [] : await find(deps, searching, named, guessed, blind)
  const applications = page.slice(0, searching.limit)
  await writeAudit(deps.db, {
    at: deps.clock.now(),
    actor: actor.id,
    action: 'application.searched',
    details: {
      by: [
        ...searchKinds.filter((kind) => understood.has(kind)),
        ...(searching.status?.length ? ['status'] : []),
        ...(searching.merchantType ? ['merchantType'] : []),
      ],
      found: applications.length,
      ...(searching.after !== undefined && { after: searching.after }),
    },
  })
  return {
    applications,
    next: page.length > searching.limit ? (applications.at(-1)?.id ?? null) : null,
    understood: searchKinds.filter((kind) => understood.has(kind)),
  }
}

const wrong = {
  reference: {
    zh: '编号只含字母、数字、点、连字符和下划线',
    en: 'A reference has letters, digits, dots, hyphens and underscores only.',
  },
  name: { zh: '请填写姓名或商户名称', en: 'Write a name.' },
  phone: { zh: '请填写完整的 11 位手机号', en: 'Write the whole mobile number, 11 digits.' },
  idNumber: {
    zh: '请填写完整的 18 位身份证号码，并核对校验位',
    en: 'Write the whole ID number, 18 characters with the right check digit.',
  },
  cardNumber: { zh: '请填写完整的银行卡号，并核对', en: 'Write the whole card number, with the right check digit.' },
  creditCode: {
    zh: '请填写完整的 18 位统一社会信用代码，并核对',
    en: 'Write the whole credit code, 18 characters with the right check character.',
  },
} as const satisfies Record<SearchKind, { zh: string; en: string }>

function termsOf(searching: Wanted): SearchTerm[] {
  const problems: { field: string; code: string; message: { zh: string; en: string } }[] = []
  const terms = searchKinds.flatMap((kind) => {
    const typed = searching[kind]
    if (typed === undefined) return []
    const term = searchTerm(kind, typed)
    if (!term) problems.push({ field: kind, code: 'FIELD_WRONG', message: wrong[kind] })
    return term ?? []
  })
  if (problems.length > 0) throw new ZhunruError('INVALID_FIELD', { count: problems.length }, problems)
  return terms
}

async function find(
  { db, keyedHash }: SearchDeps,
  { status, merchantType, after, limit }: Searching,
  all: readonly SearchTerm[],
  any: readonly SearchTerm[] | null,
  blind: ReadonlyMap<string, number>,
): Promise<FoundRecord[]> {
  const ids = (term: SearchTerm): RawBuilder<{ id: string }> =>
    term.kind === 'reference'
      ? sql`select id from application where lower(reference) like ${`${term.prefix.replaceAll(/[\\%_]/g, '\\$&')}%`}`
      : sql`select application_id from document_number
          where keyed_hash = ${keyedHash(term.hash.purpose, term.hash.value)} and kind = any (${[...term.kinds]}::text[])`
  const among = (terms: readonly SearchTerm[]): RawBuilder<SqlBool> =>
    sql`application.id in (${sql.join(terms.map(ids), sql` union all `)})`
  const rows = await db
    .selectFrom('application')
    .innerJoin('application_revision as latest', (join) =>
      join.onRef('latest.application_id', '=', 'application.id').onRef('latest.revision', '=', 'application.revision'),
    )
    .select([
      'id',
      'reference',
      'merchant_type',
      'status',
      'application.revision',
      'application.created_at',
      'updated_at',
      'form',
    ])
    .where((eb) =>
      eb.and([
        ...all.map((term) => among([term])),
        ...(any ? [among(any)] : []),
        ...(status?.length ? [eb('status', 'in', [...status])] : []),
        // Whoever decides one a second time must not learn its status by asking for each.
        ...(status?.length && blind.size > 0 ? [eb('application.id', 'not in', [...blind.keys()])] : []),
        ...(merchantType ? [eb('merchant_type', '=', merchantType)] : []),
        ...(after === undefined ? [] : [eb('application.id', '<', after)]),
      ]),
    )
    .orderBy('application.id', 'desc')
    .limit(limit + 1)
    .execute()
  const found = rows.map(({ form, ...row }) => ({
    ...listed(row),
    updatedAt: (blind.has(row.id) ? row.created_at : row.updated_at).toISOString(),
    merchantName: shownForm(form, 'merchantName'),
    applicant: shownForm(form, 'legalPerson.name'),
    phone: shownForm(form, 'contact.phone'),
  }))
  return found.map(namedTo(blind))
}
