import { Command, Option } from 'commander'
import { ZhunruError } from '../platform/errors.ts'
import { version } from '../platform/version.ts'
import { addBlocklist } from './blocklist.ts'
import { addClients } from './clients.ts'
import { addDemo } from './demo.ts'
import { addDoctor } from './doctor.ts'
import { type Language, localeLanguage, parseLanguage } from './language.ts'
import { addPolicy } from './policy.ts'
import { addPrecheck } from './precheck.ts'
import { addFailures } from './failures.ts'
import { addRerun } from './rerun.ts'
import { addResubmit } from './resubmit.ts'
import { addScreen } from './screen.ts'
import { addSimulate } from './simulate.ts'
import { addStart } from './start.ts'
import { addStatus } from './status.ts'
import { addSubmit } from './submit.ts'
import { printError } from './terminal.ts'
import { addUsers } from './users.ts'
import { addWebhooks } from './webhooks.ts'

const program = new Command('zhunru')
  .description('Zhunru (准入) screens merchant onboarding applications.')
  .version(version)
  .addOption(
    new Option('--lang <language>', 'language of what is printed: zh or en')
      .argParser(parseLanguage)
      .default(localeLanguage(), 'by locale'),
  )
  // So that `zhunru screen FOLDER --lang en` works as well as `zhunru --lang en screen FOLDER`.
  .configureHelp({ showGlobalOptions: true })

// Bad input ends with 2, also where commander finds it. Before the verbs are added: they inherit it.
program.exitOverride((error) => {
  process.exit(error.exitCode === 0 ? 0 : 2)
})

for (const add of [
  addDemo,
  addStart,
  addDoctor,
  addPrecheck,
  addScreen,
  addSubmit,
  addResubmit,
  addStatus,
  addSimulate,
  addFailures,
  addRerun,
  addPolicy,
  addBlocklist,
  addWebhooks,
  addClients,
  addUsers,
])
  add(program)
for (const command of program.commands.flatMap((each) => [each, ...each.commands])) {
  command.addOption(new Option('--lang <language>', 'zh or en').argParser(parseLanguage).hideHelp())
}

try {
  await program.parseAsync()
} catch (error) {
  const language: Language = program.opts<{ lang: Language }>().lang
  printError(error instanceof ZhunruError ? `${error.code}: ${error.text[language]}` : String(error))
  process.exitCode = 1
}
