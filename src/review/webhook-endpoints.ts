import type { SelectQueryBuilder } from 'kysely'
import type { Delivered, SigningKey, WebhookType } from '../domain/message.ts'
import { atOnce } from '../domain/retry-schedule.ts'
import { DeliveryError } from '../platform/delivery-error.ts'
import { ZhunruError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { notFound } from '../platform/not-found.ts'
import type { SecretBox } from '../platform/secret-box.ts'
import { newSigningKey, type SignatureKind } from '../platform/signing-key.ts'
import { refusedWebhookUrl } from '../platform/webhook-url.ts'
import type { Database, WebhookEndpointRow } from '../store/schema.ts'
import type { ReviewDeps, Trx } from './deps.ts'
import { openKeys, replaceKey, storeKey } from './webhook-keys.ts'

export interface WebhookDeps extends ReviewDeps {
  secrets: SecretBox
  allowPrivate: boolean
  /** Posts one signed request. @throws DeliveryError */
  post: (request: { id: string; url: string; keys: readonly SigningKey[]; body: string }) => Promise<Delivered>
}

export interface WebhookKey {
  id: string
  kind: SignatureKind
  publicKey: string | null
  createdAt: string
  /** Null of the one that stays. */
  expiresAt: string | null
}

export interface WebhookRecord {
  id: string
  url: string
  /** Null: all there are. */
  types: WebhookType[] | null
  state: 'enabled' | 'paused' | 'disabled'
  why: 'gone' | 'failing' | null
  /** Failed attempts in a row. */
  failures: number
  failingSince: string | null
  /** Messages that wait for it. */
  waiting: number
  /** Those that sign now, newest first. */
  keys: WebhookKey[]
  createdAt: string
}

/** With the secret, which is shown this one time; null where the receiver needs the public key only. */
export type NewWebhook = WebhookRecord & { secret: string | null }

/** What the environment names has one id for ever. */
export const ENVIRONMENT = 'whe_environment'
/** More would be a mistake: each gets everything. */
const MOST = 20
const HOUR = 3_600_000
/** Hours for which a secret that was replaced signs as well, when nobody says otherwise. */
export const OVERLAP_HOURS = 24

export async function listWebhooks(deps: Pick<ReviewDeps, 'db' | 'clock'>): Promise<WebhookRecord[]> {
  const rows = await present(deps.db.selectFrom('webhook_endpoint')).selectAll().orderBy('created_at').execute()
  return await Promise.all(rows.map((row) => describe(deps, row)))
}

const present = <O>(query: SelectQueryBuilder<Database, 'webhook_endpoint', O>) => query.where('state', '<>', 'removed')

/** @throws ZhunruError WEBHOOK_URL_REFUSED, WEBHOOK_TOO_MANY */
export async function addWebhook(
  deps: WebhookDeps,
  { url, types, kind }: { url: string; types: readonly WebhookType[] | null; kind: SignatureKind },
): Promise<NewWebhook> {
  refuseUrl(deps, url)
  const now = deps.clock.now()
  const id = newId('endpoint', now.getTime())
  const key = newSigningKey(kind)
  await deps.db.transaction().execute(async (trx) => {
    const { n } = await present(trx.selectFrom('webhook_endpoint'))
      .select((eb) => eb.fn.countAll<string>().as('n'))
      .executeTakeFirstOrThrow()
    if (Number(n) >= MOST) throw new ZhunruError('WEBHOOK_TOO_MANY', { limit: MOST })
    await trx
      .insertInto('webhook_endpoint')
      .values({ id, url, types: types && [...types], created_at: now, updated_at: now })
      .execute()
    await storeKey(trx, deps, id, { ...key, kind }, now)
  })
  return { ...(await readWebhook(deps, id)), secret: key.publicKey === null ? key.secret : null }
}

/** @throws ZhunruError NOT_FOUND */
export async function readWebhook(deps: Pick<ReviewDeps, 'db' | 'clock'>, id: string): Promise<WebhookRecord> {
  const row = await present(deps.db.selectFrom('webhook_endpoint')).selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw noWebhook()
  return await describe(deps, row)
}

/**
 * Another address, other types, a pause, or on again: then with a clean slate, also after 410.
 * @throws ZhunruError NOT_FOUND, WEBHOOK_URL_REFUSED, WEBHOOK_OF_ENVIRONMENT
 */
export async function changeWebhook(
  deps: WebhookDeps,
  id: string,
  change: {
    url?: string | undefined
    types?: readonly WebhookType[] | null | undefined
    state?: 'enabled' | 'paused' | undefined
  },
): Promise<WebhookRecord> {
  if (id === ENVIRONMENT && change.url !== undefined) throw new ZhunruError('WEBHOOK_OF_ENVIRONMENT')
  if (change.url !== undefined) refuseUrl(deps, change.url)
  const clean = { failures: 0, failing_since: null, resume_at: null, why: null }
  await deps.db.transaction().execute(async (trx) => {
    const changed = await trx
      .updateTable('webhook_endpoint')
      .set({
        updated_at: deps.clock.now(),
        ...(change.url !== undefined && { url: change.url }),
        ...(change.types !== undefined && { types: change.types && [...change.types] }),
        ...(change.state && { state: change.state, ...(change.state === 'enabled' && clean) }),
      })
      .where('id', '=', id)
      .where('state', '<>', 'removed')
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n) throw noWebhook()
    if (change.state === 'enabled') await wakeFirst(trx, id)
  })
  return await readWebhook(deps, id)
}

/** What waited is sent at once, not when its last alarm is forgotten. Whoever sends the first goes on with the others. */
const wakeFirst = (trx: Trx, endpoint: string) =>
  trx
    .updateTable('effect')
    .set({ alarm_at: null })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('effect')
        .select('id')
        .where('channel', '=', 'webhook')
        .where('recipient', '=', endpoint)
        .where('state', '=', 'pending')
        .orderBy('next_attempt_at')
        .limit(atOnce(0)),
    )
    .execute()

/**
 * What waits for it is cancelled; what was sent stays in the books.
 * @throws ZhunruError NOT_FOUND, WEBHOOK_OF_ENVIRONMENT
 */
export async function removeWebhook(deps: ReviewDeps, id: string): Promise<void> {
  if (id === ENVIRONMENT) throw new ZhunruError('WEBHOOK_OF_ENVIRONMENT')
  await remove(deps, id)
}

async function remove({ db, clock }: ReviewDeps, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const removed = await trx
      .updateTable('webhook_endpoint')
      .set({ state: 'removed', updated_at: clock.now() })
      .where('id', '=', id)
      .where('state', '<>', 'removed')
      .executeTakeFirst()
    if (removed.numUpdatedRows === 0n) throw noWebhook()
    await trx.deleteFrom('webhook_secret').where('endpoint_id', '=', id).execute()
    await trx
      .updateTable('effect')
      .set({ state: 'cancelled', error: 'no such endpoint', next_attempt_at: null, claimed_until: null })
      .where('channel', '=', 'webhook')
      .where('recipient', '=', id)
      .where('state', '=', 'pending')
      .execute()
  })
}

/**
 * A new secret beside the old one, which signs as well for some hours: a receiver that knows either accepts every message.
 * @throws ZhunruError NOT_FOUND, WEBHOOK_OF_ENVIRONMENT
 */
export async function rotateWebhook(
  deps: WebhookDeps,
  id: string,
  { overlapHours, kind }: { overlapHours: number; kind: SignatureKind | null },
): Promise<NewWebhook> {
  if (id === ENVIRONMENT) throw new ZhunruError('WEBHOOK_OF_ENVIRONMENT')
  const { keys } = await readWebhook(deps, id)
  const wanted = kind ?? keys[0]?.kind ?? 'v1'
  const key = newSigningKey(wanted)
  const now = deps.clock.now()
  await deps.db
    .transaction()
    .execute((trx) => replaceKey(trx, deps, id, { ...key, kind: wanted }, now, overlapHours * HOUR))
  return { ...(await readWebhook(deps, id)), secret: key.publicKey === null ? key.secret : null }
}

/** Sends a `ping`, once and at once, past pauses and circuits. @throws ZhunruError NOT_FOUND */
export async function testWebhook(deps: WebhookDeps, id: string) {
  const { url } = await readWebhook(deps, id)
  const now = deps.clock.now()
  const body = JSON.stringify({ type: 'ping', timestamp: now.toISOString(), data: { webhook: id } })
  const keys = await openKeys(deps, id, now)
  const started = performance.now()
  const result = await deps.post({ id: newId('effect', now.getTime()), url, keys, body }).then(
    ({ status }) => ({ delivered: true, status, error: null }),
    (error: unknown) => {
      if (!(error instanceof DeliveryError)) throw error
      return { delivered: false, status: error.status, error: error.message }
    },
  )
  return { ...result, milliseconds: Math.round(performance.now() - started) }
}

/**
 * Keeps the endpoint that the environment names as it names it. Another secret there replaces the old one with the usual
 * overlap; another address begins with a clean slate; none removes it.
 */
export async function keepEnvironmentWebhook(
  deps: ReviewDeps & { secrets: SecretBox },
  webhook: { url: string; secret: string } | null,
): Promise<void> {
  const now = deps.clock.now()
  const known = await deps.db
    .selectFrom('webhook_endpoint')
    .select(['url', 'state'])
    .where('id', '=', ENVIRONMENT)
    .executeTakeFirst()
  if (!webhook) {
    if (known && known.state !== 'removed') await remove(deps, ENVIRONMENT)
    return
  }
  await deps.db.transaction().execute(async (trx) => {
    const clean = { state: 'enabled', failures: 0, failing_since: null, resume_at: null, why: null } as const
    await trx
      .insertInto('webhook_endpoint')
      .values({ id: ENVIRONMENT, url: webhook.url, created_at: now, updated_at: now })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({
          url: webhook.url,
          updated_at: now,
          ...((known?.url !== webhook.url || known.state === 'removed') && clean),
        }),
      )
      .execute()
    const [current] = await openKeys({ ...deps, db: trx }, ENVIRONMENT, now)
    if (current?.secret === webhook.secret) return
    const key = { kind: 'v1', secret: webhook.secret, publicKey: null } as const
    await replaceKey(trx, deps, ENVIRONMENT, key, now, OVERLAP_HOURS * HOUR)
  })
}

async function describe(
  { db, clock }: Pick<ReviewDeps, 'db' | 'clock'>,
  row: WebhookEndpointRow,
): Promise<WebhookRecord> {
  const keys = await db
    .selectFrom('webhook_secret')
    .select(['id', 'kind', 'public_key', 'created_at', 'expires_at'])
    .where('endpoint_id', '=', row.id)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', clock.now())]))
    .orderBy('expires_at', (order) => order.desc().nullsFirst())
    .orderBy('created_at', 'desc')
    .execute()
  const { n } = await db
    .selectFrom('effect')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('channel', '=', 'webhook')
    .where('recipient', '=', row.id)
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow()
  return {
    id: row.id,
    url: row.url,
    types: row.types,
    state: row.state === 'removed' ? 'disabled' : row.state,
    why: row.why,
    failures: row.failures,
    failingSince: row.failing_since?.toISOString() ?? null,
    waiting: Number(n),
    keys: keys.map(({ id, kind, public_key, created_at, expires_at }) => ({
      id,
      kind,
      publicKey: public_key,
      createdAt: created_at.toISOString(),
      expiresAt: expires_at?.toISOString() ?? null,
    })),
    createdAt: row.created_at.toISOString(),
  }
}

function refuseUrl({ allowPrivate }: WebhookDeps, url: string): void {
  const why = refusedWebhookUrl(url, allowPrivate)
  if (why) throw new ZhunruError('WEBHOOK_URL_REFUSED', { why })
}

const noWebhook = () => notFound('webhook')
