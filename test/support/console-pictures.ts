/**
 * The pictures of the console in docs/screenshots/:  npm run pictures:console [-- screening | operations]
 *
 * A real service with screened samples, in Chinese and English, by day and by night, wide and narrow.
 */
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { type Clock, systemClock } from '../../src/platform/clock.ts'
import type { WorldPerson } from './console-people.ts'
import { launchBrowser, visit } from './console-browser.ts'
import { type ConsoleWorld, openConsoleWorld } from './console-world.ts'
import { modelMissing, openOperationsWorld } from './operations-world.ts'
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
  /** What is done with the page once its picture is taken, for those that follow. */
  after?: (page: Page) => Promise<void>
}

async function take(browser: Browser, world: ConsoleWorld, picture: Picture, at: Clock = clock): Promise<void> {
  const { name, who, path, first, dark, phone, language = 'zh', after } = picture
  const { page } = await visit(browser, world.url, who, {
    language,
    now: at.now(),
    colorScheme: dark ? 'dark' : 'light',
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    ...(phone && { hasTouch: true, isMobile: true }),
  })
  await page.goto(`${world.url}/console${path}`)
  await page.waitForLoadState('networkidle')
  await first?.(page)
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: `${folder}${name}.png` })
  await after?.(page)
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

const noting = async (page: Page) => {
  await page.locator('tr[data-fault]').click()
  await page.locator('.fault-note input').fill('磁盘清理时误删模型目录，已重新安装并核对校验值')
  await page.keyboard.press('Enter')
  await page.locator('.fault-notes li').waitFor()
  await page.locator('.fault-each tbody tr').first().waitFor()
}
const planning = async (page: Page) => {
  await page.locator('[data-would]').waitFor()
  await page.locator('.start-rerun textarea').fill('识别模型文件缺失，已重新安装')
}
const asking = async (page: Page) => {
  await page.locator('.start-rerun button').click()
  await page.locator('.batch-head [data-state=waiting]').waitFor()
}
const approving = async (page: Page) => {
  await page.locator('tr[data-batch]').click()
  await page.locator('tr[data-item]').first().waitFor()
}
const agreeing = async (page: Page) => {
  await page.locator('.batch-acts .ant-btn-primary').click()
  await page.locator('.ant-modal textarea').fill('已确认模型齐全')
  await page.locator('.ant-modal-footer .ant-btn-primary').click()
  await page.locator('.batch-head [data-state=running]').waitFor()
}
/** Some of them, or all, have their result. */
const withResults = async (page: Page) => {
  await page.locator('tr[data-batch]').click()
  await page.locator('tr[data-item="8"][data-state=done]').waitFor()
}
const pausing = async (page: Page) => {
  await page.locator('tr[data-queue=account-match] .row-acts button').click()
  await page.locator('.ant-modal input').fill('核对新的比对规则')
  await page.keyboard.press('Enter')
  await page.locator('tr[data-queue=account-match] .ant-tag').waitFor()
  await page.locator('.ant-modal').waitFor({ state: 'hidden' })
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

async function takeScreening(browser: Browser, databaseUrl: string): Promise<void> {
  const samples = ['A-1005', 'A-1006', 'A-1010', 'A-1011', 'A-1016', 'A-1004', 'A-1001', 'A-1002', 'A-1014']
  const world = await openConsoleWorld({ databaseUrl, samples, copies: 12, clock })
  try {
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
    await world.stop()
  }
}

/** What failed, and its way to be run again by two people; by the real clock, as processes give their signs of life by it. */
async function takeOperations(browser: Browser, databaseUrl: string): Promise<void> {
  const world = await openOperationsWorld({ databaseUrl, config: { rerunAlone: 20 } })
  try {
    await world.screen(['M-2001', 'M-2002', 'M-2003', 'M-2004'])
    world.breaks = {
      kind: 'id_portrait',
      error: () => new Error('the process that looks at photos ended with code 139'),
    }
    await world.screen(['M-1201'])
    world.breaks = { kind: 'bank_card', error: modelMissing }
    await world.screen(Array.from({ length: 28 }, (_, n) => `M-${1_001 + n}`))
    world.breaks = null
    const pictures: Picture[] = [
      { name: 'failures', who: 'ou', path: '/operations/failures?class=config', first: noting },
      {
        name: 'rerun-new',
        who: 'ou',
        path: '/operations/reruns/new?mode=failed&class=config',
        first: planning,
        after: asking,
      },
      { name: 'rerun-approve', who: 'guan', path: '/operations/reruns', first: approving, after: agreeing },
      { name: 'rerun', who: 'ou', path: '/operations/reruns', first: withResults },
      { name: 'operations', who: 'ou', path: '/operations', first: pausing },
      { name: 'operations-en-dark', who: 'an', path: '/operations', language: 'en', dark: true },
    ]
    for (const picture of pictures) await take(browser, world, picture, systemClock)
  } finally {
    await world.stop()
  }
}

const wanted = process.argv.slice(2)
const isWanted = (part: string) => wanted.length === 0 || wanted.includes(part)
const postgres = await createOwnPostgres()
await postgres.start()
const browser = await launchBrowser()
try {
  await mkdir(folder, { recursive: true })
  if (isWanted('screening')) await takeScreening(browser, postgres.connectionString)
  if (isWanted('operations')) await takeOperations(browser, postgres.connectionString)
} finally {
  await browser.close()
  await postgres.dispose()
}
process.exit(0)
