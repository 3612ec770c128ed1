import type { Permission } from '../domain/permissions.ts'
import { shellTexts } from './shell-texts.ts'
import type { Text } from './texts.ts'

interface PageLink {
  to: string
  key: keyof typeof shellTexts
  /** To open it from everywhere. */
  keys: string
  text: Text
  /** Any of them opens it. */
  needs: readonly Permission[]
}

/** The pages of the bar at the top, in their order. Account and sign-in are for everybody. */
const pages: readonly PageLink[] = [
  {
    to: '/',
    key: 'inbox',
    keys: 'g i',
    text: shellTexts.toInbox,
    needs: ['case.read', 'callback.read', 'case.second', 'case.look_again'],
  },
  {
    to: '/applications',
    key: 'applications',
    keys: 'g a',
    text: shellTexts.toApplications,
    needs: ['application.search'],
  },
  { to: '/dashboard', key: 'dashboard', keys: 'g d', text: shellTexts.toDashboard, needs: ['dashboard.read'] },
  {
    to: '/operations',
    key: 'operations',
    keys: 'g o',
    text: shellTexts.toOperations,
    needs: ['operations.read'],
  },
  { to: '/try', key: 'try', keys: 'g t', text: shellTexts.toTry, needs: ['application.submit'] },
]

export const pagesFor = (may: (permission: Permission) => boolean): readonly PageLink[] =>
  pages.filter(({ needs }) => needs.some(may))

/** Where somebody begins: the first page that they may see. */
export const homeOf = (may: (permission: Permission) => boolean): string => pagesFor(may)[0]?.to ?? '/account'
