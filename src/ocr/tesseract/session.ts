import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker as WorkerThread } from 'node:worker_threads'
import { createWorker, OEM, PSM, type Page, type Worker } from 'tesseract.js'

/** One tesseract.js worker: a thread with its own WebAssembly memory. */
export interface Session {
  recognise(file: Buffer): Promise<Page>
  close(): Promise<void>
}

/**
 * Starts a worker with the Chinese model from the npm package. A plain path as `langPath` is read from disk, and without
 * a cache nothing is written: no network, no files left behind. A worker that dies rejects what it was doing.
 */
export async function openSession(): Promise<Session> {
  const data = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/chi_sim/package.json'))
  const worker = await createWorker('chi_sim', OEM.LSTM_ONLY, {
    langPath: join(data, '4.0.0_best_int'),
    gzip: true,
    cacheMethod: 'none',
    // Without one, tesseract.js throws out of an event handler, beside the rejection that its caller gets.
    errorHandler: () => undefined,
  })
  const thread = threadOf(worker)
  const gone = new Promise<never>((_, reject) => {
    thread.once('error', (cause) => reject(new Error('The tesseract.js worker failed', { cause })))
    thread.once('exit', (code) => reject(new Error(`The tesseract.js worker ended (exit code ${code})`)))
  })
  gone.catch(() => undefined)
  await worker.setParameters({
    tessedit_pageseg_mode: PSM.AUTO,
    preserve_interword_spaces: '1',
    // Its remarks on resolution would go to our stderr.
    debug_file: '/dev/null',
  })
  return {
    recognise: async (file) => {
      const { data: page } = await Promise.race([
        worker.recognize(file, {}, { text: false, blocks: true }),
        gone,
      ]).catch(asError)
      return page
    },
    close: async () => {
      await thread.terminate()
    },
  }
}

/** tesseract.js rejects with plain strings. */
function asError(reason: unknown): never {
  throw reason instanceof Error ? reason : new Error(`tesseract.js could not read the picture: ${String(reason)}`)
}

/** The thread behind a worker, which the types do not show; it alone tells of a crash. */
function threadOf(worker: Worker): WorkerThread {
  const thread = 'worker' in worker ? worker.worker : undefined
  if (!(thread instanceof WorkerThread)) throw new Error('tesseract.js no longer shows its worker thread')
  return thread
}
