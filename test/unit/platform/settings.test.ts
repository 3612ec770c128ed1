import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { configVariables } from '../../../src/platform/config.ts'
import { packageRoot } from '../../../src/platform/package-root.ts'

const read = (name: string): string => readFileSync(new URL(name, packageRoot), 'utf8')

/** The variables of the table of settings, in its order: the only table whose rows begin with names of this kind. */
const rowsOf = (readme: string): string[][] =>
  readme
    .split('\n')
    .filter((line) => /^\| `[A-Z][A-Z0-9_]+`/.test(line))
    .map((line) => [...(line.split('|')[1] ?? '').matchAll(/`([A-Z][A-Z0-9_]*)`/g)].map(([, name = '']) => name))

/** Those of `.env.example`, in its order, whether they are for filling in or left out. */
const example = read('.env.example')
  .split('\n')
  .flatMap((line) => /^(?:# ?)?([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? [])

describe.each(['README.md', 'README.zh-CN.md'])('the settings in %s', (name) => {
  const rows = rowsOf(read(name))

  it('are all there are, each once', () => {
    expect(rows.flat().toSorted()).toEqual([...configVariables].toSorted())
  })

  it('stand in the same order as in the other language', () => {
    expect(rows).toEqual(rowsOf(read('README.md')))
  })
})

describe('.env.example', () => {
  /** At its top, since nothing starts without them. */
  const first = ['REDIS_PASSWORD', 'S3_SECRET_ACCESS_KEY', 'DOCUMENT_NUMBER_KEY']
  const ours = example.filter((name) => configVariables.includes(name))

  it('names every variable once, in the order of the table of settings', () => {
    const rest = rowsOf(read('README.md'))
      .flat()
      .filter((name) => !first.includes(name))
    expect(ours).toEqual([...first, ...rest])
    expect(new Set(example).size).toBe(example.length)
  })

  it('names nothing else but what Docker Compose fills in itself', () => {
    const compose = read('docker-compose.yml')
    for (const name of example.filter((each) => !ours.includes(each))) expect(compose).toContain(`\${${name}`)
  })

  it('holds no value', () => {
    const set = read('.env.example').match(/^(?:# ?)?[A-Z][A-Z0-9_]*=.+$/gm)
    expect(set).toBeNull()
  })
})
