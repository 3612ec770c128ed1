import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import pc from 'picocolors'
import type { ApplicationView } from '../contracts/application-view.ts'
import { systemClock } from '../platform/clock.ts'
import { loadConfig } from '../platform/config.ts'
import { createLogger, type Logger } from '../platform/logger.ts'
import { packageRoot } from '../platform/package-root.ts'
import { createShutdown, type Shutdown, untilSignal } from '../platform/shutdown.ts'
import type { Service } from '../service/start-service.ts'
import { type Client, createClient } from './client.ts'
import { resultTable } from './demo-table.ts'
import type { Language } from './language.ts'
import { type Followed, startProgress } from './progress.ts'
import { type ApplicationFolder, readFolder } from './read-folder.ts'
import { print } from './terminal.ts'
import { texts } from './texts.ts'
import { userTexts } from './user-texts.ts'

const samples = fileURLToPath(new URL('test/fixtures/samples/', packageRoot))
/** How often the demo asks for the state of what is not decided yet. Milliseconds. */
const ASK_EVERY = 250

/** `zhunru demo`: everything embedded, real photos through real queues, in a folder of its own that goes with it. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .summary('start everything, screen the sample applications, show what comes out')
    .description(
      'Starts the whole service in a temporary folder, submits the sample applications over its HTTP API and shows their outcomes. On a terminal it keeps serving until Ctrl-C.',
    )
    .option('--exit', 'end when all are decided, on a terminal too')
    .action(async ({ exit }: { exit?: boolean }, command: Command) => {
      const { lang } = command.optsWithGlobals<{ lang: Language }>()
      await runDemo(lang, process.stdout.isTTY && !exit)
    })
}

async function runDemo(language: Language, keepServing: boolean): Promise<void> {
  const t = texts[language]
  const seconds = () => (performance.now() / 1000).toFixed(1)
  const log = createLogger('warn')
  const shutdown = createShutdown(log)
  const dataDir = await mkdtemp(join(tmpdir(), 'zhunru-demo-'))
  // Added first, so stopped last: when nothing uses it any more.
  shutdown.add('temporary folder', () => rm(dataDir, { recursive: true, force: true }))

  const show = async (signalled: Promise<void>) => {
    print(pc.dim(t.starting))
    const { url, firstAdministrator } = await startFresh(dataDir, log, shutdown)
    if (!url) throw new Error('the demo needs the API')
    print(pc.dim(t.started(seconds())))
    const folders = await readSamples()
    print(t.submitting(folders.length))
    const { decided, first } = await follow(createClient({ url }, language), folders, language, seconds)
    print(resultTable(decided, language))
    print(t.decidedAll(decided.length, seconds(), first))
    if (!keepServing) return
    describeServing(url, language)
    if (firstAdministrator) print(userTexts[language].first(firstAdministrator.name, firstAdministrator.url))
    await signalled
  }
  const signalled = await untilSignal(shutdown, show, () => print(t.stopping))
  if (!signalled) return
  print(t.stopped)
  process.exit(keepServing ? 0 : 130)
}

/** With nothing from the environment but how to look at photos: a demo never touches a real database or queue. */
async function startFresh(dataDir: string, log: Logger, shutdown: Shutdown): Promise<Service> {
  const { ocrEngine, photoProcesses, premisesClassifier, port } = loadConfig()
  // Here and not above: its libraries take a second to load, which other verbs need not wait for.
  const { startService } = await import('../service/start-service.ts')
  const config = { ...loadConfig({}), ocrEngine, photoProcesses, premisesClassifier, dataDir, port: await freeOr(port) }
  // Nobody is called from a demo, and its outcomes are the same every time.
  return startService({ config, log, clock: systemClock, shutdown, draw: () => null })
}

/** The port if nobody has it, else 0: any free one. */
async function freeOr(port: number): Promise<number> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => resolve(0))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)))
  })
}

async function readSamples(): Promise<ApplicationFolder[]> {
  const names = (await readdir(samples, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  return Promise.all(
    names
      .map(({ name }) => join(samples, name))
      .sort()
      .map(readFolder),
  )
}

/** Submits all, then asks until each is decided; the line of each shows which of its checks are done. */
async function follow(client: Client, folders: ApplicationFolder[], language: Language, seconds: () => string) {
  const followed: Followed[] = folders.map(({ form }) => ({
    reference: form.reference,
    merchantName: form.merchantName,
    view: null,
  }))
  const progress = startProgress(followed, language)
  let first = ''
  // One after the other: the first is read while the last is still being sent.
  const submitting = (async () => {
    const ids: string[] = []
    for (const folder of folders) ids.push((await client.submit(folder)).id)
    return ids
  })()
  submitting.catch(() => {})

  const undecided = () => followed.filter(({ view }) => !view?.outcome)
  while (undecided().length > 0) {
    await Promise.race([submitting, new Promise((resolve) => setTimeout(resolve, ASK_EVERY))])
    for (const one of undecided()) {
      const view = await client.find(one.reference)
      if (view) one.view = view
      if (view?.outcome && !first) first = seconds()
    }
    progress.draw()
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY))
  }
  await submitting
  progress.end()
  const decided = followed.flatMap(({ merchantName, view }) => (view ? [{ merchantName, view }] : []))
  return { decided, first }
}

function describeServing(url: string, language: Language): void {
  const t = texts[language]
  print('')
  print(t.serving)
  print(`  ${t.serves.api}: ${url}/v1/applications?reference=A-1001`)
  print(`  ${t.serves.docs}: ${url}/docs`)
  print(`  ${t.serves.status}: npx zhunru status A-1001${url.endsWith(':7300') ? '' : ` --url ${url}`}`)
}

export type Decided = { merchantName: string; view: ApplicationView }
