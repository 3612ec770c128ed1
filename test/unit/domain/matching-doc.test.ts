import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { stepText } from '../../../src/domain/match-terms.ts'
import { addressPairs, knownWrong } from './address-pairs.ts'
import { businessNamePairs } from './business-name-pairs.ts'
import { namePairs } from './name-pairs.ts'

const doc = fileURLToPath(new URL('../../../docs/matching.md', import.meta.url))

/** What cannot be seen by its code point, what the reader did not know as a box. */
const shown = (text: string): string =>
  text === ''
    ? '(empty)'
    : Array.from(text.replaceAll('\uFFFD', '□').replaceAll('|', '\\|').replaceAll('*', '\\*'), (c) =>
        /[\u00A0\u3000\p{Cf}\p{Co}\uFE00-\uFE0F]/u.test(c) || text.trim() === ''
          ? ` U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} `
          : c,
      ).join('')

const stepsShown = (steps: readonly (string | undefined)[]): string =>
  steps.flatMap((step) => (step ? [`${stepText(step).en} (\`${step}\`)`] : [])).join('; ')

type Pairs = readonly (readonly [a: string, b: string, verdict: string, ...steps: (string | undefined)[]])[]
const table = (title: string, pairs: Pairs): string[] => [
  `### ${title}: ${pairs.length}`,
  '',
  '| one | the other | verdict | what it names |',
  '| --- | --- | --- | --- |',
  ...pairs.map(([a, b, verdict, ...steps]) => `| ${shown(a)} | ${shown(b)} | \`${verdict}\` | ${stepsShown(steps)} |`),
  '',
]

it('docs/matching.md holds every pair with its verdict', async () => {
  const lines = [
    ...table('Names of persons', namePairs),
    ...table('Names of businesses', businessNamePairs),
    ...table('Addresses', addressPairs),
    `### Where it is still wrong: ${knownWrong.length}`,
    '',
    '| one | the other | a clerk says | it says | what it does not know |',
    '| --- | --- | --- | --- | --- |',
    ...knownWrong.map(([a, b, clerk, compared, why]) => `| ${a} | ${b} | \`${clerk}\` | \`${compared}\` | ${why} |`),
  ]
  const [before, rest] = readFileSync(doc, 'utf8').split('<!-- table -->')
  const after = rest!.split('<!-- /table -->')[1]!
  const written = `${before}<!-- table -->\n\n${lines.join('\n')}\n\n<!-- /table -->${after}`
  await expect(written).toMatchFileSnapshot(doc)
})

it('the table has at least 90 names, 80 addresses', () => {
  expect(namePairs.length).toBeGreaterThanOrEqual(90)
  expect(addressPairs.length).toBeGreaterThanOrEqual(80)
})
