import { reasonCodes, type ReasonCode } from '../../../src/domain/reasons.ts'
import type { Fault } from './fault.ts'
import { formFaults } from './faults-form.ts'
import { otherFaults } from './faults-others.ts'
import { paperFaults } from './faults-papers.ts'
import { photoFaults } from './faults-photos.ts'
import { premisesFaults } from './faults-premises.ts'

export const faults: readonly Fault[] = [
  ...photoFaults,
  ...paperFaults,
  ...formFaults,
  ...premisesFaults,
  ...otherFaults,
]

const unknown = faults.flatMap(({ codes }) => codes.filter((code: ReasonCode) => !reasonCodes.includes(code)))
if (unknown.length > 0) throw new Error(`No such reasons: ${unknown.join(', ')}`)
