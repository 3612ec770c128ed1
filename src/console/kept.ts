/**
 * What this browser remembers: language, theme, saved views. Nothing personal may stand here. A browser that forbids
 * storage remembers nothing, and all else works.
 */
export type KeptName = 'language' | 'theme' | 'views' | 'navigation'

const key = (name: KeptName): string => `zhunru.${name}`

export function kept(name: KeptName): string | null {
  try {
    return globalThis.localStorage?.getItem(key(name)) ?? null
  } catch {
    return null
  }
}

export function keep(name: KeptName, value: string): void {
  try {
    globalThis.localStorage?.setItem(key(name), value)
  } catch {
    // Forbidden or full: see above.
  }
}
