/** Filters under a name of one's own, in this browser. A reference could name somebody, so it is never among them. */
export interface SavedView {
  name: string
  /** What stands behind the `?`. */
  query: string
}

/** More would be no help any longer. */
const MOST = 20
const NAME_MAX = 20

/** What is kept may be from another version or from anybody: what does not fit is left out. */
export function readViews(kept: string | null): SavedView[] {
  try {
    const views: unknown = JSON.parse(kept ?? '[]')
    return Array.isArray(views) ? views.filter(isView).slice(0, MOST) : []
  } catch {
    return []
  }
}

const isView = (value: unknown): value is SavedView =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'query' in value &&
  typeof value.query === 'string'

/** The newest first; one of the same name is replaced. */
export function withView(views: readonly SavedView[], name: string, query: URLSearchParams): SavedView[] {
  const kept = new URLSearchParams(query)
  kept.delete('reference')
  const view = { name: name.trim().slice(0, NAME_MAX), query: kept.toString() }
  return [view, ...views.filter((each) => each.name !== view.name)].slice(0, MOST)
}

export const withoutView = (views: readonly SavedView[], name: string): SavedView[] =>
  views.filter((each) => each.name !== name)
