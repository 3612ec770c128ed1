/** A row as it is shown: `gone` when it has left the list since. */
export interface SteadyRow<T> {
  item: T
  gone: boolean
}

/**
 * The rows to show while somebody is pointing or working in the list: each stays where it is, with what is known of it now;
 * what has left stays as gone; what is new further down is added there, and what is new above it waits.
 * @param shown what is shown at present
 * @param fresh the list as it is now
 * @returns the rows, and how many new ones wait to be let in
 */
export function steadyRows<T extends { id: string }>(
  shown: readonly SteadyRow<T>[],
  fresh: readonly T[],
): { rows: SteadyRow<T>[]; waiting: number } {
  const now = new Map(fresh.map((item, place) => [item.id, { item, place }]))
  const rows = shown.map(({ item }) => {
    const known = now.get(item.id)
    return known ? { item: known.item, gone: false } : { item, gone: true }
  })
  const known = new Set(shown.map(({ item }) => item.id))
  const last = Math.max(-1, ...shown.map(({ item }) => now.get(item.id)?.place ?? -1))
  const added = fresh.filter(({ id }) => !known.has(id))
  const below = added.filter(({ id }) => (now.get(id)?.place ?? 0) > last)
  return { rows: [...rows, ...below.map((item) => ({ item, gone: false }))], waiting: added.length - below.length }
}
