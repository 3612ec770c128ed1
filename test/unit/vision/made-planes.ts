import type { Plane } from '../../../src/vision/planes.ts'

/** A picture of soft and hard blobs; another seed is another picture. `shift`: pixels by which every second one stands elsewhere. */
export function blobs(seed: number, width = 512, height = 384, shift = 0): Plane {
  let state = seed
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  const data = new Float32Array(width * height).fill(128)
  for (let i = 0; i < 260; i++) {
    const [cx, cy] = [random() * width, random() * height]
    const r = 3 + 40 * random() ** 3
    const [tall, strength, hard] = [0.6 + random(), random() * 160 - 80, random() < 0.5]
    const x0 = cx + (i % 2 ? shift : 0)
    for (let y = Math.max(0, Math.floor(cy - 3 * r)); y < Math.min(height, cy + 3 * r); y++) {
      for (let x = Math.max(0, Math.floor(x0 - 3 * r)); x < Math.min(width, x0 + 3 * r); x++) {
        const d = ((x - x0) / r) ** 2 + ((y - cy) / (r * tall)) ** 2
        data[y * width + x]! += hard ? (d < 1 ? strength : 0) : strength * Math.exp(-d)
      }
    }
  }
  return { data: data.map((value) => Math.max(0, Math.min(255, value))), width, height }
}

export function framed(
  { data, width, height }: Plane,
  by: { left: number; top: number; right: number; bottom: number; level: number },
): Plane {
  const w = width + by.left + by.right
  const h = height + by.top + by.bottom
  const to = new Float32Array(w * h).fill(by.level)
  for (let y = 0; y < height; y++) to.set(data.subarray(y * width, (y + 1) * width), (y + by.top) * w + by.left)
  return { data: to, width: w, height: h }
}

/** By so many degrees round its middle; black where nothing was. */
export function turned({ data, width, height }: Plane, degrees: number): Plane {
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  const to = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = cosine * (x - width / 2) + sine * (y - height / 2) + width / 2
      const v = cosine * (y - height / 2) - sine * (x - width / 2) + height / 2
      const [i, j] = [Math.floor(u), Math.floor(v)]
      if (i < 0 || j < 0 || i + 1 >= width || j + 1 >= height) continue
      const at = j * width + i
      const upper = data[at]! * (i + 1 - u) + data[at + 1]! * (u - i)
      const lower = data[at + width]! * (i + 1 - u) + data[at + width + 1]! * (u - i)
      to[y * width + x] = upper * (j + 1 - v) + lower * (v - j)
    }
  }
  return { data: to, width, height }
}
