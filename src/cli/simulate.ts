import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Command, InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { registryStatuses } from '../domain/verification.ts'
import { ZhunruError } from '../platform/errors.ts'
import { packageRoot } from '../platform/package-root.ts'
import { silentLogger } from '../platform/logger.ts'
import { createShutdown, untilSignal } from '../platform/shutdown.ts'
import { type Simulator, startSimulator } from '../verify/simulator.ts'
import { bankEndings, cardEnding, codeWith, type KnownLicence, registryEndings } from '../verify/simulator-rules.ts'
import type { Language } from './language.ts'
import { print } from './terminal.ts'
import { simulateTexts } from './simulate-texts.ts'

interface Options {
  host: string
  port: number
  token?: string
  licences?: string
  lang: Language
}

/** `zhunru simulate`: a bank and a registry of businesses on a laptop, whose answers follow from the numbers. */
export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .summary('simulate the bank and the registry of businesses')
    .description(
      'Serves a simulated bank and registry over HTTP and prints the settings that make the service ask them. What they answer follows from the last digits of the numbers asked about; docs/verification.md has the table. Ctrl-C stops it.',
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes a free one', parsePort, 7400)
    .option('--token <token>', 'let in this bearer token only')
    .option(
      '--licences <file>',
      'JSON list of licences that the registry knows, beside those of the sample applications',
    )
    .action(async (_: object, command: Command) => {
      await simulate(command.optsWithGlobals<Options>())
    })
}

async function simulate({ host, port, token, licences, lang }: Options): Promise<void> {
  const t = simulateTexts[lang]
  const known = [...(await sampleLicences()), ...(licences === undefined ? [] : await readLicences(licences))]
  const shutdown = createShutdown(silentLogger)
  const serve = async (signalled: Promise<void>) => {
    const simulator = await listening({ host, port, licences: known, ...(token !== undefined && { token }) }, lang)
    shutdown.add('simulator', () => simulator.close())
    describe(simulator, token ?? 'any', known.length, lang)
    await signalled
  }
  await untilSignal(shutdown, serve)
  print(t.stopped)
}

async function listening(options: Parameters<typeof startSimulator>[0] & { port: number }, lang: Language) {
  const t = simulateTexts[lang]
  const onAnswer = ({ port, status, result }: { port: 'bank' | 'registry'; status: number; result: string }) =>
    print(`${t.port[port]}  ${status === 0 ? '---' : status}  ${result}`)
  try {
    return await startSimulator({ ...options, onAnswer })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    throw new ZhunruError('CONFIG_INVALID', { detail: t.portTaken(options.port) })
  }
}

function describe({ bankUrl, registryUrl }: Simulator, token: string, known: number, lang: Language): void {
  const t = simulateTexts[lang]
  print(t.settings)
  print(`  export BANK_VERIFICATION_URL=${bankUrl} BANK_VERIFICATION_TOKEN=${token}`)
  print(`  export LICENCE_REGISTRY_URL=${registryUrl} LICENCE_REGISTRY_TOKEN=${token}`)
  print('')
  print(t.cards)
  for (const [ending, rule] of bankEndings) print(`  ${cardEnding(ending)}  ${t.bank[rule]}`)
  print(`  ${t.otherCards}`)
  print('')
  print(t.codes)
  for (const [ending, rule] of registryEndings) print(`  ${codeWith(ending)}  ${t.registry[rule]}`)
  print(`  ${t.otherCodes(known)}`)
  print('')
  print(t.answers)
}

function parsePort(value: string): number {
  const port = Number(value)
  if (!/^\d{1,5}$/.test(value) || port > 65_535) throw new InvalidArgumentError('it must be 0 to 65535.')
  return port
}

/** What the licences of the sample applications say, so that those are confirmed in full. */
async function sampleLicences(): Promise<KnownLicence[]> {
  const folder = fileURLToPath(new URL('test/fixtures/samples/', packageRoot))
  const truth = z.object({ truth: z.object({ business_licence: licence.optional() }) })
  const found: KnownLicence[] = []
  const names: string[] = await readdir(folder).catch(() => [])
  for (const name of names) {
    const text = await readFile(join(folder, name, 'expected.json'), 'utf8').catch(() => null)
    const parsed = text === null ? null : truth.safeParse(JSON.parse(text))
    if (parsed?.success && parsed.data.truth.business_licence) found.push(parsed.data.truth.business_licence)
  }
  return found
}

const licence = z
  .object({
    creditCode: z.string().length(18),
    name: z.string().nullable().default(null),
    operator: z.string().nullable().default(null),
    address: z.string().nullable().default(null),
    status: z.enum(registryStatuses).default('active'),
    established: z.iso.date().nullable().default(null),
  })
  .readonly()

async function readLicences(file: string): Promise<readonly KnownLicence[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new ZhunruError('FILE_NOT_FOUND', { file })
  })
  try {
    return z.array(licence).parse(JSON.parse(text))
  } catch (error) {
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new ZhunruError('BAD_REQUEST', { detail: `${file}: ${detail}` })
  }
}
