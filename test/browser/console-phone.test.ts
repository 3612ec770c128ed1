import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { callbackTexts } from '../../src/console/pages/callback/callback-texts.ts'
import { shellTexts } from '../../src/console/shell-texts.ts'
import { seriousFaults } from '../support/axe.ts'
import { launchBrowser, visit } from '../support/console-browser.ts'
import { type ConsoleWorld, openConsoleWorld } from '../support/console-world.ts'
import { copyApplications } from '../support/copy-applications.ts'
import { sampleDay } from '../support/service.ts'

/** Callers work with a phone in their hand. */

let world: ConsoleWorld
let browser: Browser
beforeAll(async () => {
  world = await openConsoleWorld({ databaseUrl: inject('postgresUrl'), samples: ['A-1011'], clock: sampleDay })
  await copyApplications(world.store, 'A-1011', 3)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.stop()
})

/** CSS pixels of a common phone. */
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const
/** A finger's width. CSS pixels; WCAG 2.2, 2.5.5. */
const FINGER = 44

const widthOf = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth')
const twoFrames = (page: Page) =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))')

describe('on a phone', () => {
  it.each(['zh', 'en'] as const)(
    'no page is wider than the screen, and the menu holds the rest (%s)',
    async (language) => {
      const { page, complaints } = await visit(browser, world.url, 'shen', { language, now: sampleDay.now(), ...phone })
      await page.locator('tr[data-id], .notice').first().waitFor()
      expect(await widthOf(page)).toBe(phone.viewport.width)
      for (const path of ['/?list=callbacks', '/applications', '/try', '/account']) {
        await page.goto(`${world.url}/console${path}`)
        await page.locator('#page table.rows, #page .try-slots, #page h1, #page .notice-title').first().waitFor()
        expect([path, await widthOf(page)]).toEqual([path, phone.viewport.width])
      }
      const signOut = page.getByRole('button', { name: shellTexts.signOut[language] })
      expect(await signOut.isVisible()).toBe(false)
      await page.getByRole('button', { name: shellTexts.menu[language] }).tap()
      await signOut.waitFor()
      await page.keyboard.press('Escape')
      expect(await signOut.isVisible()).toBe(false)
      expect(complaints).toEqual([])
      await page.context().close()
    },
  )

  it('a call without an answer is recorded; its result stays until the next call, which is taken once', async () => {
    const { page, complaints } = await visit(browser, world.url, 'lan', { now: sampleDay.now(), ...phone })
    await page.locator('tr[data-id] a').first().click()
    await page.waitForURL('**/console/callbacks/*')
    const first = page.url()
    const number = page.locator('a[href^="tel:"]')
    const claimAndSee = async () => {
      await page.getByRole('button', { name: callbackTexts.claim.zh, exact: true }).tap()
      await page.getByRole('button', { name: callbackTexts.reveal.zh }).tap()
      await number.waitFor()
    }
    await claimAndSee()
    // Put back and claimed anew, the number has to be asked for anew.
    await page.getByRole('button', { name: callbackTexts.release.zh }).tap()
    await claimAndSee()
    expect(await widthOf(page)).toBe(phone.viewport.width)
    const targets = await page.locator('.call-page :is(button, a, label.ant-radio-button-wrapper)').all()
    const heights = await Promise.all(targets.map(async (each) => (await each.boundingBox())?.height ?? 0))
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(FINGER)
    expect(await seriousFaults(page)).toEqual([])

    await page.locator('.call-outcomes').getByText(callbackTexts.no_answer.zh).tap()
    // The event of this very call makes the page ask anew.
    const asked = page.waitForResponse(
      (response) => response.request().method() === 'GET' && first.endsWith(new URL(response.url()).pathname.slice(3)),
    )
    await page.getByRole('button', { name: callbackTexts.record.zh }).tap()
    const result = page.locator('.call-recorded')
    await result.waitFor()
    await asked
    await twoFrames(page)
    expect(await result.innerText()).toContain(callbackTexts.recorded.zh)

    let nexts = 0
    page.on('request', (request) => {
      if (request.url().endsWith('/v1/callbacks/next')) nexts += 1
    })
    await page.keyboard.press('n')
    await page.keyboard.press('n')
    await page.waitForURL((url) => url.href !== first)
    await page.getByRole('button', { name: callbackTexts.reveal.zh }).waitFor()
    expect(nexts).toBe(1)
    expect(complaints).toEqual([])
  })
})
