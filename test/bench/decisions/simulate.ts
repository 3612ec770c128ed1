import { matchAccount } from '../../../src/domain/account-match.ts'
import { applicationForm, sceneKinds } from '../../../src/domain/application.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import { fieldsByKind } from '../../../src/domain/evidence.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import type { ScreeningInput } from '../../../src/domain/screening.ts'
import { verificationCells } from '../../../src/domain/verification-cells.ts'
import { answersTo } from './answers.ts'
import { today } from './people.ts'
import { chanceOf, slotOf, type Reader, type Seen } from './seen.ts'
import { seeDocument, seeStranger } from './simulate-documents.ts'
import { sceneOf, seePlace } from './simulate-places.ts'
import { kindsIn, type World } from './world.ts'

/** What the checks would say of this application, and all else that a decision is made from. */
export function inputOf(world: World, reader: Reader, policy: Policy, draw: number | null = null): ScreeningInput {
  const form = applicationForm.parse(world.form)
  const materials = kindsIn(world)
  const failed = (check: string, kind: MaterialKind | null) =>
    world.failures.some((each) => each.check === check && each.material === kind)
  const seen = materials.map((kind) => see(world, kind, reader))
  const readings = seen.flatMap(({ ocr }) => (ocr && !failed('ocr', ocr.kind) ? [ocr] : []))
  const match = matchAccount({ form, readings })
  const verifications = answersTo({ form, readings }, world)
  const evidence: Evidence[] = [
    ...readings,
    ...seen.flatMap(({ clarity }) => (failed('clarity', clarity.kind) ? [] : [clarity])),
    ...(materials.some((kind) => sceneKinds.includes(kind)) && !failed('scene', null)
      ? [sceneOf(world, materials, reader)]
      : []),
    {
      ...match,
      cells: [...match.cells, ...verificationCells({ form, readings }, verifications)],
      reused: world.reused,
      ...(verifications.length > 0 && { verifications }),
    },
  ]
  return { form, materials, evidence, failures: world.failures, across: world.across, draw, policy, today }
}

function see(world: World, kind: MaterialKind, reader: Reader): Seen {
  const slot = slotOf(world, kind)
  const chance = chanceOf(world, kind)
  const readable = kind in fieldsByKind
  if (slot.stranger !== undefined) return seeStranger(slot.stranger, kind, reader, chance, readable)
  const seen = sceneKinds.includes(kind)
    ? seePlace(world, kind, reader, chance)
    : seeDocument(world, kind, reader, chance)
  const { provenance } = slot
  const clarity = provenance && !sceneKinds.includes(kind) ? { ...seen.clarity, provenance } : seen.clarity
  return { ocr: readable ? seen.ocr : null, clarity }
}
