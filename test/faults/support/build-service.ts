import { execFile } from 'node:child_process'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** What is started by its file name, besides what it imports. */
const programs = [
  'test/faults/service-process.ts',
  'src/checks/precheck-process.ts',
  'src/platform/event-loop-thread.ts',
  'test/faults/stub-photo-process.ts',
]

/**
 * Compiles the service of these tests. Translated while it starts, each of its processes would take three seconds of a core
 * (compiled: one), and be killed before it has done anything. @returns the program to start, and how to remove it.
 */
export async function buildService(): Promise<{ program: string; remove(): Promise<void> }> {
  // Within the project, so that libraries and policies are found.
  const out = join(root, 'dist', `faults-${process.pid}`)
  await mkdir(out, { recursive: true })
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { noEmit: false, noCheck: true, rootDir: root, outDir: out, types: ['node'] },
    include: [],
    files: programs.map((file) => join(root, file)),
  }
  await writeFile(join(out, 'tsconfig.json'), JSON.stringify(config))
  await run(join(root, 'node_modules', '.bin', 'tsc'), ['-p', out])
  // The samples of the tests look for them beside themselves.
  await cp(join(root, 'src/policies'), join(out, 'src/policies'), { recursive: true })
  return {
    program: join(out, 'test/faults/service-process.js'),
    remove: () => rm(out, { recursive: true, force: true }),
  }
}

const run = (file: string, args: string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    execFile(file, args, { cwd: dirname(file) }, (error, stdout) =>
      error
        ? reject(new Error(`the service of the tests could not be compiled:\n${stdout}`, { cause: error }))
        : resolve(),
    )
  })
