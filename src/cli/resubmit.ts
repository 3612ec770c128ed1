import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import pc from 'picocolors'
import type { ApplicationView } from '../contracts/application-view.ts'
import { type MaterialKind, materialKinds } from '../domain/application.ts'
import { asChanges } from '../domain/form-as-changes.ts'
import { materialNames } from '../domain/terms.ts'
import { sha256 } from '../platform/canonical.ts'
import { describeProblem } from './bad-input.ts'
import { type Changed, createClient } from './client.ts'
import { describeClientProblem, keyOption, type ServiceOptions, urlOption } from './client-options.ts'
import type { Language } from './language.ts'
import { type ApplicationFolder, readBytes, readFolder } from './read-folder.ts'
import { print, printError } from './terminal.ts'
import { texts } from './texts.ts'

interface Options extends ServiceOptions {
  photo: { kind: MaterialKind; file: string }[]
  remove: MaterialKind[]
}

/** `zhunru resubmit FOLDER`, or a reference and its new photos: only what changed is sent. */
export function addResubmit(program: Command): void {
  program
    .command('resubmit')
    .summary('send what has changed of a returned application')
    .description(
      'Compares a folder with what the service has of its application, and sends only what differs. Or names an application by its reference, with the photos that are new.\n' +
        'Exit code: 0 when taken; 2 when refused or unknown; 1 when the service cannot be reached.',
    )
    .argument('<folder|reference>', 'a folder that holds application.json and photos, or a reference')
    .addOption(
      new Option('--photo <kind=file>', 'a new photo, with a reference; may be repeated')
        .argParser(addPhoto)
        .default([], 'none'),
    )
    .addOption(
      new Option('--remove <kind>', 'a kind of photo to take away, with a reference; may be repeated')
        .argParser(addKind)
        .default([], 'none'),
    )
    .addOption(urlOption())
    .addOption(keyOption())
    .action(async (what: string, options: Options, command: Command) => {
      const { lang } = command.optsWithGlobals<{ lang: Language }>()
      try {
        await resubmit(what, options, lang)
      } catch (error) {
        const problem = describeClientProblem(error, lang)
        printError(problem?.text ?? describeProblem(what, error, lang))
        process.exitCode = problem?.exitCode ?? 2
      }
    })
}

async function resubmit(what: string, { photo, remove, ...service }: Options, language: Language): Promise<void> {
  const t = texts[language]
  const client = createClient(service, language)
  const folder = isPath(what) || (await holdsApplication(what)) ? await readFolder(what) : null
  if (folder && photo.length + remove.length > 0) {
    printError(t.folderAlone)
    process.exitCode = 2
    return
  }
  const reference = folder?.form.reference ?? what
  const view = await client.find(reference)
  if (!view) {
    printError(t.unknownReference(reference))
    process.exitCode = 2
    return
  }
  const changed: Changed = folder
    ? differences(folder, view)
    : {
        form: null,
        photos: await Promise.all(
          photo.map(async ({ kind, file }) => ({ kind, fileName: file, bytes: await readBytes(file) })),
        ),
        remove,
      }
  const { receipt, doubtful } = await client.revise(view, changed)
  for (const { kind, message } of doubtful)
    printError(`${pc.magenta('●')} ${materialNames[kind][language]}: ${message[language]}`)
  const names = (kinds: readonly MaterialKind[]) => kinds.map((kind) => materialNames[kind][language])
  const [sent, removed] = [names(changed.photos.map(({ kind }) => kind)), names(changed.remove)]
  print(t.resubmitted(reference, receipt.revision, sent, removed))
}

/** Photos by their files; the form as a whole, for what the service has of it is nothing that it tells. */
function differences({ form, photos }: ApplicationFolder, view: ApplicationView): Changed {
  const sent = materialKinds.filter((kind) => view.photos[kind])
  return {
    form: asChanges(form),
    photos: photos.filter(({ kind, bytes }) => view.photos[kind]?.sha256 !== sha256(bytes)),
    remove: sent.filter((kind) => !photos.some((photo) => photo.kind === kind)),
  }
}

/** No reference has these: a folder, whether it is there or not. */
const isPath = (what: string): boolean => /[\\/]/.test(what)

const holdsApplication = (path: string): Promise<boolean> =>
  stat(join(path, 'application.json')).then(
    (found) => found.isFile(),
    () => false,
  )

const isKind = (text: string): text is MaterialKind => materialKinds.some((kind) => kind === text)

function addPhoto(text: string, before: Options['photo']): Options['photo'] {
  const [kind = '', ...rest] = text.split('=')
  const file = rest.join('=')
  if (!isKind(kind) || file === '') {
    throw new InvalidArgumentError(`Write it as id_portrait=new.jpg, with one of ${materialKinds.join(', ')}.`)
  }
  return [...before, { kind, file }]
}

function addKind(kind: string, before: MaterialKind[]): MaterialKind[] {
  if (!isKind(kind)) throw new InvalidArgumentError(`Allowed are ${materialKinds.join(', ')}.`)
  return [...before, kind]
}
