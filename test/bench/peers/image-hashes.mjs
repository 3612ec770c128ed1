/**
 * Fingerprints of other packages, in a process of their own: they bring their own copy of libvips. Asked by messages of
 * `{ id, bytes }`, answers with 64 and 256 bits as text and the milliseconds that each took.
 */
import imghash from 'imghash'
import phash from 'sharp-phash'

const bitsOf = (hex) => [...hex].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('')

async function timed(work) {
  const started = performance.now()
  const bits = await work()
  return { bits, ms: performance.now() - started }
}

process.on('message', (message) => void answer(message))

async function answer({ id, bytes }) {
  try {
    const buffer = Buffer.from(bytes)
    process.send({
      id,
      'sharp-phash': await timed(() => phash(buffer)),
      imghash: await timed(async () => bitsOf(await imghash.hash(buffer, 16))),
    })
  } catch (error) {
    process.send({ id, error: String(error) })
  }
}
process.on('disconnect', () => process.exit())
