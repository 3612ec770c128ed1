import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { issueLink, welcomeUrl } from '../../src/access/issue-link.ts'
import { accountTexts } from '../../src/console/pages/account/account-texts.ts'
import { inboxTexts } from '../../src/console/pages/inbox/inbox-texts.ts'
import { signInTexts } from '../../src/console/pages/sign-in/sign-in-texts.ts'
import { welcomeTexts } from '../../src/console/pages/welcome/welcome-texts.ts'
import { shellTexts } from '../../src/console/shell-texts.ts'
import { statesTexts } from '../../src/console/states-texts.ts'
import { seriousFaults } from '../support/axe.ts'
import { launchBrowser, visit } from '../support/console-browser.ts'
import { people, worldPassword } from '../support/console-people.ts'
import { type ConsoleWorld, openConsoleWorld } from '../support/console-world.ts'

/** What stands around the pages of the console: signing in and out, navigation, languages, and what is shown when there is nothing to show. */

let time = Date.parse('2026-11-23T10:00:00+08:00')
const clock = { now: () => new Date(time) }
let world: ConsoleWorld
let browser: Browser
beforeAll(async () => {
  world = await openConsoleWorld({ databaseUrl: inject('postgresUrl'), samples: [], clock })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.stop()
})

const go = (page: Page, path: string) => page.goto(`${world.url}/console${path}`)
const pathOf = (page: Page) => new URL(page.url()).pathname
async function fillIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel(signInTexts.name.zh).fill(name)
  await page.locator('input[type=password]').fill(password)
  await page.getByRole('button', { name: signInTexts.signIn.zh, exact: true }).click()
}

describe('signing in', () => {
  it('says that name or password is wrong, and leads to where one wanted to go', async () => {
    const { page } = await visit(browser, world.url, null)
    await go(page, '/account')
    await page.getByRole('heading', { name: signInTexts.title.zh }).waitFor()
    await fillIn(page, 'rong', 'not the password')
    await page.getByRole('alert').waitFor()
    await fillIn(page, 'rong', worldPassword)
    await page.getByRole('heading', { name: people.rong[0] }).waitFor()
    expect(pathOf(page)).toBe('/console/account')
    await page.context().close()
  })

  it('begins with a link that works once', async () => {
    const account = await world.store.db
      .selectFrom('account')
      .select('id')
      .where('name', '=', 'ping')
      .executeTakeFirstOrThrow()
    const link = await world.store.db
      .transaction()
      .execute((trx) => issueLink(trx, clock.now(), { accountId: account.id, by: 'system' }))
    const { page, complaints } = await visit(browser, world.url, null)
    await page.goto(welcomeUrl(world.url, link))
    await page.getByLabel(welcomeTexts.password.zh).fill('the moon over nine rivers')
    await page.getByLabel(welcomeTexts.repeat.zh).fill('the moon over nine rivers')
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('button', { name: welcomeTexts.save.zh }).click()
    // A policy maker begins with the dashboard.
    await page.waitForURL('**/console/dashboard')
    expect(complaints).toEqual([])
    await page.context().close()

    const again = await visit(browser, world.url, null)
    await again.page.goto(welcomeUrl(world.url, link))
    await again.page.getByText(welcomeTexts.noLink.zh).waitFor()
    await again.page.context().close()
  })

  it('asks for a code once a second factor was set up', async () => {
    const { page, complaints } = await visit(browser, world.url, 'bo')
    await go(page, '/account')
    await page.getByRole('button', { name: accountTexts.begin.zh }).click()
    const secret = (await page.locator('.scan code').innerText()).replaceAll(' ', '')
    const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: time })
    await page.getByLabel(accountTexts.code.zh).fill(code())
    await page.getByRole('button', { name: accountTexts.confirm.zh }).click()
    await page.getByRole('button', { name: accountTexts.turnOff.zh }).waitFor()
    await page.getByRole('button', { name: shellTexts.signOut.zh }).click()
    await page.waitForURL('**/console/sign-in')
    expect(complaints).toEqual([])

    // No code works twice.
    time += 60_000
    await fillIn(page, 'bo', worldPassword)
    await page.getByLabel(signInTexts.code.zh).fill(code())
    await page.getByRole('button', { name: signInTexts.signIn.zh, exact: true }).click()
    await page.getByRole('heading', { name: inboxTexts.title.zh }).waitFor()
    await page.context().close()
  })

  it('is asked for again when the session has ended, and goes on where it was', async () => {
    const { page } = await visit(browser, world.url, 'shen')
    await go(page, '/applications?status=approved')
    await page.getByRole('searchbox').or(page.locator('input[type=search]')).first().waitFor()
    await world.store.db.deleteFrom('account_session').execute()
    await page.getByRole('link', { name: shellTexts.dashboard.zh }).click()
    await page.getByRole('heading', { name: signInTexts.title.zh }).waitFor()
    expect(new URL(page.url()).search).toBe('?next=%2Fdashboard')
    await fillIn(page, 'shen', worldPassword)
    await page.waitForURL('**/console/dashboard')
    await page.context().close()
  })
})

describe('what is shown when there is nothing to show', () => {
  it('an inbox without work, and pages that one may not see or that are not there', async () => {
    const { page } = await visit(browser, world.url, 'lan')
    await page.getByText(inboxTexts.emptyCallbacks.zh).waitFor()
    const pages = page.getByRole('navigation', { name: shellTexts.navigation.zh }).getByRole('link')
    expect(await pages.allInnerTexts()).toEqual([shellTexts.inbox.zh, shellTexts.applications.zh])
    await go(page, '/dashboard')
    await page.getByText(statesTexts.notAllowed.zh).waitFor()
    await go(page, '/?list=cases')
    await page.getByText(statesTexts.notAllowed.zh).waitFor()
    await go(page, '/nowhere/at/all')
    await page.getByText(statesTexts.notFoundHint.zh).waitFor()
    await page.context().close()
  })

  it('a service that cannot be reached, one that fails, and one that is back', async () => {
    const { page } = await visit(browser, world.url, 'rong')
    await page.route('**/v1/cases?*', (route) => route.abort())
    await go(page, '/')
    await page.getByText(statesTexts.offline.zh).waitFor()

    const error = { code: 'INTERNAL', message: { zh: '内部错误', en: 'an error' }, requestId: 'req_1a2b' }
    await page.unroute('**/v1/cases?*')
    await page.route('**/v1/cases?*', (route) => route.fulfill({ status: 500, json: { error } }))
    await page.getByRole('button', { name: statesTexts.again.zh }).click()
    await page.getByText(statesTexts.requestId.zh.replace('{id}', 'req_1a2b')).waitFor()

    await page.unroute('**/v1/cases?*')
    await page.getByRole('button', { name: statesTexts.again.zh }).click()
    await page.getByText(inboxTexts.emptyCases.zh).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.context().close()
  })
})

describe('for everybody', () => {
  it('language and appearance stay as they were chosen, and ? shows the keys', async () => {
    const { page, complaints } = await visit(browser, world.url, 'rong')
    await page.getByText(inboxTexts.emptyCases.zh).waitFor()
    await page.getByRole('button', { name: shellTexts.language.zh, exact: true }).click()
    await page.getByText(inboxTexts.emptyCases.en).waitFor()
    await page.getByRole('button', { name: shellTexts.themeSystem.en }).click()
    await page.getByRole('button', { name: shellTexts.themeLight.en }).click()
    await page.reload()
    await page.getByRole('button', { name: shellTexts.themeDark.en }).waitFor()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.getByText(inboxTexts.emptyCases.en).waitFor()
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: shellTexts.keys.en })
    await help.getByText(shellTexts.toApplications.en).waitFor()
    await page.keyboard.press('Escape')
    await help.waitFor({ state: 'hidden' })
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await page.waitForURL('**/console/applications')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it.each(['light', 'dark'] as const)('axe-core finds no serious fault, %s', async (colorScheme) => {
    const out = await visit(browser, world.url, null, { colorScheme })
    await go(out.page, '/sign-in')
    await out.page.getByRole('heading', { name: signInTexts.title.zh }).waitFor()
    expect(await seriousFaults(out.page)).toEqual([])
    await out.page.context().close()

    const { page, complaints } = await visit(browser, world.url, 'shen', { colorScheme })
    for (const path of ['/', '/?list=looks', '/applications', '/dashboard', '/account', '/nowhere']) {
      await go(page, path)
      await page.locator('main h1, main .notice').first().waitFor({ state: 'attached' })
      await page.locator('.ant-spin').waitFor({ state: 'detached' })
      expect([path, await seriousFaults(page)]).toEqual([path, []])
    }
    expect(complaints).toEqual([])
    await page.context().close()
  })
})
