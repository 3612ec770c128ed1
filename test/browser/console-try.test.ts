import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { materialKinds } from '../../src/domain/application.ts'
import { formFields, type Tree, valueAt } from '../../src/console/pages/try/fields.ts'
import { tryTexts } from '../../src/console/pages/try/try-texts.ts'
import { launchBrowser, visit } from '../support/console-browser.ts'
import { type ConsoleWorld, openConsoleWorld } from '../support/console-world.ts'
import { sampleDay } from '../support/service.ts'

const sample = new URL('../fixtures/samples/A-1004/', import.meta.url)
const mended = new URL('../fixtures/mended/A-1004/', import.meta.url)

let world: ConsoleWorld
let browser: Browser
beforeAll(async () => {
  world = await openConsoleWorld({ databaseUrl: inject('postgresUrl'), samples: [], clock: sampleDay })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await world?.stop()
})

describe('the sandbox', () => {
  it('tells of a blurred photo at once, asks for that one again after the submission, and approves the mended application', async () => {
    const { page, complaints } = await visit(browser, world.url, 'rong')
    await page.goto(`${world.url}/console/try`)
    const text = (key: keyof typeof tryTexts) => tryTexts[key].zh

    const form: Tree = JSON.parse(await readFile(new URL('application.json', sample), 'utf8'))
    for (const { path, label } of formFields) {
      await page.getByLabel(text(label), { exact: true }).fill(valueAt(form, path))
    }
    const photos = materialKinds.filter((kind) => JSON.stringify(form).includes(`"${kind}"`))
    for (const kind of photos) {
      await page.locator(`[data-slot=${kind}] input[type=file]`).setInputFiles(new URL(`${kind}.jpg`, sample).pathname)
    }
    const blurred = page.locator('[data-slot]').filter({ hasText: text('retake') })
    await blurred.first().waitFor()
    expect(await blurred.count()).toBe(1)
    expect(await blurred.getAttribute('data-slot')).toBe('business_licence')

    await page.getByRole('button', { name: text('submit') }).click()
    // Only what was returned is asked for.
    await page.getByText(text('returned').replace('{count}', '1')).waitFor()
    expect(await page.locator('[data-slot]').count()).toBe(1)
    const licence = new URL('business_licence.jpg', mended).pathname
    await page.locator('[data-slot=business_licence] input[type=file]').setInputFiles(licence)
    await page.getByText(text('ok')).waitFor()
    await page.getByRole('button', { name: text('resubmit') }).click()
    await page.getByText(text('approved'), { exact: true }).waitFor()
    expect(complaints).toEqual([])
  })
})
