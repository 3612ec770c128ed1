import type { Command } from 'commander'
import pc from 'picocolors'
import { z } from 'zod'
import { type AccountRecord, addAccount, changeAccount, findAccount, listAccounts } from '../access/accounts.ts'
import { type IssuedLink, welcomeUrl } from '../access/issue-link.ts'
import { renewLink } from '../access/links.ts'
import { newAccountBody, personRoles } from '../contracts/account-view.ts'
import { caseSkills } from '../domain/skill-names.ts'
import { type Config, loadConfig } from '../platform/config.ts'
import { ZhunruError } from '../platform/errors.ts'
import { createLogger } from '../platform/logger.ts'
import type { CommandStore } from '../service/open-command-store.ts'
import type { Language } from './language.ts'
import { print, printError } from './terminal.ts'
import { chinaTime } from './time.ts'
import { userTexts } from './user-texts.ts'
import { withStore } from './with-store.ts'

/** Whoever sits at the machine of the database. */
const BY = 'local'

/** `zhunru users …`: who may sign in to the console. */
export function addUsers(program: Command): void {
  const users = program
    .command('users')
    .summary('who may sign in to the console')
    .description(
      'Adds, shows, disables and enables accounts, and makes one-time links. They take effect in a running service at once.\n' +
        'Exit code: 0 when done, 2 when a name, a role or a skill is wrong, taken or unknown, 1 otherwise.',
    )
  users
    .command('add')
    .description('Adds an account, and shows a link, this one time, by which this person chooses a password.')
    .argument('<name>', 'to sign in with')
    .requiredOption('--roles <list>', `with commas: ${personRoles.join(', ')}`)
    .option('--display <name>', 'as colleagues see it; the name itself when not given')
    .option('--skills <list>', `kinds of cases, with commas: ${caseSkills.join(', ')}; all when not given`)
    .option('--json', 'one JSON object, with the link')
    .action((name: string, options: AddOptions, command: Command) =>
      onStore(command, (room) => add(room, name, options)),
    )
  users
    .command('list')
    .description('Shows the accounts by name: roles, state, last sign-in.')
    .option('--json', 'one JSON array')
    .action(({ json }: { json?: boolean }, command: Command) =>
      onStore(command, async ({ deps, language }) => {
        const all = await listAccounts(deps)
        if (json) return print(JSON.stringify(all, null, 2))
        print(all.length === 0 ? userTexts[language].none : all.map((each) => describeUser(each, language)).join('\n'))
      }),
    )
  users
    .command('disable')
    .description('Disables an account: its sessions end at once, its links are void. What it did stays.')
    .argument('<name>', 'name of the account')
    .action((name: string, _: object, command: Command) => onStore(command, (room) => setState(room, name, 'disabled')))
  users
    .command('enable')
    .description('Enables an account that was disabled.')
    .argument('<name>', 'name of the account')
    .action((name: string, _: object, command: Command) => onStore(command, (room) => setState(room, name, 'enabled')))
  users
    .command('link')
    .description('Makes a new one-time link, for somebody who has forgotten the password. Those made before are void.')
    .argument('<name>', 'name of the account')
    .option('--reset-second-factor', 'turns the second factor off, for somebody who has lost the phone')
    .option('--json', 'one JSON object, with the link')
    .action((name: string, options: LinkOptions, command: Command) =>
      onStore(command, (room) => makeLink(room, name, options)),
    )
}

interface Room {
  deps: { db: CommandStore['store']['db']; clock: CommandStore['clock'] }
  config: Config
  language: Language
}

/** Bad input and refusals end with 2. */
async function onStore(command: Command, work: (room: Room) => Promise<void>): Promise<void> {
  const language = command.optsWithGlobals<{ lang: Language }>().lang
  const config = loadConfig()
  try {
    await withStore(config, createLogger('warn'), ({ store, clock }) =>
      work({ deps: { db: store.db, clock }, config, language }),
    )
  } catch (error) {
    if (!(error instanceof ZhunruError) || error.status >= 500) throw error
    refuse(error.text[language])
  }
}

interface AddOptions {
  roles: string
  display?: string
  skills?: string
  json?: boolean
}

const listed = (text: string): string[] => text.split(',').map((each) => each.trim())

async function add({ deps, config, language }: Room, name: string, options: AddOptions): Promise<void> {
  const t = userTexts[language]
  const [roles, skills] = [listed(options.roles), options.skills === undefined ? [] : listed(options.skills)]
  const badRole = roles.find((role) => !personRoles.some((known) => known === role))
  if (badRole !== undefined) return refuse(t.unknownRole(badRole, personRoles.join(', ')))
  const badSkill = skills.find((skill) => !caseSkills.some((known) => known === skill))
  if (badSkill !== undefined) return refuse(t.unknownSkill(badSkill, caseSkills.join(', ')))
  const parsed = newAccountBody.safeParse({
    name,
    roles: [...new Set(roles)],
    skills: [...new Set(skills)],
    ...(options.display !== undefined && { displayName: options.display }),
  })
  if (!parsed.success) return refuse(z.flattenError(parsed.error).fieldErrors.name ? t.badName : t.badDisplay)
  const { account, link } = await addAccount(deps, { ...parsed.data, by: BY })
  if (options.json) return print(JSON.stringify({ account, link: shown(link, config) }, null, 2))
  print([t.added(account.name, account.id), ...linkLines(link, config, language)].join('\n'))
}

async function setState({ deps, language }: Room, name: string, state: AccountRecord['state']): Promise<void> {
  const account = await named(deps, name, language)
  if (!account) return
  await changeAccount(deps, account.id, { state }, { by: BY, providerRoles: false })
  print(userTexts[language][state](account.name))
}

interface LinkOptions {
  resetSecondFactor?: boolean
  json?: boolean
}

async function makeLink({ deps, config, language }: Room, name: string, options: LinkOptions): Promise<void> {
  const t = userTexts[language]
  const account = await named(deps, name, language)
  if (!account) return
  const resetSecondFactor = options.resetSecondFactor === true
  const link = await renewLink(deps, { accountId: account.id, by: BY, resetSecondFactor })
  if (options.json) return print(JSON.stringify({ link: shown(link, config) }, null, 2))
  const reset = resetSecondFactor && account.secondFactor ? [t.secondFactorReset] : []
  print([t.newLink(account.name), ...reset, ...linkLines(link, config, language)].join('\n'))
}

async function named(deps: Room['deps'], name: string, language: Language): Promise<AccountRecord | null> {
  try {
    return await findAccount(deps, name)
  } catch (error) {
    if (!(error instanceof ZhunruError) || error.code !== 'NOT_FOUND') throw error
    refuse(userTexts[language].unknown(name))
    return null
  }
}

/** Where the console is: PUBLIC_URL, or the service of this machine. */
const addressOf = ({ publicUrl, host, port }: Config): string =>
  publicUrl ??
  `http://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`

const shown = (link: IssuedLink, config: Config) => ({
  url: welcomeUrl(addressOf(config), link),
  expiresAt: link.expiresAt.toISOString(),
})

function linkLines(link: IssuedLink, config: Config, language: Language): string[] {
  const { url, expiresAt } = shown(link, config)
  return [userTexts[language].link(chinaTime(expiresAt)), `  ${url}`]
}

function refuse(text: string): void {
  printError(text)
  process.exitCode = 2
}

const colour = { enabled: pc.green, disabled: pc.red }

/** Two lines, the name first so that it can be copied. */
function describeUser(account: AccountRecord, language: Language): string {
  const t = userTexts[language]
  const comma = language === 'zh' ? '、' : ', '
  const { name, displayName, state, roles, skills, signedInAt, lockedUntil, source, hasPassword, secondFactor } =
    account
  const facts = [
    roles.map((role) => t.role[role]).join(comma),
    `${t.skills} ${skills.length > 0 ? skills.join(', ') : t.anySkill}`,
    ...(source === 'openid' ? [t.openId] : hasPassword ? [] : [t.noPassword]),
    ...(secondFactor ? [t.secondFactor] : []),
    signedInAt ? `${t.lastSignIn} ${chinaTime(signedInAt)}` : t.never,
    ...(lockedUntil ? [pc.red(t.locked(chinaTime(lockedUntil)))] : []),
  ]
  const title = displayName === name ? pc.bold(name) : `${pc.bold(name)}  ${displayName}`
  return `${title}  ${colour[state](t.state[state])}\n  ${facts.join('   ')}`
}
