/** Asks once for all who ask within so many milliseconds. What failed is asked anew. */
export function remembered<T>(ask: () => Promise<T>, milliseconds: number): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | null = null
  return () => {
    if (last && performance.now() - last.at < milliseconds) return last.answer
    const now = { at: performance.now(), answer: ask() }
    last = now
    now.answer.catch(() => {
      if (last === now) last = null
    })
    return now.answer
  }
}
