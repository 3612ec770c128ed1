import { actAs } from '../access/act-as.ts'
import type { Permission } from '../domain/permissions.ts'
import type { CommandStore } from '../service/open-command-store.ts'
import type { Language } from './language.ts'
import { printError } from './terminal.ts'

const texts = {
  zh: {
    unknown: (name: string) =>
      name === ''
        ? '已启用账号：请用 --as 指明操作人的账号名（zhunru users list）'
        : `没有账号 ${name}：已启用账号后，--as 须为账号名（zhunru users list）`,
    disabled: (name: string) => `账号 ${name} 已停用`,
    not_allowed: (name: string) => `账号 ${name} 的角色无权进行此操作`,
  },
  en: {
    unknown: (name: string) =>
      name === ''
        ? 'Accounts are in use: say with --as whose account does this (zhunru users list)'
        : `There is no account ${name}: since accounts are in use, --as takes the name of one (zhunru users list)`,
    disabled: (name: string) => `The account ${name} is disabled`,
    not_allowed: (name: string) => `None of the roles of ${name} may do this`,
  },
}

/**
 * Who does what a command writes down: `id` for the audit, `name` for lists. Says what is wrong, with exit code 2, when
 * nobody may do it under this name. @returns null then.
 */
export async function actingAs(
  { store }: Pick<CommandStore, 'store'>,
  name: string,
  permission: Permission,
  language: Language,
): Promise<{ id: string; name: string } | null> {
  const acting = await actAs({ db: store.db }, name, permission)
  if (acting.is === 'allowed') return acting.account ?? { id: 'local', name }
  printError(texts[language][acting.is](name))
  process.exitCode = 2
  return null
}
