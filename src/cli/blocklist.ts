import type { Command } from 'commander'
import { shanghaiDay } from '../platform/clock.ts'
import { loadConfig } from '../platform/config.ts'
import { createLogger } from '../platform/logger.ts'
import {
  type BlockEntry,
  type BlockListView,
  importBlockList,
  listBlockLists,
  removeFromBlockList,
} from '../review/block-lists.ts'
import { blockKinds } from '../domain/evidence-across.ts'
import { actingAs } from './acting-as.ts'
import { blocklistTexts } from './blocklist-texts.ts'
import type { Language } from './language.ts'
import { BadLinesError, type BlockFile, BlockFileError, readBlockFile } from './read-block-file.ts'
import { print, printError } from './terminal.ts'
import { withStore } from './with-store.ts'

const listName = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u
const who = /^\P{Cc}{1,64}$/u

/** `zhunru blocklist …`: whom nobody is to do business with. Values are kept as keyed hashes only, and never printed. */
export function addBlocklist(program: Command): void {
  const blocklist = program
    .command('blocklist')
    .summary('import, show and remove block lists')
    .description(
      'Lists of ID numbers, phones, cards, licences, addresses and devices that lead to a rejection. They take effect with the next decision, also in a running service. Values are stored as keyed hashes and cannot be read back.\n' +
        'Exit code: 0 when done, 2 when a file, a line or a name is wrong, 1 otherwise.',
    )
  blocklist
    .command('import')
    .description(
      'Imports a CSV file with the header kind,value,reason,until: kind is id_number, phone, card_number, credit_code, address or device; reason (internal) and until (last day, YYYY-MM-DD) may be empty. UTF-8, or GBK as Chinese Excel writes. Nothing is imported when a line is bad.',
    )
    .argument('<file>', 'CSV file')
    .requiredOption('--list <name>', 'name of the list; made when there is none')
    .requiredOption('--as <who>', 'who imports it, for the record')
    .option('--replace', 'in place of what is on the list')
    .option('--skip-bad', 'leave bad lines out instead of importing nothing')
    .action(async (file: string, options: ImportOptions, command: Command) => {
      await runImport(file, options, languageOf(command))
    })
  blocklist
    .command('list')
    .description('Shows the lists: how many values of each kind, how many are expired, who changed them last.')
    .option('--json', 'one JSON array')
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const language = languageOf(command)
      const lists = await withStore(loadConfig(), createLogger('warn'), async ({ store, clock }) =>
        listBlockLists(store, shanghaiDay(clock.now())),
      )
      if (json) print(JSON.stringify(lists, null, 2))
      else
        print(
          lists.length === 0 ? blocklistTexts[language].none : lists.map((each) => describe(each, language)).join('\n'),
        )
    })
  blocklist
    .command('remove')
    .description('Removes a list, or with --values only the values that a CSV file (kind,value) names.')
    .argument('<name>', 'name of the list')
    .requiredOption('--as <who>', 'who removes it, for the record')
    .option('--values <file>', 'CSV file with the values to take off the list')
    .action(async (list: string, options: { as: string; values?: string }, command: Command) => {
      await runRemove(list, options, languageOf(command))
    })
}

interface ImportOptions {
  list: string
  as: string
  replace?: boolean
  skipBad?: boolean
}

const languageOf = (command: Command): Language => command.optsWithGlobals<{ lang: Language }>().lang

/** @returns whether both may be; says what is wrong otherwise. */
function isNamed(list: string, by: string, language: Language): boolean {
  const t = blocklistTexts[language]
  if (!listName.test(list)) return refuse(t.badName)
  return who.test(by) || refuse(t.badWho)
}

function refuse(text: string): false {
  printError(text)
  process.exitCode = 2
  return false
}

async function runImport(
  file: string,
  { list, as: by, replace, skipBad }: ImportOptions,
  language: Language,
): Promise<void> {
  if (!isNamed(list, by, language)) return
  const t = blocklistTexts[language]
  const started = performance.now()
  await readingFile(file, language, skipBad === true, async (read) => {
    const imported = await withStore(loadConfig(), createLogger('warn'), async ({ store, keyedHash, clock }) => {
      const acting = await actingAs({ store }, by, 'blocklist.change', language)
      return (
        acting &&
        importBlockList(
          { db: store.db, clock, keyedHash },
          { list, by: acting.name, replace: replace === true },
          shown(read, language),
        )
      )
    })
    if (!imported) return
    const { given, entries } = imported
    if (read.badLines > 0) printError([t.skipped(read.badLines), ...badLines(read, language)].join('\n'))
    print(t.imported(list, given, entries, ((performance.now() - started) / 1000).toFixed(1)))
  })
}

/** Lines between two signs of life. */
const SIGN_EVERY = 200_000

/** A million lines take a minute or so, in which a terminal should not look dead. */
async function* shown(read: BlockFile, language: Language): AsyncGenerator<BlockEntry[]> {
  let next = SIGN_EVERY
  for await (const batch of read.batches) {
    if (process.stderr.isTTY && read.good >= next) {
      printError(blocklistTexts[language].reading(read.good))
      next += SIGN_EVERY
    }
    yield batch
  }
}

async function runRemove(
  list: string,
  { as: by, values }: { as: string; values?: string },
  language: Language,
): Promise<void> {
  if (!isNamed(list, by, language)) return
  const t = blocklistTexts[language]
  const remove = async (entries: readonly BlockEntry[] | null): Promise<void> => {
    const removed = await withStore(loadConfig(), createLogger('warn'), async ({ store, keyedHash, clock }) => {
      const acting = await actingAs({ store }, by, 'blocklist.change', language)
      return (
        acting && {
          count: await removeFromBlockList({ db: store.db, clock, keyedHash }, { list, by: acting.name }, entries),
        }
      )
    })
    if (!removed) return
    if (removed.count === null) refuse(t.unknownList(list))
    else print(entries === null ? t.removedList(list, removed.count) : t.removed(list, removed.count))
  }
  if (values === undefined) return remove(null)
  await readingFile(values, language, false, async (read) => {
    const entries: BlockEntry[] = []
    for await (const batch of read.batches) entries.push(...batch)
    await remove(entries)
  })
}

/** Opens the file, says how it is read, and what is wrong with it. */
async function readingFile(
  file: string,
  language: Language,
  skipBad: boolean,
  work: (read: BlockFile) => Promise<void>,
): Promise<void> {
  const t = blocklistTexts[language]
  let read: BlockFile | undefined
  try {
    read = await readBlockFile(file, { skipBad })
    if (read.encoding !== 'utf-8') printError(t.read(file, t.encoding[read.encoding]))
    await work(read)
  } catch (error) {
    if (error instanceof BlockFileError) refuse(`${file}: ${t.file[error.problem](error.line)}`)
    else if (error instanceof BadLinesError && read)
      refuse([t.badLines(read.badLines), ...badLines(read, language)].join('\n'))
    else throw error
  }
}

function badLines({ bad, badLines: all }: BlockFile, language: Language): string[] {
  const t = blocklistTexts[language]
  const lines = bad.map(({ line, problem }) => t.line(line, t.problem[problem]))
  return all > bad.length ? [...lines, t.more(all - bad.length)] : lines
}

function describe({ name, entries, expired, kinds, changedBy, changedAt }: BlockListView, language: Language): string {
  const t = blocklistTexts[language]
  const at = new Date(changedAt).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: 'Asia/Shanghai' })
  const byKind = blockKinds.flatMap((kind) => (kinds[kind] ? [`${t.kind[kind]} ${kinds[kind]}`] : []))
  return [
    `${name}  ${t.summary(entries, expired)}`,
    ...(byKind.length > 0 ? [`  ${byKind.join(language === 'zh' ? '，' : ', ')}`] : []),
    `  ${t.changed(changedBy, at)}`,
  ].join('\n')
}
