import type { Command } from 'commander'
import type { PhotoChecks, ScenePhoto } from '../checks/photo-checks.ts'
import { startPhotoPool } from '../checks/photo-pool.ts'
import { screenApplication } from '../checks/screen-application.ts'
import type { ScreeningResult } from '../contracts/screening-result.ts'
import { fieldsOf, photosOf } from '../domain/evidence-view.ts'
import { matchesOf } from '../domain/match-matrix.ts'
import type { Policy } from '../domain/policy.ts'
import { toldReasons } from '../domain/told-reasons.ts'
import { sha256 } from '../platform/canonical.ts'
import { shanghaiDay, systemClock } from '../platform/clock.ts'
import { loadConfig } from '../platform/config.ts'
import { loadPolicy } from '../service/load-policy.ts'
import { describeProblem } from './bad-input.ts'
import type { Language } from './language.ts'
import { readFolder } from './read-folder.ts'
import { describeResult } from './report.ts'
import { print, printError } from './terminal.ts'

/** `zhunru screen FOLDER...`: no server, no database, the same checks and the same policy. */
export function addScreen(program: Command): void {
  program
    .command('screen')
    .summary('screen folders of photos here and now, without a server')
    .description(
      'Screens folders, each holding application.json and the photos that it names, with the same checks and policy as the service.\n' +
        'Exit code: 0 when all were screened, whatever the outcome; 2 when a folder could not be read.',
    )
    .argument('<folder...>', 'folders to screen')
    .option('--json', 'one JSON object a line on standard output, and nothing else there')
    .action(async (folders: string[], { json }: { json?: boolean }, command: Command) => {
      const { lang } = command.optsWithGlobals<{ lang: Language }>()
      const config = loadConfig()
      const { policy } = await loadPolicy(config.policyFile)
      const checks = await startPhotoPool({
        engine: config.ocrEngine,
        processes: config.photoProcesses,
        classifier: config.premisesClassifier,
      })
      try {
        for (const folder of folders) {
          try {
            const { result, merchantName } = await screenFolder(folder, checks, policy)
            print(json ? JSON.stringify(result) : describeResult(result, merchantName, lang))
          } catch (error) {
            printError(describeProblem(folder, error, lang))
            process.exitCode = 2
          }
        }
      } finally {
        await checks.close()
      }
    })
}

async function screenFolder(
  folder: string,
  checks: PhotoChecks,
  policy: Policy,
): Promise<{ result: ScreeningResult; merchantName: string }> {
  const started = performance.now()
  const { form, photos } = await readFolder(folder)
  const sizes = await Promise.all(photos.map(({ bytes, fileName }) => checks.inspect(bytes, fileName)))
  const scenePhotos: ScenePhoto[] = photos.map(({ kind, bytes }) => ({ kind, bytes, sha256: sha256(bytes) }))

  const today = shanghaiDay(systemClock.now())
  const { decision, evidence } = await screenApplication({ form, photos: scenePhotos, checks, policy, today })
  const materials = photos.map(({ kind }, i) => ({ kind, width: sizes[i]?.width ?? 0, height: sizes[i]?.height ?? 0 }))
  return {
    merchantName: form.merchantName,
    result: {
      reference: form.reference,
      outcome: decision.outcome,
      risk: decision.risk,
      policy: decision.policy,
      // The operator's own command: unlike the API it shows the evidence of every reason.
      reasons: toldReasons(decision.outcome, decision.reasons).map((told, i) => ({
        ...told,
        evidence: decision.reasons[i]?.evidence ?? {},
      })),
      fields: fieldsOf(evidence),
      photos: photosOf(materials, evidence),
      matches: matchesOf(evidence),
      scene: decision.scene,
      seconds: Math.round((performance.now() - started) / 10) / 100,
    },
  }
}
