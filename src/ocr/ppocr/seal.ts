import type { RgbImage } from '../../vision/image.ts'
import type { Region } from '../engine.ts'

/** Red exceeds green and blue by this, of 255, in a seal's ink; less, up to `faint`, is its edge or a photo's hue. */
const inked = 45
const faint = 20
/** Cells across the longer side of a photo: seals are looked for among cells, not pixels. */
const cellsAcross = 240
/** Cells between two red ones of the same patch, and one more. */
const reach = 3
/** Share of red samples that makes a red cell. */
const redCell = 0.2
/** A seal's width as a share of the photo's longer side, and its width by its height: a circle held at an angle. */
const smallest = 0.05
const largest = 0.45
const flattest = 0.6
/**
 * Shares of red cells: a seal has a rim, nothing in the corners around it, and is not filled. All 18 of 18 drawn seals
 * pass, and of 30 photos of cards two red emblems, which hide nothing; a sign's letters and a red field have red corners.
 */
const rim = 0.5
const corners = 0.06
const filled = 0.8

/**
 * The photo with the ink of round red seals taken out, so that what is printed under them can be found and read: red ink
 * lets red light through, so the red channel alone shows the paper, and black print stays black. The photo itself where
 * there is none.
 */
export function withoutSeals(image: RgbImage): RgbImage {
  const seals = findSeals(image)
  if (seals.length === 0) return image
  const data = Uint8Array.from(image.data)
  for (const seal of seals) bleach({ ...image, data }, seal)
  return { ...image, data }
}

function bleach({ data, width }: RgbImage, region: Region): void {
  for (let y = region.y; y < region.y + region.height; y++) {
    let i = (y * width + region.x) * 3
    for (let x = 0; x < region.width; x++, i += 3) {
      const [red, green, blue] = [data[i]!, data[i + 1]!, data[i + 2]!]
      const share = Math.min(1, Math.max(0, (red - Math.max(green, blue) - faint) / (inked - faint)))
      data[i + 1] = green + (red - green) * share
      data[i + 2] = blue + (red - blue) * share
    }
  }
}

/** The upright rectangles around round red seals, a little wider than they are. */
export function findSeals(image: RgbImage): Region[] {
  const cell = Math.max(2, Math.ceil(Math.max(image.width, image.height) / cellsAcross))
  const cells = redCells(image, cell)
  return patches(cells)
    .filter((patch) => isSeal(cells, patch))
    .map((patch) => {
      const [x, y] = [Math.max(0, (patch.x - 1) * cell), Math.max(0, (patch.y - 1) * cell)]
      return {
        x,
        y,
        width: Math.min(image.width, (patch.x + patch.width + 1) * cell) - x,
        height: Math.min(image.height, (patch.y + patch.height + 1) * cell) - y,
      }
    })
}

interface Cells {
  red: Uint8Array
  width: number
  height: number
}

/** Which cells are red, by every second pixel of every second row. */
function redCells({ data, width, height }: RgbImage, cell: number): Cells {
  const across = Math.ceil(width / cell)
  const down = Math.ceil(height / cell)
  const counts = new Uint16Array(across * down)
  for (let y = 0; y < height; y += 2) {
    const row = Math.floor(y / cell) * across
    for (let x = 0, i = y * width * 3; x < width; x += 2, i += 6) {
      const red = data[i]!
      if (red - data[i + 1]! > inked && red - data[i + 2]! > inked) counts[row + Math.floor(x / cell)]!++
    }
  }
  const samples = Math.ceil(cell / 2) ** 2
  return { red: Uint8Array.from(counts, (count) => (count >= redCell * samples ? 1 : 0)), width: across, height: down }
}

/** Rectangles around patches of red cells, in cells. Cells up to `reach` apart belong together: a rim is worn, and cut by print. */
function patches({ red, width, height }: Cells): Region[] {
  const seen = new Uint8Array(red.length)
  const found: Region[] = []
  for (let seed = 0; seed < red.length; seed++) {
    if (!red[seed] || seen[seed]) continue
    let [x0, y0, x1, y1] = [width, height, 0, 0]
    const stack = [seed]
    seen[seed] = 1
    while (stack.length > 0) {
      const at = stack.pop()!
      const x = at % width
      const y = (at - x) / width
      ;[x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)]
      for (let ny = Math.max(0, y - reach); ny <= Math.min(height - 1, y + reach); ny++) {
        for (let nx = Math.max(0, x - reach); nx <= Math.min(width - 1, x + reach); nx++) {
          const next = ny * width + nx
          if (!red[next] || seen[next]) continue
          seen[next] = 1
          stack.push(next)
        }
      }
    }
    found.push({ x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 })
  }
  return found
}

function isSeal(cells: Cells, { x, y, width, height }: Region): boolean {
  const [long, short] = [Math.max(width, height), Math.min(width, height)]
  const across = Math.max(cells.width, cells.height)
  if (short < flattest * long || short < smallest * across || long > largest * across) return false
  const sums = { rim: 0, corners: 0, all: 0 }
  const counts = { rim: 0, corners: 0, all: 0 }
  for (let dy = 0; dy < height; dy++) {
    for (let dx = 0; dx < width; dx++) {
      const distance = Math.hypot((2 * dx + 1) / width - 1, (2 * dy + 1) / height - 1)
      const red = cells.red[(y + dy) * cells.width + x + dx]!
      const part = distance > 1.12 ? 'corners' : 'all'
      sums[part] += red
      counts[part]++
    }
  }
  const rimShare = rimOf(cells, { x, y, width, height })
  return rimShare >= rim && sums.corners <= corners * counts.corners && sums.all <= filled * counts.all
}

/** Share of directions from the middle in which red stands near the edge of the rectangle's ellipse. */
function rimOf(cells: Cells, { x, y, width, height }: Region): number {
  const directions = 72
  let hits = 0
  for (let i = 0; i < directions; i++) {
    const angle = (2 * Math.PI * i) / directions
    const hit = [0.84, 0.9, 0.96, 1].some((radius) => {
      const column = Math.min(width - 1, Math.floor((width * (1 + radius * Math.cos(angle))) / 2))
      const row = Math.min(height - 1, Math.floor((height * (1 + radius * Math.sin(angle))) / 2))
      return cells.red[(y + row) * cells.width + x + column] === 1
    })
    if (hit) hits++
  }
  return hits / directions
}
