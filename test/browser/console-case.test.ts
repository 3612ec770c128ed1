import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { partTexts } from '../../src/console/parts/part-texts.ts'
import { ZhunruError } from '../../src/platform/errors.ts'
import { launchBrowser, visit } from '../support/console-browser.ts'
import { type ConsoleWorld, openConsoleWorld } from '../support/console-world.ts'
import { sampleDay } from '../support/service.ts'

let world: ConsoleWorld
let browser: Browser
let page: Page
let complaints: string[]
let caseId: string
beforeAll(async () => {
  world = await openConsoleWorld({ databaseUrl: inject('postgresUrl'), samples: ['A-1005'], clock: sampleDay })
  browser = await launchBrowser()
  ;({ page, complaints } = await visit(browser, world.url, 'rong', { now: sampleDay.now() }))
  const { rows } = await world.store.pool.query<{ id: string }>('select id from review_case')
  caseId = rows[0]?.id ?? ''
})
afterAll(async () => {
  await browser?.close()
  await world?.stop()
})
beforeEach(async () => {
  await page.goto(`${world.url}/console/cases/${caseId}`)
  await page.locator('.photo-sheet[data-state=there]').waitFor()
})

const lit = () => page.locator('.photo-marks polygon[data-lit]')
const row = (name: string) => page.locator('.read-fields tr').filter({ hasText: name })

describe('photos of a case', () => {
  it('a value lights the box it was read from, by pointer and by focus, and a box lights its value', async () => {
    await row('注册日期').hover()
    await lit().waitFor()
    expect(await lit().textContent()).toContain('注册日期')

    await page.mouse.move(1, 1)
    await row('统一社会信用代码').getByRole('button').first().focus()
    await expect.poll(() => lit().textContent()).toContain('统一社会信用代码')

    await page.locator('.photo-marks polygon').filter({ hasText: '经营者' }).hover()
    await page.locator('.read-fields tr[data-lit]').filter({ hasText: '经营者' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('are gone through, turned, enlarged and laid side by side by keyboard', async () => {
    const shown = () => page.locator('.photo-panes figcaption').allTextContents()
    const scale = async () => {
      const transform = await page.locator('.photo-pane .react-transform-component').first().getAttribute('style')
      return Number(/scale\(([\d.]+)\)/.exec(transform ?? '')?.[1] ?? 1)
    }
    expect(await shown()).toEqual(['营业执照'])
    await page.keyboard.press('2')
    expect(await shown()).toEqual(['身份证人像面'])
    await page.keyboard.press('ArrowRight')
    expect(await shown()).toEqual(['身份证国徽面'])

    await page.keyboard.press('r')
    await page.locator('.photo-sheet[style*="90deg"]').waitFor()
    await page.keyboard.press('R')
    await page.locator('.photo-sheet[style*="0deg"]').waitFor()

    await page.keyboard.press('+')
    await expect.poll(scale).toBeGreaterThan(1.2)
    await page.keyboard.press('0')
    await expect.poll(scale).toBe(1)

    await page.keyboard.press('v')
    await page.keyboard.press('1')
    expect(await shown()).toEqual(['左 身份证国徽面', '右 营业执照'])
    await page.keyboard.press('v')
    expect(await shown()).toEqual(['营业执照'])
    expect(complaints).toEqual([])
  })

  it('a reason goes to where it shows on the photos', async () => {
    await page.keyboard.press('j')
    // The account name differs from the name on the ID card.
    await page.locator('.photo-panes figcaption').filter({ hasText: '身份证人像面' }).waitFor()
    expect(await page.locator('.reasons li[data-chosen]').count()).toBe(1)
  })

  it('one that fails to load says so, and comes when it is tried again', async () => {
    const failing = '**/v1/materials/*/photo*'
    await page.route(failing, (route) => route.abort())
    await page.reload()
    await page.getByText(partTexts.photoFailed.zh).waitFor()
    await page.unroute(failing)
    await page.locator('.photo-notice').getByRole('button').click()
    await page.locator('.photo-sheet[data-state=there]').waitFor()
    expect(await page.getByText(partTexts.photoFailed.zh).count()).toBe(0)

    const message = new ZhunruError('PHOTO_DAMAGED', { id: 'mat_x' }).text
    const error = { code: 'PHOTO_DAMAGED', message, requestId: 'req_1a2b' }
    await page.route(failing, (route) => route.fulfill({ status: 500, json: { error } }))
    await page.reload()
    await page.locator('.photo-notice').getByText(message.zh).waitFor()
    await page.unroute(failing)
    await page.locator('.photo-notice').getByRole('button').click()
    await page.locator('.photo-sheet[data-state=there]').waitFor()
    // The browser's own, of what was made to fail.
    complaints.length = 0
  })
})

describe('a masked value', () => {
  it('is shown when asked for, which is written down, and hidden again', async () => {
    const asked = async () => {
      const { rows } = await world.store.pool.query<{ count: number }>(
        `select count(*)::int as count from audit_entry where action = 'value.revealed'`,
      )
      return rows[0]?.count
    }
    const before = (await asked()) ?? 0
    const operator = row('经营者')
    expect(await operator.locator('.value').textContent()).toBe('何**')
    await operator.getByRole('button', { name: partTexts.reveal.zh }).click()
    await operator.getByText('何慧敏').waitFor()
    expect(await asked()).toBe(before + 1)
    await operator.getByRole('button', { name: partTexts.hide.zh }).click()
    expect(await operator.locator('.value').textContent()).toBe('何**')
  })
})
