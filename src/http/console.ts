import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { packageRoot } from '../platform/package-root.ts'

/** Where `npm run build` puts the console. */
const BUILT = fileURLToPath(new URL('dist/console/', packageRoot))
/** What the build writes wherever the nonce of an answer belongs (vite.config.ts). */
const NONCE = '__CSP_NONCE__'

/**
 * Our own scripts and no others; styles of our own and those that carry the nonce of this very answer, as Ant Design makes
 * them, and style attributes, with which its text fields measure how high they are to be; photos of ours, and `blob:` for
 * those that somebody is about to hand in.
 */
const pagePolicy = (nonce: string): string =>
  "default-src 'self'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; " +
  `img-src 'self' blob:; object-src 'none'; script-src 'self'; script-src-attr 'none'; style-src 'self' 'nonce-${nonce}'; ` +
  "style-src-attr 'unsafe-inline'"

const notBuilt = `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<title>准入 · Zhunru</title>
<h1>审核台尚未构建</h1>
<p>请在程序目录运行 <code>npm run build</code>，然后刷新本页。接口不受影响，说明见 <a href="/docs">/docs</a>。</p>
<h1 lang="en">The console has not been built</h1>
<p lang="en">Run <code>npm run build</code> in the program's folder and reload this page. The API works without it: see <a href="/docs">/docs</a>.</p>
</html>
`

/**
 * The console under `/console`: one page for all of its addresses, which then asks the API who is signed in. Its scripts have
 * their content's hash in their names and are kept for ever; the page itself never is.
 * @param folder where it was built
 */
export async function serveConsole(app: FastifyInstance, folder = BUILT): Promise<void> {
  await app.register(fastifyStatic, { root: folder, serve: false, preCompressed: true })
  const hidden = { schema: { hide: true }, config: { permission: 'public' } } as const
  const page = (_: unknown, reply: FastifyReply) => sendPage(reply, folder)
  app.get('/console', hidden, page)
  app.get('/console/*', hidden, page)
  app.get<{ Params: { '*': string } }>('/console/assets/*', hidden, async (request, reply) =>
    reply.sendFile(`assets/${request.params['*']}`, { maxAge: '365d', immutable: true }),
  )
}

async function sendPage(reply: FastifyReply, folder: string): Promise<FastifyReply> {
  const nonce = randomBytes(18).toString('base64')
  reply.type('text/html; charset=utf-8').header('content-security-policy', pagePolicy(nonce))
  const page = await readPage(folder)
  if (page === null) return reply.code(503).send(notBuilt)
  return reply.send(page.replaceAll(NONCE, nonce))
}

/** Read each time: it is small, and a build while the service runs must not leave it naming scripts that are gone. */
async function readPage(folder: string): Promise<string | null> {
  try {
    return await readFile(`${folder}/index.html`, 'utf8')
  } catch {
    return null
  }
}
