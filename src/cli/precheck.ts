import { readFile, writeFile } from 'node:fs/promises'
import { parse } from 'node:path'
import { type Command, Option } from 'commander'
import { type Prechecks, startPrecheckPool } from '../checks/precheck-pool.ts'
import type { PrecheckResult } from '../contracts/precheck-view.ts'
import { type MaterialKind, materialKinds } from '../domain/application.ts'
import type { Policy } from '../domain/policy.ts'
import { precheck } from '../domain/precheck.ts'
import { sha256 } from '../platform/canonical.ts'
import { loadConfig } from '../platform/config.ts'
import { ZhunruError } from '../platform/errors.ts'
import { loadPolicy } from '../service/load-policy.ts'
import { describeProblem } from './bad-input.ts'
import type { Language } from './language.ts'
import { describePrecheck } from './precheck-report.ts'
import { readBytes } from './read-folder.ts'
import { print, printError } from './terminal.ts'
import { texts } from './texts.ts'

interface Options {
  kind?: MaterialKind
  explain?: boolean
  json?: boolean
}

/** `zhunru precheck FILE...`: what an applicant hears within a blink, without server, database or reader. */
export function addPrecheck(program: Command): void {
  program
    .command('precheck')
    .summary('say at once which photos must be taken again')
    .description(
      'Looks photos over by their pixels alone, as an upload to the service is. What a photo shows is told by its name where that is a kind of material (id_portrait.jpg).\n' +
        'Exit code: 0 when all were looked over, whatever the verdict; 2 when a file could not be.',
    )
    .argument('<file...>', 'photos: JPEG, PNG or WebP')
    .addOption(
      new Option('--kind <kind>', 'what those show whose names do not say it; premises when not given').choices(
        materialKinds,
      ),
    )
    .option('--explain', 'write a picture of why beside each photo: FILE.clarity.png')
    .option('--json', 'one JSON object a line on standard output, and nothing else there')
    .action(async (files: string[], options: Options, command: Command) => {
      const { lang } = command.optsWithGlobals<{ lang: Language }>()
      const config = loadConfig()
      const { policy } = await loadPolicy(config.policyFile)
      const processes = Math.min(files.length, config.photoProcesses)
      const prechecks = await startPrecheckPool({ processes })
      const tally = { ok: 0, retake: 0, refused: 0 }
      try {
        // One more than there are processes, so that each finds its next photo already loaded.
        for await (const { file, outcome } of inOrder(files, processes + 1, lookOver(prechecks, policy, options))) {
          const { result, errors } = outcome
          if (result) print(options.json ? JSON.stringify(result) : describePrecheck(result, lang))
          for (const error of errors) printError(describeProblem(file, error, lang))
          if (errors.length > 0) process.exitCode = 2
          tally[result?.verdict ?? 'refused'] += 1
        }
      } finally {
        await prechecks.close()
      }
      if (files.length > 1 && !options.json) print(texts[lang].prechecked(tally.ok, tally.retake, tally.refused))
    })
}

interface LookedOver {
  result: PrecheckResult | null
  errors: unknown[]
}

/** Never rejects: one bad file must not keep the others from being looked at. */
const lookOver =
  (prechecks: Prechecks, policy: Policy, options: Options) =>
  async (file: string): Promise<LookedOver> => {
    let result: PrecheckResult | null = null
    try {
      const [kind, kindFrom] = kindOf(file, options.kind)
      const bytes = await readBytes(file)
      const { facts, clarity } = await prechecks.precheck(kind, bytes, file)
      const { width, height } = facts
      const photo = { file, kind, kindFrom, sha256: sha256(bytes), size: bytes.byteLength, width, height }
      result = { ...photo, ...precheck({ kind, clarity, rejectedBefore: false, policy }) }
      if (options.explain) result.clarityMap = await writePicture(file, await prechecks.clarityMap(kind, bytes, file))
      return { result, errors: [] }
    } catch (error) {
      return { result, errors: [error] }
    }
  }

/** The kind that a file's name says, else the one given; else any premises photo, which asks the least. */
function kindOf(file: string, given: MaterialKind | undefined): [MaterialKind, PrecheckResult['kindFrom']] {
  const name = parse(file).name.toLowerCase()
  const named = materialKinds.find((kind) => kind === name)
  if (named) return [named, 'name']
  return given ? [given, 'option'] : ['scene_interior', 'default']
}

/** @throws ZhunruError FILE_EXISTS: only a picture of ours, equal to the byte, may stand there already. */
async function writePicture(file: string, png: Uint8Array): Promise<string> {
  const target = `${file}.clarity.png`
  try {
    await writeFile(target, png, { flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    const there = await readFile(target).catch(() => null)
    if (!there?.equals(png)) throw new ZhunruError('FILE_EXISTS', { file: target })
  }
  return target
}

/** Works on several at once, and gives what came out in the order of what went in. */
async function* inOrder<T>(files: readonly string[], width: number, work: (file: string) => Promise<T>) {
  const underWay: { file: string; outcome: Promise<T> }[] = []
  for (const file of files) {
    underWay.push({ file, outcome: work(file) })
    const first = underWay.length >= width ? underWay.shift() : undefined
    if (first) yield { file: first.file, outcome: await first.outcome }
  }
  for (const { file, outcome } of underWay) yield { file, outcome: await outcome }
}
