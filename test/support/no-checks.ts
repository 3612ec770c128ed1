import type { PhotoChecks } from '../../src/checks/photo-checks.ts'

const never = () => Promise.reject(new Error('nobody looks at photos here'))

/** For services in which no photo is looked at. */
export const noChecks: PhotoChecks = {
  inspect: never,
  ocr: never,
  clarity: never,
  premises: never,
  confirm: never,
  scene: never,
  versions: { ocr: 'none', clarity: 'none', scene: 'none' },
  close: async () => {},
}
