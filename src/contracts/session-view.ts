import { z } from 'zod'
import { permissionsOf, roles } from '../domain/permissions.ts'

const instant = z.iso.datetime({ offset: true }).meta({ examples: ['2026-11-23T22:00:00.000Z'] })

/** To sign in with: whatever was typed, it is small letters that count. */
export const accountName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@+-]{1,63}$/, 'write 2 to 64 of a-z, 0-9 and . _ @ + -, a letter or digit first')
  .meta({ examples: ['wang.fang'] })

const permission = z.enum(permissionsOf({ roles }))

/** Who an account is of, and what they are there for. */
export const accountFields = {
  id: z.string().meta({ examples: ['usr_06dq7wm1s0k2f9j3b7v5t8yhgc'] }),
  name: z.string().meta({ examples: ['wang.fang'] }),
  displayName: z.string().meta({ examples: ['王芳'] }),
  roles: z.array(z.enum(roles)).readonly(),
  skills: z.array(z.string()).readonly(),
}

/** Who is signed in, as their own console knows them. */
const signedIn = z
  .object({
    ...accountFields,
    permissions: z
      .array(permission)
      .readonly()
      .meta({ description: 'All that these roles may do, so that nothing is shown in vain.' }),
    secondFactor: z.boolean().meta({ description: 'Whether a code is asked for as well.' }),
    local: z.boolean().meta({ description: 'Signs in with a password here; otherwise at the OpenID provider.' }),
  })
  .meta({ id: 'SignedIn' })

export const sessionView = z
  .object({
    account: signedIn.nullable().meta({ description: 'Null: nobody is signed in.' }),
    csrfToken: z.string().meta({
      description: 'To be sent as `x-csrf-token` with everything that changes something, this session through.',
    }),
    signIn: z.object({
      local: z.literal(true),
      openId: z
        .object({ label: z.string().meta({ description: 'What the button says.', examples: ['Company account'] }) })
        .nullable()
        .meta({ description: 'Null: there is no OpenID provider. Otherwise go to /v1/session/openid.' }),
    }),
    expiresAt: instant
      .nullable()
      .meta({ description: 'When it ends at the latest; sooner when nothing is done for 30 minutes.' }),
  })
  .meta({ id: 'Session' })
export type SessionView = z.infer<typeof sessionView>

const password = z.string().min(1).max(256)
const code = z
  .string()
  .trim()
  .regex(/^\d{6}$/, 'write the 6 digits that the app shows')
  .meta({ examples: ['492039'] })
const token = z
  .string()
  .regex(/^[A-Za-z0-9_-]{20,100}$/, 'write what stands after # in the link')
  .meta({ examples: ['mL4c2n0vX9d1sQ8wT7yUzR3kB6hJ5pF0aGeIoVxNtYs'] })

export const signInBody = z
  .strictObject({
    name: z.string().trim().min(1).max(64),
    password,
    code: code.optional().meta({ description: 'Of the second factor; asked for by CODE_NEEDED.' }),
  })
  .meta({ id: 'SignIn' })

export const linkBody = z.strictObject({ token }).meta({ id: 'SignInLink' })
export const linkView = z
  .object({
    name: z.string().meta({ examples: ['wang.fang'] }),
    displayName: z.string().meta({ examples: ['王芳'] }),
    secondFactor: z.boolean().meta({ description: 'Whether a code must be given as well.' }),
    expiresAt: instant,
  })
  .meta({ id: 'SignInLinkView' })
export const linkUseBody = z
  .strictObject({
    token,
    password: password.meta({ description: 'The new one, 12 characters or more.' }),
    code: code.optional(),
  })
  .meta({ id: 'SignInLinkUse' })

export const passwordChangeBody = z.strictObject({ current: password, next: password }).meta({ id: 'PasswordChange' })

export const secondFactorView = z
  .object({
    uri: z.string().meta({
      description: '`otpauth://…`, for a QR code.',
      examples: ['otpauth://totp/Zhunru:wang.fang?issuer=Zhunru&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'],
    }),
    secret: z.string().meta({ description: 'The same to type in.', examples: ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'] }),
  })
  .meta({ id: 'SecondFactor' })
export const codeBody = z.strictObject({ code }).meta({ id: 'SecondFactorCode' })
