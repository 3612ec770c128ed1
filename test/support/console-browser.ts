import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { type WorldPerson, worldPassword } from './console-people.ts'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

/** Milliseconds. */
const PATIENCE = 120_000

export async function launchBrowser(): Promise<Browser> {
  if (!executablePath) throw new Error('No Chromium found: install it, for example with apt-get install chromium')
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] })
}

export interface Visit {
  page: Page
  /** Errors of the page and its scripts, and requests that failed: there should be none. */
  complaints: string[]
}

/** A browser of somebody's own, signed in as a person of the console world; as nobody without a name. */
export async function visit(
  browser: Browser,
  url: string,
  name: WorldPerson | null,
  { language = 'zh', now, ...options }: BrowserContextOptions & { language?: 'zh' | 'en'; now?: Date } = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  // A busy machine is no fault of a page.
  context.setDefaultTimeout(PATIENCE)
  context.setDefaultNavigationTimeout(PATIENCE)
  if (language === 'en') await context.addInitScript(`localStorage.setItem('zhunru.language', 'en')`)
  // What is said to be overdue depends on it.
  if (now) await context.clock.setFixedTime(now)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('response', (response) => {
    if (response.status() >= 400)
      complaints.push(`${response.status()} ${response.request().method()} ${response.url()}`)
  })
  if (name) {
    await page.goto(`${url}/console/sign-in`)
    await page.locator('input[autocomplete=username]').fill(name)
    await page.locator('input[type=password]').fill(worldPassword)
    await page.locator('button[type=submit]').click()
    await page.waitForURL((there) => !there.pathname.endsWith('/sign-in'))
  }
  return { page, complaints }
}
