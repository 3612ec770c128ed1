import { z } from 'zod'
import { ZhunruError } from './errors.ts'

/** Postgres: where it is, and how much of it a process may take. */
export const databaseVariables = {
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('Postgres to use instead of the embedded one'),
  DATABASE_DIRECT_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('the same database past the pooler, where DATABASE_URL leads to a pgbouncer in transaction mode'),
  DATABASE_SCHEMA: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/)
    .default('zhunru')
    .describe('Postgres schema of our tables'),
  DATABASE_POOL_SIZE: z.coerce
    .number()
    .int()
    .min(2)
    .max(200)
    .default(10)
    .describe('connections to Postgres that each process may hold for queries'),
  DATABASE_STATEMENT_TIMEOUT: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_600)
    .default(30)
    .describe('seconds after which Postgres ends a query of ours'),
}

const variables = z.object(databaseVariables)

export interface DatabaseConfig {
  databaseUrl: string | null
  /** Null: DATABASE_URL leads to Postgres itself. */
  databaseDirectUrl: string | null
  databaseSchema: string
  databasePoolSize: number
  /** Milliseconds. */
  databaseStatementTimeout: number
}

export function databaseConfig(e: z.infer<typeof variables>): DatabaseConfig {
  if (e.DATABASE_DIRECT_URL && !e.DATABASE_URL) {
    throw new ZhunruError('CONFIG_INVALID', {
      detail: 'DATABASE_DIRECT_URL is set, so DATABASE_URL must be set too: the address of the pooler before it',
    })
  }
  return {
    databaseUrl: e.DATABASE_URL ?? null,
    databaseDirectUrl: e.DATABASE_DIRECT_URL ?? null,
    databaseSchema: e.DATABASE_SCHEMA,
    databasePoolSize: e.DATABASE_POOL_SIZE,
    databaseStatementTimeout: e.DATABASE_STATEMENT_TIMEOUT * 1_000,
  }
}
