import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { may, permissions, reachOf, roles } from '../../../src/domain/permissions.ts'
import { testApi } from '../../support/api.ts'

const page = fileURLToPath(new URL('../../../docs/permissions.md', import.meta.url))
const { app } = await testApi()

interface Operation {
  'x-permission': string
}

it('docs/permissions.md holds the table of permissions and every operation with what it needs', async () => {
  const paths: Record<string, Record<string, Operation>> = (await app.inject('/openapi.json')).json().paths
  const operations = Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { 'x-permission': needs }]) => ({
        needs,
        operation: `\`${method.toUpperCase()} ${path}\``,
      })),
    )
    .sort((a, b) => (a.operation < b.operation ? -1 : 1))
  const names = Object.keys(permissions) as (keyof typeof permissions)[]
  const lines = [
    `| | ${roles.join(' | ')} |`,
    `| --- |${' --- |'.repeat(roles.length)}`,
    ...names.map(
      (name) => `| \`${name}\` | ${roles.map((role) => reachOf({ roles: [role] }, name) ?? '').join(' | ')} |`,
    ),
    '',
    '| needs | operations |',
    '| --- | --- |',
    ...[...names, 'signed_in', 'public'].flatMap((name) => {
      const of = operations.filter(({ needs }) => needs === name)
      return of.length === 0 ? [] : [`| \`${name}\` | ${of.map(({ operation }) => operation).join('<br>')} |`]
    }),
  ]
  // Every role may do something, or it would be a word without meaning.
  for (const role of roles) expect(names.some((name) => may({ roles: [role] }, name))).toBe(true)
  expect(operations.filter(({ needs }) => needs === undefined)).toEqual([])
  const [before, rest] = readFileSync(page, 'utf8').split('<!-- table -->')
  const after = rest!.split('<!-- /table -->')[1]!
  const written = `${before}<!-- table -->\n\n${lines.join('\n')}\n\n<!-- /table -->${after}`
  await expect(written).toMatchFileSnapshot(page)
})
