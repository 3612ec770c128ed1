/**
 * Lets in so many at once; the others wait, in order, and whoever has waited for `patience` milliseconds is turned away with what
 * `full` makes. For work that holds something scarce while it waits for something slow.
 */
export function createPlaces(places: number, patience: number, full: () => Error) {
  let free = places
  const waiting: (() => void)[] = []

  async function enter(): Promise<void> {
    if (free > 0) {
      free -= 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const come = () => {
        clearTimeout(late)
        resolve()
      }
      const late = setTimeout(() => {
        waiting.splice(waiting.indexOf(come), 1)
        reject(full())
      }, patience)
      waiting.push(come)
    })
  }

  /** Whoever comes next takes the place itself, so that nobody gets in between. */
  function leave(): void {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }

  return async <T>(work: () => Promise<T>): Promise<T> => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
