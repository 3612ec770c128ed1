import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { materialReceipt } from '../../../src/contracts/receipts.ts'
import { ZhunruError } from '../../../src/platform/errors.ts'
import { testApi } from '../../support/api.ts'
import { multipart, realApi, somePhoto, uploadPhoto } from '../../support/real-api.ts'
import { sampleFolder } from '../../support/service.ts'

const { app } = await realApi()

const send = async (kind: string, bytes: Uint8Array) => {
  const payload = multipart(['kind', kind], ['file', { bytes, fileName: 'photo.jpg' }])
  const answer = await app.inject({ method: 'POST', url: '/v1/materials', payload })
  expect(answer.statusCode).toBe(201)
  return materialReceipt.strict().parse(answer.json())
}
const portrait = () => readFile(`${sampleFolder('A-1001')}/id_portrait.jpg`)

describe('the answer to an upload', () => {
  it('says that a clear photo will do', async () => {
    const { precheck } = await send('id_portrait', await portrait())
    expect(precheck).toEqual({ verdict: 'ok', clarity: expect.any(Number), policy: '2026-11-5', reasons: [] })
    expect(precheck.clarity).toBeGreaterThan(50)
  })

  it('says of a blurred one what is wrong and what to do, in both languages', async () => {
    const blurred = await sharp(await portrait())
      .blur(12)
      .jpeg()
      .toBuffer()
    const { precheck, id } = await send('id_portrait', blurred)
    expect(precheck).toMatchObject({
      verdict: 'retake',
      reasons: [
        {
          code: 'IMG_BLURRY',
          message: {
            zh: expect.stringMatching(/^身份证人像面照片模糊（清晰度 \d+\/100，需达到 50），内容无法看清$/),
            en: expect.stringMatching(/too blurry to make out \(clarity \d+ of 100, at least 50 needed\)$/),
          },
          hint: { en: expect.stringContaining('take the photo again') },
        },
      ],
    })
    // The applicant may insist: it is there.
    expect((await app.inject(`/v1/materials/${id}/clarity.png`)).statusCode).toBe(200)
  })

  it('outlines glare where it is', async () => {
    const photo = sharp(await portrait())
    const { data, info } = await photo.raw().toBuffer({ resolveWithObject: true })
    const { width, height } = info
    const [x, y] = [Math.round(width * 0.62), Math.round(height * 0.5)]
    for (let i = 0; i < width * height; i++) {
      const [across, down] = [((i % width) - x) / (width * 0.36), (Math.floor(i / width) - y) / (height * 0.42)]
      if (across * across + down * down < 1) data.fill(255, 3 * i, 3 * i + 3)
    }
    const glaring = await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg()
      .toBuffer()
    const { precheck } = await send('id_portrait', glaring)
    const reason = precheck.reasons.find(({ code }) => code === 'IMG_GLARE')
    expect(reason).toMatchObject({ factor: expect.any(Number) })
    const { x: left, y: top, width: wide, height: high } = reason!.region!
    expect(x).toBeGreaterThan(left)
    expect(x).toBeLessThan(left + wide)
    expect(y).toBeGreaterThan(top)
    expect(y).toBeLessThan(top + high)
    expect(left + wide).toBeLessThanOrEqual(width)
    expect(top + high).toBeLessThanOrEqual(height)
  })
})

describe('GET /v1/materials/{id}/clarity.png', () => {
  it('draws the photo as a PNG that nothing may keep', async () => {
    const { id } = await send('id_portrait', await portrait())
    const answer = await app.inject(`/v1/materials/${id}/clarity.png`)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const drawn = sharp(answer.rawPayload)
    const { format, width, height } = await drawn.metadata()
    expect({ format, width, height }).toEqual({ format: 'png', width: 1200, height: 900 })
    // Not a photo of one colour: something is drawn.
    const { channels } = await drawn.stats()
    expect(channels.some(({ stdev }) => stdev > 10)).toBe(true)
  })

  it('draws a small photo too', async () => {
    const id = await uploadPhoto(app, 'scene_stall', 3)
    expect((await app.inject(`/v1/materials/${id}/clarity.png`)).headers['content-type']).toBe('image/png')
  })

  it.each(['mat_00000000000000000000000000', 'mat_', 'app_00000000000000000000000000', "mat_'; drop table", '%00'])(
    'of %s is not found',
    async (id) => {
      const answer = await app.inject(`/v1/materials/${encodeURIComponent(id)}/clarity.png`)
      expect(answer.statusCode).toBe(404)
      expect(answer.json().error).toMatchObject({
        code: 'NOT_FOUND',
        message: { en: 'There is no photo with this id' },
      })
    },
  )

  it('of a photo that may not be kept is gone', async () => {
    const refusing = await testApi({
      drawClarity: (id) => Promise.reject(new ZhunruError('PHOTO_REMOVED', { id })),
    })
    const answer = await refusing.app.inject('/v1/materials/mat_00000000000000000000000000/clarity.png')
    expect(answer.statusCode).toBe(410)
    expect(answer.json().error).toMatchObject({ code: 'PHOTO_REMOVED' })
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  it('takes no other method', async () => {
    const answer = await app.inject({ method: 'DELETE', url: '/v1/materials/mat_1/clarity.png' })
    expect(answer.statusCode).toBe(405)
  })
})

describe('a photo of nothing', () => {
  it('is looked over as well', async () => {
    const { precheck } = await send('scene_interior', await somePhoto(5, 'png', 1600, 1200))
    expect(precheck).toMatchObject({ verdict: 'retake' })
  })
})
