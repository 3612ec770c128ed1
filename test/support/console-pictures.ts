/**
 * The pictures of the console in docs/screenshots/:  npm run pictures:console
 *
 * A real service with screened samples, in Chinese and English, by day and by night, wide and narrow.
 */
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import type { WorldPerson } from './console-people.ts'
import { launchBrowser, visit } from './console-browser.ts'
import { type ConsoleWorld, openConsoleWorld } from './console-world.ts'
import { createOwnPostgres } from './own-postgres.ts'

const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url))

interface Picture {
  name: string
  who: WorldPerson | null
  path: string
  /** Brings the page to where it is worth looking at. */
  first?: (page: Page) => Promise<void>
  dark?: true
  phone?: true
  language?: 'zh' | 'en'
}

async function take(browser: Browser, world: ConsoleWorld, picture: Picture): Promise<void> {
  const { name, who, path, first, dark, phone, language = 'zh' } = picture
  const { page } = await visit(browser, world.url, who, {
    language,
    now: clock.now(),
    colorScheme: dark ? 'dark' : 'light',
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    ...(phone && { hasTouch: true, isMobile: true }),
  })
  await page.goto(`${world.url}/console${path}`)
  await page.waitForLoadState('networkidle')
  await first?.(page)
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: `${folder}${name}.png` })
  await page.context().close()
}

const claimed = async (page: Page) => {
  await page.keyboard.press('c')
  await page.locator('.decision-bar [aria-keyshortcuts]').first().waitFor()
}
/** The two photos that are one, side by side. */
const compared = async (page: Page) => {
  await claimed(page)
  await page.keyboard.press('6')
  await page.keyboard.press('v')
}
const returning = async (page: Page) => {
  await page.keyboard.press('4')
  await page.keyboard.press('t')
  const add = page.locator('.decision-panel .choose-add input').first()
  await add.fill('IMG_BLURRY')
  await page.locator('.ant-select-item-option').first().waitFor()
  await add.press('Enter')
  await page.locator('.choose-extra .ant-select').first().click()
  await page.locator('.ant-select-item-option', { hasText: '银行卡' }).click()
  await page.locator('.preview .sms').waitFor()
}
const calling = async (page: Page) => {
  await page.keyboard.press('c')
  await page.locator('.call-number').waitFor()
}

async function idOf({ store }: ConsoleWorld, table: 'review_case' | 'callback', reference: string): Promise<string> {
  const { rows } = await store.pool.query<{ id: string }>(
    `select w.id from ${table} w join application a on a.id = w.application_id where a.reference = $1`,
    [reference],
  )
  if (!rows[0]) throw new Error(`${reference} has no work in ${table}`)
  return rows[0].id
}

async function applicationOf({ store }: ConsoleWorld, reference: string): Promise<string> {
  const { rows } = await store.pool.query<{ id: string }>('select id from application where reference = $1', [
    reference,
  ])
  if (!rows[0]) throw new Error(`there is no ${reference}`)
  return rows[0].id
}

/** From ten in the morning in Shanghai on the samples' own day, so that people may be called and nothing is late. */
const begun = Date.now()
const morning = Date.parse('2026-11-23T10:00:00+08:00')
const clock = { now: () => new Date(morning + Date.now() - begun) }

const postgres = await createOwnPostgres()
await postgres.start()
const samples = ['A-1005', 'A-1006', 'A-1010', 'A-1011', 'A-1016', 'A-1004', 'A-1001', 'A-1002', 'A-1014']
const world = await openConsoleWorld({ databaseUrl: postgres.connectionString, samples, copies: 12, clock })
const browser = await launchBrowser()
try {
  await mkdir(folder, { recursive: true })
  const scene = await idOf(world, 'review_case', 'A-1010')
  const sign = await idOf(world, 'callback', 'A-1011')
  const story = await applicationOf(world, 'A-1010')
  const pictures: Picture[] = [
    { name: 'sign-in', who: null, path: '/sign-in' },
    { name: 'inbox', who: 'rong', path: '/' },
    { name: 'inbox-en-dark', who: 'rong', path: '/', language: 'en', dark: true },
    { name: 'case', who: 'rong', path: `/cases/${scene}`, first: compared },
    { name: 'case-en', who: 'rong', path: `/cases/${scene}`, language: 'en' },
    { name: 'case-return', who: 'rong', path: `/cases/${scene}`, first: returning },
    { name: 'callback', who: 'lan', path: `/callbacks/${sign}`, first: calling },
    { name: 'callback-phone', who: 'lan', path: `/callbacks/${sign}`, phone: true },
    { name: 'applications', who: 'an', path: '/applications' },
    { name: 'story', who: 'an', path: `/applications/${story}` },
    { name: 'dashboard', who: 'shen', path: '/dashboard' },
    { name: 'dashboard-dark', who: 'shen', path: '/dashboard', dark: true },
    { name: 'sandbox', who: 'rong', path: '/try' },
    { name: 'account', who: 'rong', path: '/account' },
  ]
  for (const picture of pictures) await take(browser, world, picture)
} finally {
  await browser.close()
  await world.stop()
  await postgres.dispose()
}
process.exit(0)
