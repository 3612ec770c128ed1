/** A thread of a backtest: decides again what it is handed, by one policy. Started by backtest.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import { judgeAgain } from './judge-again.ts'

parentPort?.on('message', (inputs: readonly string[]) => {
  // A port of a thread, not a window: there is no origin to name.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(inputs.map((input) => judgeAgain(input, workerData)))
})
