import { hasHouseNumber } from './addresses.ts'
import { missingMaterials } from './requirements.ts'
import { finding } from './screening.ts'
import type { Judge } from './screening.ts'

/** What the application lacks, before any photo is looked at. */
export const judgeApplication: Judge = ({ form, materials }) => [
  ...missingMaterials(form.merchantType, materials).map((kind) => finding('MAT_MISSING', kind, null)),
  ...(hasHouseNumber(form.premises.address) ? [] : [finding('ADDR_INCOMPLETE', null, 'premises.address')]),
]
