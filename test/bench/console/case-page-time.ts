import type { Browser } from 'playwright-core'
import { visit } from '../../support/console-browser.ts'
import type { ConsoleWorld } from '../../support/console-world.ts'

/** Every page anew, in a browser that has been there before. */
const VISITS = 20

export interface PageTime {
  /** Milliseconds from asking for the page until it can be used: decisions to press, photo and boxes to look at. */
  p50: number
  p95: number
  /** The first visit, with nothing in the browser's cache. */
  first: number
}

/** How long the page of a case takes that the reviewer holds, seven photos on it. */
export async function casePageTime(world: ConsoleWorld, browser: Browser): Promise<PageTime> {
  const { rows } = await world.store.pool.query<{ id: string }>(
    `select c.id from review_case c join application a on a.id = c.application_id where a.reference = 'A-1005'`,
  )
  const id = rows[0]?.id
  if (!id) throw new Error('there is no case to look at')
  const { page } = await visit(browser, world.url, 'rong')
  await page.goto(`${world.url}/console/cases/${id}`)
  await page.locator('.case-acts button').first().waitFor()
  await page.keyboard.press('c')
  await page.locator('.decision-bar [aria-keyshortcuts]').first().waitFor()

  const context = page.context()
  const session = await context.newCDPSession(page)
  await session.send('Network.clearBrowserCache')
  await page.close()
  const taken: number[] = []
  for (let n = 0; n <= VISITS; n += 1) {
    const next = await context.newPage()
    const started = performance.now()
    await next.goto(`${world.url}/console/cases/${id}`, { waitUntil: 'commit' })
    await Promise.all([
      next.locator('.decision-bar [aria-keyshortcuts]').first().waitFor(),
      next
        .locator('.photo-pane img')
        .first()
        .evaluate((photo: { decode?: () => Promise<void> }) => photo.decode?.()),
      next.locator('.photo-pane svg').first().waitFor({ state: 'attached' }),
    ])
    taken.push(performance.now() - started)
    await next.close()
  }
  const [first = 0, ...again] = taken
  const sorted = again.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { p50: at(0.5), p95: at(0.95), first: Math.round(first) }
}
