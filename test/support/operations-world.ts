import type { MaterialKind } from '../../src/domain/application.ts'
import { PermanentError } from '../../src/platform/permanent-error.ts'
import { stubChecks } from '../bench/pipeline/stub-checks.ts'
import { type ConsoleWorld, openConsoleWorld, untilWorkIsOpen } from './console-world.ts'
import { submitInvented, uploadInvented } from './invented.ts'

export interface OperationsWorld extends ConsoleWorld {
  /** What goes wrong from now on: which photos cannot be read, and why. Nothing, when it is mended. */
  breaks: { kind: MaterialKind; error: () => Error } | null
  /** Takes in invented applications and waits until each is decided and has its work. */
  screen(references: readonly string[]): Promise<void>
}

/** As an installation meets it of which somebody deleted a file. */
export const modelMissing = () =>
  new PermanentError("ENOENT: no such file or directory, open 'models/ch_PP-OCRv4_rec_infer.onnx'", {
    failure: 'FILE_OF_OURS_MISSING',
  })

/** A real service whose engines say what stands in invented photos, and fail when they are told to. */
export async function openOperationsWorld(
  options: Omit<Parameters<typeof openConsoleWorld>[0], 'samples' | 'copies' | 'startChecks'>,
): Promise<OperationsWorld> {
  const state: Pick<OperationsWorld, 'breaks'> = { breaks: null }
  const checks: typeof stubChecks = {
    ...stubChecks,
    ocr: async (kind, bytes) => {
      if (state.breaks?.kind === kind) throw state.breaks.error()
      return await stubChecks.ocr(kind, bytes)
    },
  }
  const world = await openConsoleWorld({ ...options, samples: [], startChecks: async () => checks })
  return Object.assign(state, world, {
    screen: async (references: readonly string[]) => {
      // One after the other: the world's own store has two connections, and each upload asks for one.
      for (const reference of references) {
        const answer = await submitInvented(world, await uploadInvented(world, reference))
        if (answer.status !== 202) throw new Error(`${reference} was refused: ${await answer.text()}`)
      }
      await untilWorkIsOpen(world.store)
    },
  })
}
