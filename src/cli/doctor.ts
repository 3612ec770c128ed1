import type { Command } from 'commander'
import type { FindingState } from '../service/doctor/finding.ts'
import type { ToldGroup } from '../service/doctor/examine.ts'
import { describeGroup, describeSum } from './doctor-report.ts'
import type { Language } from './language.ts'
import { print } from './terminal.ts'

/** Cells, where the output is no terminal. */
const COLUMNS = 100

interface Options {
  json?: boolean
  strict?: boolean
}

/** `zhunru doctor`: looks at the whole installation and says what to mend. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('check the whole installation and say what to mend')
    .description(
      'Looks at the configuration, this machine, Postgres, the queues, the photos, the services outside and what runs, and says of each what is ' +
        'wrong and what helps. Works before the first start and while the service runs. Nothing is changed, and nothing personal is printed.\n' +
        'Exit code: 0 when all is well, 1 when something must be mended, 2 with --strict when something should be looked at.',
    )
    .option('--json', 'one JSON object: groups of findings with state, text and advice in both languages')
    .option('--strict', 'exit code 2 when there are warnings')
    .action(async ({ json, strict }: Options, command: Command) => {
      const { lang } = command.optsWithGlobals<{ lang: Language }>()
      // Here and not above: its libraries take time to load, which other verbs need not wait for.
      const { examine } = await import('../service/doctor/examine.ts')
      const groups: ToldGroup[] = []
      for await (const group of examine()) {
        groups.push(group)
        if (!json) print(`${describeGroup(group, lang, process.stdout.columns ?? COLUMNS)}\n`)
      }
      const states = groups.flatMap(({ findings }) => findings.map(({ state }) => state))
      const count = (wanted: FindingState) => states.filter((state) => state === wanted).length
      const ok = count('fail') === 0
      print(json ? JSON.stringify({ ok, warnings: count('warn'), groups }, null, 2) : describeSum(count, lang))
      const code = ok ? (strict && count('warn') > 0 ? 2 : 0) : 1
      // What did not answer in time would hold the process open.
      process.stdout.write('', () => process.exit(code))
    })
}
