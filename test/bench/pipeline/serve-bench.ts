/** What a process of the bench tells its parent, and what it is told. */
export type FromProcess = { is: 'up'; url: string | null } | { is: 'memory'; resident: number; heap: number }
export type ToProcess = 'stop' | 'memory'

/** Tells the parent when what was started is up, and stops it when the parent says so or is gone. */
export async function serveBench(
  start: () => Promise<{ url: string | null; stop: () => Promise<void> }>,
): Promise<void> {
  const tell = (message: FromProcess) => process.send?.(message)
  const { url, stop } = await start()
  const end = () => void stop().finally(() => process.exit(0))
  process.once('disconnect', end)
  process.on('message', (message: ToProcess) => {
    if (message === 'stop') {
      end()
      return
    }
    // With --expose-gc: what is still there after a collection.
    globalThis.gc?.()
    const { rss, heapUsed } = process.memoryUsage()
    tell({ is: 'memory', resident: rss, heap: heapUsed })
  })
  tell({ is: 'up', url })
}
