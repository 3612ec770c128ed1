import sharp from 'sharp'

/** What is commonly taken for sharpness; higher is sharper. */
export const peers: Readonly<Record<string, (bytes: Uint8Array) => Promise<number>>> = {
  'sharp sharpness': async (bytes) => (await sharp(bytes).stats()).sharpness,
  'Laplacian var.': async (bytes) => laplacianVariance(await grey(bytes)),
  'Laplacian 800': async (bytes) => laplacianVariance(await grey(bytes, 800)),
  'Tenengrad 800': async (bytes) => tenengrad(await grey(bytes, 800)),
}

interface Grey {
  data: Uint8Array
  width: number
  height: number
}

async function grey(bytes: Uint8Array, longSide?: number): Promise<Grey> {
  const picture = longSide
    ? sharp(bytes).resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true })
    : sharp(bytes)
  const { data, info } = await picture.greyscale().toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** Variance of the answer to the kernel 0 1 0, 1 -4 1, 0 1 0 (Pech-Pacheco et al., 2000). */
function laplacianVariance({ data, width, height }: Grey): number {
  let sum = 0
  let squares = 0
  let count = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      const value = data[at - 1]! + data[at + 1]! + data[at - width]! + data[at + width]! - 4 * data[at]!
      sum += value
      squares += value * value
      count += 1
    }
  }
  return squares / count - (sum / count) ** 2
}

/** Mean squared Sobel gradient (Krotkov, 1988). */
function tenengrad({ data, width, height }: Grey): number {
  let sum = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      const [a, b, c] = [data[at - width - 1]!, data[at - width]!, data[at - width + 1]!]
      const [g, h, i] = [data[at + width - 1]!, data[at + width]!, data[at + width + 1]!]
      const dx = c + 2 * data[at + 1]! + i - a - 2 * data[at - 1]! - g
      const dy = g + 2 * h + i - a - 2 * b - c
      sum += dx * dx + dy * dy
    }
  }
  return sum / ((width - 2) * (height - 2))
}
