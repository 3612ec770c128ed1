import { z } from 'zod'
import { roles } from '../domain/permissions.ts'
import { caseSkills } from '../domain/skill-names.ts'
import { accountFields, accountName } from './session-view.ts'

const instant = z.iso.datetime({ offset: true }).meta({ examples: ['2026-11-23T02:00:00.000Z'] })

/** What people may be; `api_client` is for programs with a key. */
export const personRoles = roles.filter((role) => role !== 'api_client')

const role = z.enum(personRoles)
const roleList = z
  .array(role)
  .max(personRoles.length)
  .refine((list) => new Set(list).size === list.length, 'write each role once')
const skill = z.enum(caseSkills)
const skills = z
  .array(skill)
  .max(50)
  .refine((list) => new Set(list).size === list.length, 'write each skill once')
  .meta({
    description: 'What kinds of cases this person is given; none: all kinds.',
    examples: [['identity', 'scene']],
  })
const displayName = z
  .string()
  .trim()
  .regex(/^\P{C}{1,64}$/u, 'write 1 to 64 characters')
  .meta({ examples: ['王芳'] })

export const accountView = z
  .object({
    ...accountFields,
    state: z.enum(['enabled', 'disabled']),
    source: z.enum(['local', 'openid']).meta({ description: 'Where this person signs in.' }),
    hasPassword: z.boolean().meta({ description: 'False of a local account until its link was used.' }),
    secondFactor: z.boolean(),
    lockedUntil: instant.nullable().meta({ description: 'After wrong passwords; null when not locked.' }),
    createdBy: z.string().meta({ description: 'An id, or `system`.' }),
    createdAt: instant,
    signedInAt: instant.nullable(),
  })
  .meta({ id: 'Account' })
export type AccountView = z.infer<typeof accountView>

export const accountList = z.object({ accounts: z.array(accountView).readonly() }).meta({ id: 'Accounts' })

export const newAccountBody = z
  .strictObject({
    name: accountName,
    displayName: displayName.optional().meta({ description: 'The name itself when not given.' }),
    roles: roleList.min(1),
    skills: skills.default([]),
  })
  .meta({ id: 'NewAccount' })

export const accountChangeBody = z
  .strictObject({
    displayName: displayName.optional(),
    roles: roleList
      .min(1)
      .optional()
      .meta({ description: 'In place of those before; they count from the next request on.' }),
    skills: skills.optional(),
    state: z.enum(['enabled', 'disabled']).optional().meta({ description: 'Disabled: all sessions end at once.' }),
  })
  .meta({ id: 'AccountChange' })

/** For somebody to choose a password with; shown this one time. */
const signInLink = z
  .object({
    url: z.string().meta({
      description: 'Good once, and shown this one time.',
      examples: ['https://zhunru.example.com/console/welcome#mL4c2n0vX9d1sQ8wT7yUzR3kB6hJ5pF0aGeIoVxNtYs'],
    }),
    expiresAt: instant,
  })
  .meta({ id: 'NewSignInLink' })

export const createdAccount = z.object({ account: accountView, link: signInLink }).meta({ id: 'CreatedAccount' })
export const newLinkBody = z
  .strictObject({
    resetSecondFactor: z
      .boolean()
      .default(false)
      .meta({ description: 'The second factor is turned off, as for somebody who has lost the phone.' }),
  })
  .meta({ id: 'NewLink' })
export const createdLink = z.object({ link: signInLink }).meta({ id: 'CreatedLink' })

export const peopleQuery = z.object({
  for: z.enum(['case', 'callback']).meta({ description: 'Who may work on them.' }),
})
export const peopleView = z
  .object({
    people: z
      .array(
        z.object({
          id: z.string(),
          displayName: z.string(),
          skills: z.array(z.string()).readonly(),
          open: z.number().int().min(0).meta({ description: 'How many this person has under way.' }),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'People' })
