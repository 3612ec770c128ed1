import type { SamePhoto } from '../domain/evidence-scene.ts'
import { mirrored } from './fingerprint.ts'
import type { Plane } from './planes.ts'
import { contentBox } from './trim.ts'
export function register(a: Plane, b: Plane): SamePhoto {
  const one = small(a)
  const plain = correlation(one, small(b))
  const turned = correlation(one, small(mirrored(b)))
  const best = Math.max(plain, turned)
  return { same: best > 0.9, correlation: best, overlap: 1, mirrored: turned > plain }
}
function small(plane: Plane): Float64Array {
  const box = contentBox(plane) ?? { x: 0, y: 0, width: plane.width, height: plane.height }
  const cells = new Float64Array(1024)
  for (let i = 0; i < 1024; i++) {
    const x = Math.floor(box.x + (((i % 32) + 0.5) * box.width) / 32)
    const y = Math.floor(box.y + ((Math.floor(i / 32) + 0.5) * box.height) / 32)
    cells[i] = plane.data[y * plane.width + x] ?? 0
  }
  return cells
}
function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (v: Float64Array) => v.reduce((x, y) => x + y, 0) / v.length
  const [ma, mb] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  a.forEach((v, i) => {
    ab += (v - ma) * (b[i]! - mb)
    aa += (v - ma) ** 2
    bb += (b[i]! - mb) ** 2
  })
  return aa * bb > 0 ? ab / Math.sqrt(aa * bb) : 0
}
