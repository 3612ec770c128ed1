import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Text } from './texts.ts'

/** One key, or two in a row as `g i`. Names are those of KeyboardEvent.key, with `ctrl+` before them where it is held. */
export interface KeyBinding {
  keys: string
  text: Text
  run: (event: KeyboardEvent) => void
  /** Also while something is being typed, or a dialogue is open. Otherwise keys belong to whoever has the focus. */
  everywhere?: boolean
}

export interface KeyGroup {
  title: Text
  bindings: readonly KeyBinding[]
  /** Of two that want the same key, the higher has it: 0 for a page, more for what lies over it. */
  level: number
}

interface Keys {
  register: (id: string, group: KeyGroup) => () => void
  groups: () => readonly KeyGroup[]
  showHelp: () => void
}

const KeysContext = createContext<Keys>({ register: () => () => {}, groups: () => [], showHelp: () => {} })

/** Loaded when it is asked for. */
const KeyHelp = lazy(async () => ({ default: (await import('./key-help.tsx')).KeyHelp }))

/** The first key of a pair waits so long for the second. Milliseconds. */
const PAIR = 1_200

/** Listens once for the whole page; pages say what their keys are with `useKeys`, and `?` shows them all. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const known = useRef(new Map<string, KeyGroup>())
  const [help, setHelp] = useState<readonly KeyGroup[] | null>(null)
  const register = useCallback((id: string, group: KeyGroup) => {
    known.current.set(id, group)
    return () => void known.current.delete(id)
  }, [])
  const groups = useCallback(() => [...known.current.values()].sort((a, b) => b.level - a.level), [])
  const showHelp = useCallback(() => setHelp(groups()), [groups])

  useEffect(() => {
    let before: { key: string; at: number } | null = null
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return
      const key = event.ctrlKey ? `ctrl+${event.key}` : event.key
      const pair = before && event.timeStamp - before.at < PAIR ? `${before.key} ${key}` : null
      before = key.length === 1 ? { key, at: event.timeStamp } : null
      const bindings = groups().flatMap((group) => group.bindings)
      const found =
        (pair !== null && bindings.find((binding) => binding.keys === pair)) ||
        bindings.find((binding) => binding.keys === key)
      if (!found || (!found.everywhere && isTaken(event))) return
      before = null
      event.preventDefault()
      found.run(event)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [groups])

  const keys = useMemo(() => ({ register, groups, showHelp }), [register, groups, showHelp])
  return (
    <KeysContext value={keys}>
      {children}
      {help && (
        <Suspense>
          <KeyHelp groups={help} close={() => setHelp(null)} />
        </Suspense>
      )}
    </KeysContext>
  )
}

/** The keys of a page or a part of it, as long as it is shown. */
export function useKeys(title: Text, bindings: readonly KeyBinding[], level = 0): void {
  const id = useId()
  const { register } = useContext(KeysContext)
  // After every render, so that what runs sees what is shown.
  useEffect(() => register(id, { title, bindings, level }))
}

export const useShowKeys = (): (() => void) => useContext(KeysContext).showHelp

const typing =
  'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true]'
const pressable =
  'a[href], button, summary, [role=button], [role=tab], [role=option], [role=menuitem], [role=radio], [role=checkbox]'

/** Whether the key is meant for what has the focus. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (document.querySelector('.ant-modal-wrap:not([style*="display: none"]) .ant-modal, .ant-drawer-open')) return true
  if (!(target instanceof Element)) return false
  if (target.closest(typing)) return true
  if (key === 'Enter' || key === ' ') return target.closest(pressable) !== null
  const arrows = key.startsWith('Arrow') || key === 'Home' || key === 'End'
  return (
    arrows && target.closest('[role=tablist], [role=radiogroup], [role=listbox], [role=menu], [role=slider]') !== null
  )
}
