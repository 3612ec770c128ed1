import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createBullBoard } from '@bull-board/api'
import type {
  AppControllerRoute,
  AppViewRoute,
  BullBoardQueues,
  IServerAdapter,
  UIConfig,
} from '@bull-board/api/typings/app'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { ZhunruError } from '../platform/errors.ts'
import { type BoardQueue, MaskedQueue } from './board-queue.ts'

/** Where it is. */
const PREFIX = '/ops/queues'

/**
 * What its scripts write of styles: the colours of an icon, and that lists which open have no bars. By their hashes, as the
 * library has them in this version; of another one it would be missing, and the browser test of operations would say so.
 */
const written = [
  "'sha256-r2N1TB/gHbBtBZFKg7ejmq1acVSREzucTAEw6ga4hoU='",
  "'sha256-kLmvWqfziFavKtqHqRsb90f006UAK2Dmd0It5Iz2KFA='",
]

/**
 * The page's own scripts, and none inline: what stands in the page is data. Its styles are its own, that of this answer's
 * nonce, and those above; it sets style attributes too. Nothing comes from elsewhere, nothing is sent.
 */
const pagePolicy = (nonce: string): string =>
  "default-src 'none'; base-uri 'self'; connect-src 'self'; font-src 'self'; form-action 'none'; frame-ancestors 'none'; " +
  `img-src 'self' data:; script-src 'self'; script-src-attr 'none'; style-src 'self' 'nonce-${nonce}' ${written.join(' ')}; ` +
  "style-src-attr 'unsafe-inline'"

const uiConfig: UIConfig = {
  boardTitle: '准入 · 队列',
  hideDocsLink: true,
  hideRedisDetails: false,
  sortQueues: false,
  // It would ask for the addresses of all who are connected, again and again.
  showWorkers: false,
  pollingInterval: { showSetting: true },
  miscLinks: [{ text: '准入 · 运维 Operations', url: '/console/operations' }],
}

/** What the library tells of its page and its routes, to be served by rules of ours. */
function collect() {
  const parts = {
    queues: new Map() as BullBoardQueues,
    views: '',
    statics: '',
    entry: null as AppViewRoute | null,
    api: [] as AppControllerRoute[],
    uiConfig: {} as UIConfig,
  }
  const adapter: IServerAdapter = {
    setQueues: (queues) => ((parts.queues = queues), adapter),
    setViewsPath: (path) => ((parts.views = path), adapter),
    setStaticPath: (_, path) => ((parts.statics = path), adapter),
    setEntryRoute: (route) => ((parts.entry = route), adapter),
    setErrorHandler: () => adapter,
    setApiRoutes: (routes) => ((parts.api = routes), adapter),
    setUIConfig: (config) => ((parts.uiConfig = config), adapter),
  }
  const board = createBullBoard({ queues: [], serverAdapter: adapter, options: { uiConfig } })
  return { parts, board }
}

/**
 * bull-board under `/ops/queues`, for looking alone: of its routes only those exist that read. What is to be changed goes
 * through our API, which asks who, and why, and keeps it.
 * @param queues all of them; throws NOT_READY while they do not answer
 */
export async function serveQueueBoard(app: FastifyInstance, queues: () => readonly BoardQueue[]): Promise<void> {
  const { parts, board } = collect()
  const { entry } = parts
  if (!entry) throw new Error('bull-board has no page')
  const template = await readFile(join(parts.views, 'index.ejs'), 'utf8')
  const asked = { schema: { hide: true }, config: { permission: 'operations.read' } } as const

  // The queues open after the API does.
  let shown: readonly BoardQueue[] = []
  const show = () => {
    const all = queues()
    if (all.length === shown.length && all.every((queue, i) => queue === shown[i])) return
    board.setQueues(all.map((queue) => new MaskedQueue(queue)))
    shown = all
  }

  await app.register(
    async (scope) => {
      for (const url of [entry.route].flat()) {
        scope.get(url, asked, async (_, reply) => {
          const { params } = entry.handler({ basePath: PREFIX, uiConfig: parts.uiConfig })
          return sendPage(reply, template, params)
        })
      }
      scope.get<{ Params: { '*': string } }>('/static/*', asked, async (request, reply) => {
        // Files of the library with their hash in their names.
        return reply.sendFile(request.params['*'], parts.statics, { maxAge: '1d' })
      })
      for (const each of parts.api) {
        if (![each.method].flat().every((method) => method === 'get')) continue
        for (const url of [each.route].flat()) {
          scope.get(url, asked, async (request, reply) => {
            show()
            const answer = await Promise.resolve(
              each.handler({
                queues: parts.queues,
                uiConfig: parts.uiConfig,
                params: Object(request.params),
                query: Object(request.query),
                body: {},
                headers: {},
              }),
            ).catch(asRefusal)
            return reply.code(answer.status ?? 200).send(answer.body)
          })
        }
      }
    },
    { prefix: PREFIX },
  )
}

/** What its page asked wrongly is refused in our own words; anything else is a surprise. */
function asRefusal(error: unknown): never {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status >= 400 && status < 500) throw new ZhunruError('BAD_REQUEST', { detail: 'the query does not fit' })
  throw error
}

/** The library's template, of which we fill the places ourselves: without the fonts it would fetch from elsewhere. */
function sendPage(reply: FastifyReply, template: string, values: Record<string, string | undefined>): FastifyReply {
  const nonce = randomBytes(18).toString('base64')
  const page = template
    .replaceAll(/<link href="https?:[^>]*>/g, '')
    .replaceAll('<style>', `<style nonce="${nonce}">`)
    .replaceAll(/<%([=-]) (\w+) %>/g, (_, how: string, name: string) =>
      how === '-' ? (values[name] ?? '') : escaped(values[name] ?? ''),
    )
  return reply.type('text/html; charset=utf-8').header('content-security-policy', pagePolicy(nonce)).send(page)
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
