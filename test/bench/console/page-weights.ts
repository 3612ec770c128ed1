import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'

const chunk = z.object({
  file: z.string(),
  isEntry: z.boolean().optional(),
  isDynamicEntry: z.boolean().optional(),
  imports: z.array(z.string()).default([]),
  css: z.array(z.string()).default([]),
})
const manifest = z.record(z.string(), chunk)

export interface PageWeight {
  page: string
  /** Bytes of script, gzipped: all that must be there before the page can be used. */
  script: number
  /** Of it what no other page has loaded before. */
  own: number
  style: number
}

/** What the first visit of each page loads, from the list of files that the build writes. */
export async function pageWeights(folder: URL): Promise<PageWeight[]> {
  const chunks = manifest.parse(JSON.parse(await readFile(new URL('.vite/manifest.json', folder), 'utf8')))
  const weigh = async (file: string) => gzipSync(await readFile(new URL(file, folder))).length
  const sum = async (files: Iterable<string>) =>
    (await Promise.all([...files].map(weigh))).reduce((total, each) => total + each, 0)

  const reach = (name: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(name)) return seen
    seen.add(name)
    for (const next of chunks[name]?.imports ?? []) reach(next, seen)
    return seen
  }
  const filesOf = (names: Iterable<string>, of: (chunk: z.infer<typeof manifest>[string]) => string[]) =>
    new Set([...names].flatMap((name) => (chunks[name] ? of(chunks[name]) : [])))

  const entry = Object.keys(chunks).find((name) => chunks[name]?.isEntry)
  if (!entry) throw new Error('the console was not built: npm run build')
  const shell = reach(entry)
  const pages = Object.keys(chunks).filter((name) => chunks[name]?.isDynamicEntry && name.includes('pages/'))
  return Promise.all(
    pages.map(async (name) => {
      const all = new Set([...shell, ...reach(name)])
      const own = new Set([...reach(name)].filter((each) => !shell.has(each)))
      return {
        page: name.replace(/^.*\//, '').replace(/\.tsx$/, ''),
        script: await sum(filesOf(all, ({ file }) => [file])),
        own: await sum(filesOf(own, ({ file }) => [file])),
        style: await sum(filesOf(all, ({ css }) => css)),
      }
    }),
  )
}
