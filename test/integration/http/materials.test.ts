import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { crc32, deflateSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { countRows, multipart, realApi, somePhoto } from '../../support/real-api.ts'

const { app, lines, store, folder } = await realApi()
const address = await app.listen({ port: 0, host: '127.0.0.1' })
beforeEach(() => {
  lines.length = 0
})

type Body = NonNullable<RequestInit['body']>

const send = async (body: Body, headers: Record<string, string> = {}) => {
  const response = await fetch(`${address}/v1/materials`, { method: 'POST', body, headers })
  // oxlint-disable-next-line typescript/no-explicit-any
  const json: any = await response.json()
  return { status: response.status, json }
}
const refusal = async (body: Body, headers: Record<string, string> = {}) => {
  const { status, json } = await send(body, headers)
  return { status, code: json.error?.code, errors: json.error?.errors, en: json.error?.message.en }
}
const sendFile = (bytes: Uint8Array, fileName = 'photo.jpg') =>
  refusal(multipart(['kind', 'bank_card'], ['file', { bytes, fileName }]))

const bytes = await somePhoto()
const file = { bytes, fileName: 'photo.jpg' }

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/** A black PNG of some kB, however many pixels. */
function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 })
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, pngChunk('IHDR', header), pngChunk('IDAT', rows), pngChunk('IEND', Buffer.alloc(0))])
}

describe('a photo', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('as %s is stored and described', async (format) => {
    const photo = await somePhoto(7, format, 400, 300)
    const { status, json } = await send(
      multipart(['kind', 'id_portrait'], ['file', { bytes: photo, fileName: `p.${format}` }]),
    )
    expect(status).toBe(201)
    expect(json).toEqual({
      id: expect.stringMatching(/^mat_/),
      kind: 'id_portrait',
      sha256: createHash('sha256').update(photo).digest('hex'),
      size: photo.length,
      width: 400,
      height: 300,
      precheck: expect.objectContaining({ verdict: 'retake' }),
    })
  })

  it('may come before or after its kind', async () => {
    const first = await send(multipart(['file', file], ['kind', 'scene_stall']))
    const last = await send(multipart(['kind', 'scene_stall'], ['file', file]))
    expect([first.status, last.status]).toEqual([201, 201])
    expect(first.json.kind).toBe('scene_stall')
  })

  it('sent twice has two ids, one hash and one file', async () => {
    const photo = { bytes: await somePhoto(99), fileName: 'a.jpg' }
    const before = await countRows(store, 'material')
    const answers = await Promise.all([1, 2].map(() => send(multipart(['kind', 'bank_card'], ['file', photo]))))
    const [a, b] = answers.map(({ json }) => json)
    expect(a.sha256).toBe(b.sha256)
    expect(a.id).not.toBe(b.id)
    expect(await countRows(store, 'material')).toBe(before + 2)
    expect((await readdir(folder, { recursive: true })).filter((path) => path.endsWith(a.sha256))).toHaveLength(1)
  })

  it('of just under 10 MB is taken, also when sent in pieces without a length', async () => {
    // Metadata is part of a picture file: a JPEG may hold megabytes of it.
    const comment = Buffer.concat(
      Array.from({ length: 150 }, () =>
        Buffer.concat([Buffer.from([0xff, 0xfe, 0xff, 0xff]), Buffer.alloc(65_533, 0x20)]),
      ),
    )
    const large = Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)])
    expect(large.length).toBeGreaterThan(9.3 * 1024 * 1024)
    const form = new Response(multipart(['kind', 'bank_card'], ['file', { bytes: large, fileName: 'l.jpg' }]))
    const response = await fetch(`${address}/v1/materials`, {
      method: 'POST',
      body: form.body,
      headers: { 'content-type': form.headers.get('content-type')! },
      duplex: 'half',
    })
    expect(await response.json()).toMatchObject({ size: large.length, kind: 'bank_card' })
    expect(response.status).toBe(201)
  })
})

describe('a file that is no acceptable photo', () => {
  it.each<[string, () => Uint8Array | Promise<Uint8Array>, number]>([
    ['FILE_EMPTY', () => Buffer.alloc(0), 422],
    ['FILE_NOT_AN_IMAGE', () => Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'), 422],
    [
      'FILE_HEIC',
      () => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(400)]),
      422,
    ],
    ['FILE_TYPE_REFUSED', () => Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(400)]), 422],
    ['FILE_TRUNCATED', () => bytes.subarray(0, bytes.length / 2), 422],
    [
      'FILE_BROKEN',
      () =>
        Buffer.concat([
          pngOf(300, 300).subarray(0, 33),
          pngChunk('IDAT', Buffer.from('nothing')),
          pngChunk('IEND', Buffer.alloc(0)),
        ]),
      422,
    ],
    ['FILE_TOO_MANY_PIXELS', () => pngOf(25_000, 20_000), 422],
    ['FILE_TOO_SMALL', () => somePhoto(1, 'png', 150, 400), 422],
    ['FILE_POLYGLOT', () => Buffer.concat([bytes, Buffer.from('PK\x03\x04'), Buffer.alloc(200, 7)]), 422],
    ['FILE_TOO_LARGE', () => Buffer.concat([bytes, Buffer.alloc(10 * 1024 * 1024)]), 413],
  ])('%s', async (code, make, status) => {
    const before = await countRows(store, 'material')
    const answer = await sendFile(await make(), '营业执照.jpg')
    expect(answer).toMatchObject({ status, code })
    expect(answer.en).toContain('营业执照.jpg')
    expect(await countRows(store, 'material')).toBe(before)
    expect(JSON.stringify(lines)).not.toContain('营业执照')
  })

  it('that decodes to 500 megapixels is refused for what its header says, from a few kB', () => {
    expect(pngOf(25_000, 20_000).length).toBeLessThan(100_000)
  })
})

describe('a form', () => {
  it.each<[string, FormData, object]>([
    ['without a file', multipart(['kind', 'bank_card']), { status: 400, code: 'FILE_MISSING' }],
    [
      'with a text where the file should be',
      multipart(['kind', 'bank_card'], ['file', 'photo.jpg']),
      { status: 400, code: 'FILE_MISSING' },
    ],
    [
      'without a kind',
      multipart(['file', file]),
      { status: 422, code: 'INVALID_FIELD', errors: [expect.objectContaining({ field: 'kind' })] },
    ],
    [
      'with an unknown kind',
      multipart(['kind', 'selfie'], ['file', file]),
      { status: 422, code: 'INVALID_FIELD', errors: [expect.objectContaining({ field: 'kind' })] },
    ],
    [
      'with two files',
      multipart(['kind', 'bank_card'], ['file', file], ['file', file]),
      { status: 422, code: 'INVALID_FIELD', errors: [expect.objectContaining({ field: 'file', code: 'TWICE' })] },
    ],
    [
      'with two kinds',
      multipart(['kind', 'bank_card'], ['kind', 'id_emblem'], ['file', file]),
      { status: 422, code: 'INVALID_FIELD', errors: [expect.objectContaining({ field: 'kind', code: 'TWICE' })] },
    ],
    [
      'with the file under another name',
      multipart(['kind', 'bank_card'], ['photo', file]),
      { status: 422, code: 'INVALID_FIELD', errors: [expect.objectContaining({ field: 'photo' })] },
    ],
    [
      'with a field that is not known',
      multipart(['kind', 'bank_card'], ['approved', 'true'], ['file', file]),
      { status: 422, code: 'INVALID_FIELD', errors: [expect.objectContaining({ field: 'approved' })] },
    ],
    [
      'with a field that reaches for the prototype',
      multipart(['__proto__', 'x'], ['kind', 'bank_card'], ['file', file]),
      { status: 400, code: 'BAD_REQUEST' },
    ],
    [
      'with too many parts',
      multipart(...Array.from({ length: 20 }, (_, i): [string, string] => [`f${i}`, 'x']), ['file', file]),
      { status: 400, code: 'BAD_REQUEST' },
    ],
  ])('%s is refused', async (_, form, expected) => {
    expect(await refusal(form)).toMatchObject(expected)
  })

  it.each([
    ['that is none', '{"kind":"bank_card"}', 'application/json', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['of another kind', 'kind=bank_card', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['without a boundary', 'x', 'multipart/form-data', 400, 'BAD_REQUEST'],
    ['that has nothing of what it says', 'x', 'multipart/form-data; boundary=b', 400, 'BAD_REQUEST'],
    [
      'that breaks off',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nabc',
      'multipart/form-data; boundary=b',
      400,
      'BAD_REQUEST',
    ],
    ['that is empty', '', 'multipart/form-data; boundary=b', 400, 'FILE_MISSING'],
  ])('%s is refused', async (_, body, type, status, code) => {
    expect(await refusal(body, { 'content-type': type })).toMatchObject({ status, code })
  })

  it('cannot name a path or hide control characters in the name of its file', async () => {
    const answer = await sendFile(Buffer.from('no picture'), '../../etc/\u202egpj\u0007.passwd')
    expect(answer.en).toMatch(/^gpj(%07)?\.passwd is/)
  })

  it('leaves the connection usable after each refusal', async () => {
    for (let i = 0; i < 5; i++) {
      expect(
        await refusal(multipart(['photo', { bytes: Buffer.alloc(3_000_000), fileName: 'x' }], ['file', file])),
      ).toMatchObject({ status: 422 })
      expect((await send(multipart(['kind', 'bank_card'], ['file', file]))).status).toBe(201)
    }
  })
})

describe('a stream without end', () => {
  const partHead = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'

  /** A sender that never finishes its form. Its connection may end in any way; `ended` says that it has. */
  function startSending() {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const request = httpRequest(new URL('/v1/materials', address), { method: 'POST', headers })
    const ended = new Promise<void>((resolve) => void request.on('error', () => resolve()).on('close', resolve))
    request.write(partHead)
    return { request, ended }
  }

  it('is cut off at 64 MB', async () => {
    const { request, ended } = startSending()
    const piece = Buffer.alloc(1024 * 1024, 0x61)
    let sent = 0
    const pump = (): void => {
      while (sent < 500) {
        sent++
        if (!request.write(piece)) return
      }
    }
    request.on('drain', pump)
    pump()
    await ended
    expect(sent).toBeLessThan(100)
    await expect
      .poll(() => lines.map(({ fields }) => fields))
      .toContainEqual(expect.objectContaining({ route: '/v1/materials', status: 413 }))
    expect((await send(multipart(['kind', 'bank_card'], ['file', file]))).status).toBe(201)
  })

  it('that its sender gives up leaves nothing behind', async () => {
    const before = await countRows(store, 'material')
    const { request, ended } = startSending()
    await new Promise((resolve) => request.write(bytes, resolve))
    request.destroy()
    await ended
    expect((await send(multipart(['kind', 'bank_card'], ['file', file]))).status).toBe(201)
    expect(await countRows(store, 'material')).toBe(before + 1)
    expect(lines.filter(({ level }) => level === 'error')).toEqual([])
  })
})
