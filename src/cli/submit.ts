import type { Command } from 'commander'
import { describeProblem } from './bad-input.ts'
import { createClient } from './client.ts'
import { describeClientProblem, keyOption, type ServiceOptions, urlOption } from './client-options.ts'
import type { Language } from './language.ts'
import { readFolder } from './read-folder.ts'
import { print, printError } from './terminal.ts'
import { texts } from './texts.ts'

/** `zhunru submit FOLDER...`: to a running service, over its HTTP API. */
export function addSubmit(program: Command): void {
  program
    .command('submit')
    .summary('submit folders to a running service')
    .description(
      'Uploads the photos of each folder and submits its application.json. Exit code: 0 when all were taken; 2 when a folder or its content was refused; 1 when the service cannot be reached.',
    )
    .argument('<folder...>', 'folders that hold application.json and photos')
    .addOption(urlOption())
    .addOption(keyOption())
    .action(async (folders: string[], service: ServiceOptions, command: Command) => {
      const { lang } = command.optsWithGlobals<{ lang: Language }>()
      const client = createClient(service, lang)
      for (const folder of folders) {
        try {
          const { reference, id, promised } = await client.submit(await readFolder(folder))
          print(texts[lang].submitted(reference, id))
          if (promised) print(`  ${texts[lang].promised}: ${promised.text[lang]}`)
        } catch (error) {
          const problem = describeClientProblem(error, lang)
          printError(problem?.text ?? describeProblem(folder, error, lang))
          process.exitCode = problem?.exitCode ?? 2
          if (problem) return
        }
      }
    })
}
