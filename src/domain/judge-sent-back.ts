import { finding } from './screening.ts'
import type { Judge } from './screening.ts'

/** The same file again mends nothing, and what a person saw in it no check of ours need see again. */
export const judgeSentBack: Judge = ({ sentBack, materials }) =>
  sentBack.filter((kind) => materials.includes(kind)).map((kind) => finding('IMG_SAME_AS_REJECTED', kind, null))
