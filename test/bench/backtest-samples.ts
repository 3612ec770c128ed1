/**
 * Writes what the checks say of the sample applications, for the tests and the benchmark that decide without photos:
 * `tsx test/bench/backtest-samples.ts`. To be run again when the checks change.
 */
import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { startPhotoPool } from '../../src/checks/photo-pool.ts'
import { screenApplication } from '../../src/checks/screen-application.ts'
import { readFolder } from '../../src/cli/read-folder.ts'
import { sha256 } from '../../src/platform/canonical.ts'
import { shanghaiDay } from '../../src/platform/clock.ts'
import { loadPolicy } from '../../src/service/load-policy.ts'
import { sampleDay, sampleFolder } from '../support/service.ts'
import { sampleInputsFile, type SampleInput } from './backtest/sample-inputs.ts'

const checks = await startPhotoPool({ engine: 'ppocr', processes: 2 })
const { policy } = await loadPolicy(null)
const today = shanghaiDay(sampleDay.now())
const inputs: SampleInput[] = []
for (const reference of readdirSync(sampleFolder(''))) {
  const { form, photos } = await readFolder(sampleFolder(reference))
  const { evidence } = await screenApplication({
    form,
    photos: photos.map(({ kind, bytes }) => ({ kind, bytes, sha256: sha256(bytes) })),
    checks,
    policy,
    today,
  })
  inputs.push({ form, materials: photos.map(({ kind }) => kind), evidence, failures: [], today })
  process.stdout.write(`${reference}\n`)
}
await checks.close()
await writeFile(sampleInputsFile, `[\n${inputs.map((input) => JSON.stringify(input)).join(',\n')}\n]\n`)
