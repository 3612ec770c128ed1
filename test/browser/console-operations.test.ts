import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { failuresTexts } from '../../src/console/pages/operations/failures-texts.ts'
import { operationsTexts } from '../../src/console/pages/operations/operations-texts.ts'
import { modeTexts, rerunTexts, resultTexts } from '../../src/console/pages/operations/rerun-texts.ts'
import { seenTexts } from '../../src/console/pages/operations/seen-texts.ts'
import { shellTexts } from '../../src/console/shell-texts.ts'
import { statesTexts } from '../../src/console/states-texts.ts'
import { failureKinds } from '../../src/domain/failure-kinds.ts'
import type { BatchState } from '../../src/domain/rerun-words.ts'
import { seriousFaults } from '../support/axe.ts'
import { launchBrowser, visit } from '../support/console-browser.ts'
import { people, type WorldPerson } from '../support/console-people.ts'
import { modelMissing, openOperationsWorld, type OperationsWorld } from '../support/operations-world.ts'

/** The jobs of those who keep it running, from the first look to the end, each as it is done in the console. */

/** Goes on from ten in the morning in Shanghai on the samples' own day: batches are paced by it. */
const begun = Date.now()
const clock = { now: () => new Date(Date.parse('2026-11-23T10:00:00+08:00') + Date.now() - begun) }
/** More than so many in one batch wait for a second person. */
const ALONE = 5
/** Begun at one a second, so that there is time to pause and to cancel. */
const MANY = Array.from({ length: 15 }, (_, n) => `MANY-${n + 1}`)

let world: OperationsWorld
let browser: Browser
beforeAll(async () => {
  world = await openOperationsWorld({ databaseUrl: inject('postgresUrl'), clock, config: { rerunAlone: ALONE } })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.stop()
})

const as = (name: WorldPerson, options: Parameters<typeof visit>[3] = {}) =>
  visit(browser, world.url, name, { now: clock.now(), ...options })
const go = (page: Page, path: string) => page.goto(`${world.url}/console${path}`)
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
/** A page of operations, by the line above them. */
const turnTo = (page: Page, part: 'overview' | 'failures' | 'reruns') =>
  page.locator('.page-parts').getByRole('link', { name: operationsTexts[part].zh }).click()
const queue = (page: Page, name: string) => page.locator(`tr[data-queue=${name}]`)
const batchState = (page: Page, state: BatchState) => page.locator(`.batch-head [data-state=${state}]`).waitFor()
const items = async (page: Page, state: string) =>
  Number((await page.locator(`[data-items=${state}] strong`).innerText()).replaceAll(',', ''))
async function failedReadings(references: readonly string[]): Promise<void> {
  world.breaks = { kind: 'bank_card', error: modelMissing }
  await world.screen(references)
  world.breaks = null
}
const outcomes = async (references: readonly string[]) => {
  const views = await Promise.all(references.map((reference) => world.client.find(reference)))
  return views.map((view) => view?.outcome)
}

describe('somebody of operations', () => {
  it('sees what failed and why, leaves a note, runs it again, and sees it decided', async () => {
    const references = ['FEW-1', 'FEW-2']
    await failedReadings(references)
    expect(await outcomes(references)).toEqual(['manual_review', 'manual_review'])

    const { page, complaints } = await as('ou')
    await page.getByRole('navigation', { name: shellTexts.navigation.zh }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await page.waitForURL('**/console/operations')
    const figure = page.locator('.figures > .late').filter({ hasText: operationsTexts.failuresNow.zh })
    await figure.getByRole('link', { name: '2' }).click()

    const { text, help } = failureKinds.FILE_OF_OURS_MISSING
    const fault = page.locator('tr[data-fault]')
    await fault.getByText(failuresTexts.nobody.zh).waitFor()
    expect(await fault.count()).toBe(1)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByText(help.zh).waitFor()
    expect(await fault.innerText()).toContain(text.zh)
    const each = page.getByRole('region', { name: failuresTexts.each.zh })
    await each.getByRole('link', { name: 'FEW-2' }).waitFor()
    expect(await each.getByRole('link').allInnerTexts()).toHaveLength(2)

    await page.getByRole('textbox', { name: failuresTexts.note.zh }).fill('模型目录被误删，已重新安装')
    await page.keyboard.press('Enter')
    await page.locator('.fault-notes').getByText('模型目录被误删').waitFor()
    await press(page, failuresTexts.markLooked.zh)
    await fault.getByText(people.ou[0]).waitFor()
    await fault.getByText(failuresTexts.notesCount.zh.replace('{n}', '1')).waitFor()

    await press(page, failuresTexts.rerun.zh)
    await page.locator('[data-would="2"]').waitFor()
    const start = page.getByRole('button', { name: rerunTexts.startNow.zh.replace('{n}', '2') })
    expect(await start.isDisabled()).toBe(true)
    await page.getByLabel(rerunTexts.startReason.zh).fill('识别模型文件缺失，已补齐')
    // Another question than the one that was tried out is not what was agreed to.
    await page.getByLabel(rerunTexts.rate.zh).fill('50')
    await page.getByText(rerunTexts.dryRunStale.zh).waitFor()
    expect(await start.isDisabled()).toBe(true)
    await press(page, rerunTexts.dryRun.zh)
    await page.getByText(rerunTexts.dryRunStale.zh).waitFor({ state: 'detached' })
    await start.click()

    await batchState(page, 'done')
    await page.locator('[data-result=outcome_changed]').getByText('2', { exact: true }).waitFor()
    expect(await page.locator('[data-change="manual_review approved"]').count()).toBe(1)
    expect(await outcomes(references)).toEqual(['approved', 'approved'])
    await turnTo(page, 'failures')
    await page.getByText(failuresTexts.empty.zh).waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('tries a policy that is only proposed, aside, and is shown what it would come to', async () => {
    const references = ['TRY-1', 'TRY-2']
    await world.screen(references)
    await world.store.pool.query(
      `insert into policy_version (version, source, sha256, state, origin, proposed_by, proposed_at, note)
       select '2099-1', source, sha256, 'proposed', 'owner', '何策略', now(), '放宽清晰度'
       from policy_version where state = 'published'`,
    )
    const ids = await Promise.all(references.map(async (reference) => (await world.client.find(reference))?.id ?? ''))
    const { page, complaints } = await as('ou')
    await go(page, '/operations/reruns/new')
    const policy = page.getByLabel(rerunTexts.policy.zh)
    await page.getByText(modeTexts.from.zh).click()
    expect(await policy.count()).toBe(0)
    await page.getByText(modeTexts.shadow.zh).click()
    await policy.click()
    await page.locator('.ant-select-item-option').filter({ hasText: '2099-1' }).click()
    await page.getByText('放宽清晰度').waitFor()
    await page.getByLabel(rerunTexts.applications.zh).fill(ids.join(' '))
    await press(page, rerunTexts.dryRun.zh)
    await page.locator('[data-would="2"]').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByLabel(rerunTexts.startReason.zh).fill('试判新策略')
    await press(page, rerunTexts.startShadow.zh.replace('{n}', '2'))
    await batchState(page, 'done')
    await page.locator('.batch-head').getByText(rerunTexts.tries.zh.replace('{version}', '2099-1')).waitFor()
    expect(await page.locator('[data-result=same]').innerText()).toContain('2')

    // As of an engine that reads less.
    const seen = [{ check: 'ocr', slot: 'bank_card', field: 'cardNumber', change: 'gone' }]
    await world.store.pool.query(
      `update rerun_item set differs = $2, before = jsonb_set(before, '{engines}', '{"ocr": ["old/1"]}'),
        after = jsonb_set(after, '{engines}', '{"ocr": ["new/2"]}') where application_id = $1`,
      [ids[0], JSON.stringify(seen)],
    )
    await page.reload()
    await page.getByText(seenTexts.seen.zh.replace('{n}', '1')).click()
    expect((await page.locator('[data-engines=ocr]').innerText()).trim()).toMatch(/old\/1 → new\/2$/)
    expect((await page.locator('[data-seen="bank_card cardNumber"]').innerText()).split(/\s+/)).toEqual([
      '证件识别',
      '银行卡',
      '银行卡号',
      seenTexts.read.zh,
      seenTexts.notRead.zh,
    ])
    expect(await page.locator('.seen').count()).toBe(1)
    expect(await seriousFaults(page)).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('pauses a queue with a reason, which everybody sees, and resumes it', async () => {
    const { page, complaints } = await as('ou')
    await go(page, '/operations')
    const pause = queue(page, 'account-match').getByRole('button', { name: operationsTexts.pause.zh })
    await pause.click()
    const dialogue = page.getByRole('dialog')
    const agree = dialogue.getByRole('button', { name: operationsTexts.pause.zh, exact: true })
    expect(await agree.isDisabled()).toBe(true)
    await dialogue.getByRole('textbox').fill('核对比对规则')
    await page.keyboard.press('Enter')
    await queue(page, 'account-match').getByText('核对比对规则').waitFor()

    const other = await as('an')
    await go(other.page, '/operations')
    const seen = queue(other.page, 'account-match').locator('.queue-state')
    await seen.getByText('核对比对规则').waitFor()
    expect(await seen.innerText()).toContain(people.ou[0])
    expect(other.complaints).toEqual([])
    await other.page.context().close()

    await queue(page, 'account-match').getByRole('button', { name: operationsTexts.resume.zh }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('核对完毕')
    await page.keyboard.press('Enter')
    await pause.waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })
})

describe('a batch over what one may start alone', () => {
  it('waits for a second person, who is told wherever they are; is paused, resumed and cancelled', async () => {
    await failedReadings(MANY)
    const asker = await as('ou')
    const { page } = asker
    await go(page, '/operations/reruns')
    await page.getByRole('button', { name: rerunTexts.new.zh }).waitFor()
    await page.keyboard.press('n')
    await page.getByLabel(rerunTexts.rate.zh).fill('1')
    await press(page, rerunTexts.dryRun.zh)
    await page.locator(`[data-would="${MANY.length}"]`).waitFor()
    await page.getByText(rerunTexts.needsSecond.zh).waitFor()
    await page.getByLabel(rerunTexts.startReason.zh).fill('识别模型文件缺失，已补齐')
    await press(page, rerunTexts.startAsk.zh.replace('{n}', String(MANY.length)))
    await batchState(page, 'waiting')
    await page.getByText(rerunTexts.ownBatch.zh).waitFor()
    expect(await page.getByRole('button', { name: rerunTexts.approve.zh, exact: true }).count()).toBe(0)

    const second = await as('guan')
    // Their first page is the dashboard.
    await second.page.getByText(shellTexts.toApprove.zh.replace('{n}', '1')).waitFor({ state: 'attached' })
    await second.page.getByRole('link', { name: shellTexts.operations.zh }).click()
    await turnTo(second.page, 'reruns')
    await second.page.locator('tr[data-batch].late').click()
    await press(second.page, rerunTexts.approve.zh)
    const dialogue = second.page.getByRole('dialog')
    await dialogue.getByRole('textbox').fill('已确认模型齐全')
    await dialogue.getByRole('button', { name: rerunTexts.approve.zh, exact: true }).click()
    await batchState(second.page, 'running')
    await second.page.locator('.to-approve').first().waitFor({ state: 'detached' })
    expect(await second.page.getByRole('button', { name: rerunTexts.pause.zh, exact: true }).count()).toBe(0)
    expect(second.complaints).toEqual([])
    await second.page.context().close()

    // Whoever asked for it is shown what the other said.
    await page.reload()
    await page.getByText(rerunTexts.answered.zh.replace('{answer}', '已确认模型齐全')).waitFor()
    await press(page, rerunTexts.pause.zh)
    await batchState(page, 'paused')
    expect(await items(page, 'waiting')).toBeGreaterThan(0)
    await press(page, rerunTexts.resume.zh)
    await batchState(page, 'running')
    await press(page, rerunTexts.cancel.zh)
    await page.getByRole('dialog').getByRole('button', { name: rerunTexts.cancel.zh, exact: true }).click()
    await batchState(page, 'cancelled')
    expect(await items(page, 'cancelled')).toBeGreaterThan(0)
    expect(await items(page, 'cancelled')).toBeLessThan(MANY.length)
    expect(asker.complaints).toEqual([])
    await page.context().close()
  })

  it('is looked at by an auditor, who has nothing to press', async () => {
    const { page, complaints } = await as('an')
    await go(page, '/operations/failures')
    await page.locator('tr[data-fault]').click()
    await page.getByRole('region', { name: failuresTexts.each.zh }).getByRole('link').first().waitFor()
    for (const name of [failuresTexts.rerun, failuresTexts.markLooked, failuresTexts.addNote]) {
      expect(await page.getByRole('button', { name: name.zh }).count()).toBe(0)
    }
    await turnTo(page, 'reruns')
    await page.locator('tr[data-batch]').first().click()
    await batchState(page, 'cancelled')
    await page.getByText(resultTexts.outcome_changed.zh).first().waitFor()
    expect(await page.locator('.batch-acts button').count()).toBe(0)
    await go(page, '/operations')
    await queue(page, 'decision').waitFor()
    expect(await page.locator('.row-acts button').count()).toBe(0)
    await go(page, '/operations/reruns/new')
    await page.getByText(statesTexts.notAllowed.zh).waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })
})

describe('what is away', () => {
  it('a service that fails says so, and the page comes back by itself', async () => {
    const { page } = await as('ou')
    const error = { code: 'INTERNAL', message: { zh: '内部错误', en: 'an error' }, requestId: 'req_1a2b' }
    await page.route('**/v1/operations', (route) => route.fulfill({ status: 500, json: { error } }))
    await go(page, '/operations')
    await page.getByText(statesTexts.requestId.zh.replace('{id}', 'req_1a2b')).waitFor()
    await page.unroute('**/v1/operations')
    await queue(page, 'decision').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.context().close()
  })

  it('of queues that do not answer nothing is claimed', async () => {
    const { page, complaints } = await as('ou')
    await page.route('**/v1/operations', async (route) => {
      const answer = await route.fetch()
      const view = (await answer.json()) as { queues: object[] }
      await route.fulfill({
        response: answer,
        json: { ...view, queues: view.queues.map((each) => ({ ...each, counts: null, oldestSeconds: null })) },
      })
    })
    await go(page, '/operations')
    await queue(page, 'decision').getByText(operationsTexts.unknownCounts.zh).waitFor()
    expect(await queue(page, 'decision').locator('.queue-state').innerText()).toContain(operationsTexts.unknown.zh)
    expect(complaints).toEqual([])
    await page.context().close()
  })
})

describe('for everybody', () => {
  it.each([
    ['light', 'zh', 1280],
    ['dark', 'en', 900],
  ] as const)('axe-core finds no serious fault and nothing overflows, %s, %s, %d wide', async (...look) => {
    const [colorScheme, language, width] = look
    const { page, complaints } = await as('ou', { colorScheme, language, viewport: { width, height: 900 } })
    const lookAt = async (path: string, there: string) => {
      await page.locator(there).first().waitFor()
      const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect([path, await seriousFaults(page), over]).toEqual([path, [], 0])
    }
    await go(page, '/operations')
    await lookAt('overview', 'tr[data-queue]')
    await queue(page, 'decision').getByRole('button').click()
    await lookAt('pause', '.ant-modal input')
    await go(page, '/operations/failures')
    await page.locator('tr[data-fault]').click()
    await lookAt('fault', '.fault-each tbody tr')
    await go(page, '/operations/reruns')
    await lookAt('reruns', 'tr[data-batch]')
    await page.locator('tr[data-batch]').first().click()
    await lookAt('batch', 'tr[data-item]')
    await go(page, '/operations/reruns/new?mode=failed&class=config')
    await lookAt('new', '[data-would]')
    await go(page, '/operations/failures?step=callback')
    await lookAt('none', '.notice')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('the jobs one by one are looked at alone', async () => {
    const { page, complaints } = await as('an')
    await go(page, '/operations')
    const [board] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: operationsTexts.jobs.zh }).click(),
    ])
    const said: string[] = []
    board.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') said.push(message.text())
    })
    await board.getByRole('link', { name: 'document-ocr' }).first().waitFor()
    // With a stroke at the end, as its own links have it.
    await board.goto(`${world.url}/ops/queues/`)
    await board.getByRole('link', { name: 'document-ocr' }).first().waitFor()
    await board.goto(`${world.url}/ops/queues/queue/document-ocr?status=failed`)
    await board.getByText('ENOENT').first().waitFor()
    for (const name of [/retry/i, /clean/i, /remove/i, /promote/i, /^pause/i, /empty/i, /add job/i]) {
      expect([name, await board.getByRole('button', { name }).count()]).toEqual([name, 0])
    }
    expect(said).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })
})
