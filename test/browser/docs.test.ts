import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { z } from 'zod'
import { testApi } from '../support/api.ts'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

const apiDescription = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
const { app } = await testApi()
const address = await app.listen({ port: 0, host: '127.0.0.1' })

describe('/docs in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    if (!executablePath) throw new Error('No Chromium found: install it, for example with apt-get install chromium')
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  })
  afterAll(() => browser?.close())

  it.each(['/docs', '/docs/'])(
    '%s shows every route, under its policy, without a complaint or a call outside',
    async (path) => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } })
      const complaints: string[] = []
      const outside: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('request', (request) => {
        const url = request.url()
        if (!url.startsWith(address) && !url.startsWith('data:')) outside.push(url)
      })
      const failed: string[] = []
      page.on('response', (response) => {
        if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`)
      })

      const response = await page.goto(address + path)
      expect(response?.headers()['content-security-policy']).toContain("script-src 'self'")
      await page.locator('.opblock').nth(7).waitFor()
      const shown = await page.locator('.opblock-summary-path').allInnerTexts()
      const { paths } = apiDescription.parse(await (await fetch(`${address}/openapi.json`)).json())
      const described = Object.entries(paths).flatMap(([path, operations]) => Object.keys(operations).map(() => path))
      expect(described).toEqual(
        expect.arrayContaining(['/health/live', '/v1/applications', '/v1/events', '/v1/webhooks']),
      )
      expect(shown.map((text) => text.replaceAll('\u200b', '')).sort()).toEqual(described.sort())

      await page.locator('#operations-health-live .opblock-summary-control').click()
      await page.locator('#operations-health-live .execute').click()
      await expect
        .poll(() => page.locator('#operations-health-live .live-responses-table').innerText())
        .toContain('"status": "ok"')
      await page.locator('#operations-applications-submitApplication .opblock-summary-control').click()
      await page.locator('#operations-applications-submitApplication .responses-table').first().waitFor()

      if (process.env['SCREENSHOTS'])
        await page.screenshot({ path: `${process.env['SCREENSHOTS']}/docs.png`, fullPage: true })
      expect({ complaints, outside, failed }).toEqual({ complaints: [], outside: [], failed: [] })
      await page.close()
    },
  )
})
