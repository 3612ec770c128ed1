/**
 * Does in one go what is asked for at the same time. While one go is under way the next fills up, so nothing ever waits for
 * company: alone each is done at once, and the more is asked the more is done together.
 *
 * Where a go of several fails, each is done by itself: whoever asked for what cannot be done is told so, and nobody else.
 */
export interface Together<I, O> {
  /** Done in the order given, one answer for each. May run again with the same items after it failed. */
  run: (items: readonly I[]) => Promise<O[]>
  /** Items done in one go, at most. */
  most: number
}

export function together<I, O>({ run, most }: Together<I, O>): (item: I) => Promise<O> {
  let waiting: { item: I; resolve: (answer: O) => void; reject: (error: unknown) => void }[] = []
  let busy = false

  async function go(): Promise<void> {
    // All that this turn of the event loop brings comes along.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const now = waiting.slice(0, most)
      waiting = waiting.slice(most)
      const answers = await run(now.map(({ item }) => item)).catch((error: unknown) => ({ error }))
      if (Array.isArray(answers)) for (const [n, { resolve }] of now.entries()) resolve(answers[n]!)
      else if (now.length === 1) now[0]?.reject(answers.error)
      else for (const { item, resolve, reject } of now) await run([item]).then(([answer]) => resolve(answer!), reject)
    }
    busy = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (busy) return
      busy = true
      void go()
    })
}

/** One for each of what it is done with, such as a database; it goes with it. */
export function perKey<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const fresh = make(key)
    made.set(key, fresh)
    return fresh
  }
}
