import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ZhunruError } from '../platform/errors.ts'

const style =
  ':root{color-scheme:light dark;font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}' +
  'body{margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText}' +
  'main{max-width:34rem;padding:2rem}h1{font-size:1.25rem}p{margin:.75rem 0}' +
  'a{display:inline-block;margin-top:1rem}small{opacity:.7}'

/** This one style and nothing else. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

const special: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string): string => text.replace(/[&<>"]/g, (each) => special[each] ?? each)

/** For the routes to which a browser goes by itself: a refusal is a page there. Scripts get the error as everywhere. */
export function refusalPage(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  if (!(error instanceof ZhunruError) || !request.headers.accept?.includes('text/html')) throw error
  const { zh, en } = error.text
  void reply
    .code(error.status)
    .header('content-security-policy', policy)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>登录未完成 · Sign-in not completed</title><style>${style}</style><main>` +
        `<h1>登录未完成<br><span lang="en">Sign-in not completed</span></h1>` +
        `<p>${escape(zh)}</p><p lang="en">${escape(en)}</p>` +
        `<a href="/console/sign-in">返回登录 <span lang="en">Back to sign-in</span></a>` +
        `<p><small>${escape(error.code)} · ${escape(request.id)}</small></p></main></html>`,
    )
}
