import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { callbackTexts } from '../../src/console/pages/callback/callback-texts.ts'
import { caseTexts } from '../../src/console/pages/case/case-texts.ts'
import { inboxTexts } from '../../src/console/pages/inbox/inbox-texts.ts'
import { seriousFaults } from '../support/axe.ts'
import { launchBrowser, visit } from '../support/console-browser.ts'
import type { WorldPerson } from '../support/console-people.ts'
import { type ConsoleWorld, openConsoleWorld } from '../support/console-world.ts'
import { copyApplications } from '../support/copy-applications.ts'
import { sampleDay, sampleFolder } from '../support/service.ts'

/** Days of people with the console, in a real browser, against the real service with applications that were really screened. */

let world: ConsoleWorld
let browser: Browser
/** Applications like A-1005, with their cases. */
let spare: string[] = []
beforeAll(async () => {
  const samples = ['A-1005', 'A-1006', 'A-1011']
  world = await openConsoleWorld({ databaseUrl: inject('postgresUrl'), samples, clock: sampleDay })
  spare = await copyApplications(world.store, 'A-1005', 200)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.stop()
})

const come = async (name: WorldPerson, language: 'zh' | 'en' = 'zh') => {
  const visited = await visit(browser, world.url, name, { language, now: sampleDay.now() })
  visited.page.setDefaultTimeout(PATIENCE)
  return visited
}
/** Generous, as a busy machine is slow; what is waited for are events. Milliseconds. */
const PATIENCE = 180_000
const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: PATIENCE })

/** A text with its gaps left open. */
const said = ({ zh }: { zh: string }): RegExp =>
  new RegExp(
    zh
      .split(/\{\w+\}/)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*'),
  )

const workOf = async (table: 'review_case' | 'callback', applicationId: string): Promise<string> =>
  (
    await world.store.db
      .selectFrom(table)
      .select('id')
      .where('application_id', '=', applicationId)
      .executeTakeFirstOrThrow()
  ).id

/** One of the many to work on, so that no test waits for another. */
async function newCase(): Promise<{ applicationId: string; caseId: string }> {
  const applicationId = spare.pop() ?? ''
  return { applicationId, caseId: await workOf('review_case', applicationId) }
}

const statusOf = async (id: string): Promise<string> =>
  (await world.store.db.selectFrom('application').select('status').where('id', '=', id).executeTakeFirstOrThrow())
    .status
const becomes = (id: string, status: string) => soon(() => statusOf(id)).toBe(status)

async function openCase(page: Page, caseId: string): Promise<void> {
  await page.goto(`${world.url}/console/cases/${caseId}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** With or without its key behind it; the one that takes the next case begins with the same word. */
const claimOn = (page: Page) =>
  page.locator('.case-acts').getByRole('button', { name: new RegExp(String.raw`^${caseTexts.claim.zh}\s*c?$`) })

/** Chooses among what may be added to a decision, by its code, as it is typed. */
async function addReason(page: Page, code: string): Promise<void> {
  const add = page.getByLabel(caseTexts.addReason.zh)
  await add.fill(code)
  await page.locator('.ant-select-item-option').first().waitFor()
  await add.press('Enter')
}

describe('a reviewer', () => {
  it('claims a case, looks, returns one photo, and approves what the applicant brings', async () => {
    const { page, complaints } = await come('rong')
    const application = await world.client.find('A-1006')
    const applicationId = application?.id ?? ''
    // Not the one with copies: the very same photos in the applications of many persons would be another suspicion.
    await openCase(page, await workOf('review_case', applicationId))
    await claimOn(page).click()
    await page.getByText(caseTexts.yours.zh, { exact: true }).waitFor()
    expect(await statusOf(applicationId)).toBe('in_review')

    // A photo is there to be seen, and a value in the clear only after a click that is written down.
    await page.waitForFunction('[...document.images].some(({ naturalWidth }) => naturalWidth > 500)')
    const seen = () =>
      world.store.db
        .selectFrom('audit_entry')
        .select('action')
        .where('application_id', '=', applicationId)
        .where('action', '=', 'value.revealed')
        .execute()
    expect(await seen()).toEqual([])
    await page.locator('.masked button').first().click()
    await soon(async () => (await seen()).length).toBe(1)

    await page.keyboard.press('t')
    await addReason(page, 'IMG_BLURRY')
    const photo = page.locator('.choose-extra .ant-select').first()
    await photo.click()
    await page.locator('.ant-select-item-option', { hasText: '银行卡' }).click()
    await page.locator('.preview', { hasText: '银行卡' }).waitFor()
    await page.keyboard.press('Control+Enter')
    await becomes(applicationId, 'returned')
    await page.getByText(caseTexts.waitingApplicant.zh).waitFor()

    // The applicant takes another photo; the case comes back to whoever had it, on the page as it stands open.
    const bytes = await sharp(await readFile(`${sampleFolder('A-1006')}/bank_card.jpg`))
      .jpeg({ quality: 93 })
      .toBuffer()
    const returned = await world.client.find('A-1006')
    if (!returned) throw new Error('A-1006 is gone')
    await world.client.revise(returned, {
      form: null,
      photos: [{ kind: 'bank_card', fileName: 'bank_card.jpg', bytes }],
      remove: [],
    })
    await claimOn(page).click()
    await page.getByText(caseTexts.yours.zh, { exact: true }).waitFor()
    await page.keyboard.press('a')
    for (const why of await page.locator('.pass-over input').all()) await why.fill('已电话核对原件')
    await page.locator('.preview .sms').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText(said(caseTexts.decidedFinal)).first().waitFor()
    await becomes(applicationId, 'approved')
    expect(complaints).toEqual([])
  })

  it('is told who was faster, when two claim one case at once', async () => {
    const { caseId } = await newCase()
    const [rong, bo] = await Promise.all([come('rong'), come('bo')])
    await Promise.all([openCase(rong.page, caseId), openCase(bo.page, caseId)])
    await Promise.all([rong, bo].map(({ page }) => claimOn(page).waitFor()))
    await Promise.all([rong, bo].map(({ page }) => page.keyboard.press('c')))
    const holder = () =>
      world.store.db.selectFrom('review_case').select('assignee').where('id', '=', caseId).executeTakeFirstOrThrow()
    await soon(holder).not.toEqual({ assignee: null })
    const { assignee } = await holder()
    const { name } = await world.store.db
      .selectFrom('account')
      .select('name')
      .where('id', '=', assignee ?? '')
      .executeTakeFirstOrThrow()
    const [winner, loser] = name === 'rong' ? [rong, bo] : [bo, rong]
    await winner.page.getByText(caseTexts.yours.zh, { exact: true }).waitFor()
    await loser.page.getByText(said(caseTexts.theirs)).waitFor()
    expect(await loser.page.getByText(caseTexts.yours.zh, { exact: true }).count()).toBe(0)
    // That somebody else was faster is no fault of the page's.
    expect(winner.complaints).toEqual([])
    expect(loser.complaints.filter((each) => !each.includes('409'))).toEqual([])
  })

  it('cannot refuse alone: another person confirms, and both see it without loading again', async () => {
    const { applicationId, caseId } = await newCase()
    const [rong, shen] = await Promise.all([come('rong'), come('shen')])
    await shen.page.goto(`${world.url}/console/?list=second`)
    await openCase(rong.page, caseId)
    await rong.page.keyboard.press('c')
    await rong.page.getByText(caseTexts.yours.zh, { exact: true }).waitFor()
    await rong.page.keyboard.press('x')
    await rong.page.locator('.choose-found input').first().check()
    await rong.page.getByText(caseTexts.secondNeeded.zh).waitFor()
    await rong.page.keyboard.press('Control+Enter')
    await rong.page.getByText(caseTexts.waitingSecond.zh).waitFor()
    expect(await statusOf(applicationId)).toBe('second_approval')
    expect(await rong.page.getByRole('button', { name: said(caseTexts.secondConfirm) }).count()).toBe(0)

    await shen.page.locator(`tr[data-id="${caseId}"] a`).first().click()
    const confirm = shen.page.getByRole('button', { name: said(caseTexts.secondConfirm) })
    await confirm.waitFor()
    expect(await seriousFaults(shen.page)).toEqual([])
    await confirm.click()
    await becomes(applicationId, 'rejected')
    await rong.page.getByText(caseTexts.closedAt.zh).waitFor()
    expect([...rong.complaints, ...shen.complaints]).toEqual([])
  })
})

describe('a caller', () => {
  it('claims a callback, sees the number, taps the answers, and the application is decided', async () => {
    const { page, complaints } = await come('lan')
    const applicationId = (await world.client.find('A-1011'))?.id ?? ''
    await page
      .locator(`tr[data-id="${await workOf('callback', applicationId)}"] a`)
      .first()
      .click()
    await page.waitForURL('**/console/callbacks/*')
    await page.getByRole('button', { name: callbackTexts.claim.zh, exact: true }).click()
    await page.getByRole('button', { name: callbackTexts.reveal.zh }).click()
    await page.locator('a[href^="tel:"]').waitFor()
    const questions = await page.locator('.call-script > li').count()
    expect(questions).toBeGreaterThan(0)
    for (let n = 0; n < questions; n += 1) {
      await page.locator('.call-script > li').nth(n).locator('.call-choice').first().click()
    }
    expect(await seriousFaults(page)).toEqual([])
    await page.locator('.call-outcomes').getByText(callbackTexts.reached.zh).click()
    await page.getByRole('button', { name: callbackTexts.record.zh }).click()
    await page.getByText(callbackTexts.recorded.zh).first().waitFor()
    await becomes(applicationId, 'approved')
    expect(complaints).toEqual([])
  })
})

describe('with 200 cases', () => {
  it('work is found and taken with the keyboard alone, in English', async () => {
    const { page, complaints } = await come('bo', 'en')
    await page.locator('tr[data-id]').nth(49).waitFor()
    expect(await page.evaluate('document.documentElement.lang')).toBe('en')
    expect(await page.locator('body').innerText()).not.toMatch(/领取|待办|审核单/)
    expect(await seriousFaults(page)).toEqual([])

    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key)
    const focused = await page.locator('tr:focus-within').getAttribute('data-id')
    expect(focused).toBe(await page.locator('tr[data-id]').nth(1).getAttribute('data-id'))
    await page.keyboard.press('c')
    const holder = () =>
      world.store.db
        .selectFrom('review_case')
        .innerJoin('account', 'account.id', 'review_case.assignee')
        .select('account.name')
        .where('review_case.id', '=', focused ?? '')
        .executeTakeFirst()
    await soon(holder).toEqual({ name: 'bo' })
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/console/cases/${focused}`)
    await page.getByText(caseTexts.yours.en, { exact: true }).waitFor()
    expect(await seriousFaults(page)).toEqual([])

    await page.keyboard.press('t')
    const panel = page.locator('.decision-panel')
    await panel.waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await page.keyboard.press('l')
    await soon(holder).toBeUndefined()
    expect(complaints).toEqual([])
  })

  it('filters live in the address', async () => {
    const { page, complaints } = await come('bo')
    await page.locator('tr[data-id]').nth(49).waitFor()
    await page.getByLabel(inboxTexts.reference.zh).fill('A-1005-20')
    await page.waitForURL(/reference=A-1005-20/)
    await soon(() => page.locator('tr[data-id]').count()).toBe(2)
    await page.reload()
    await soon(() => page.locator('tr[data-id]').count()).toBe(2)
    expect(complaints).toEqual([])
  })
})
