import { useEffect, useState } from 'react'

/** Milliseconds without a change. */
const PAUSE = 250

/** A value once it has not changed for a moment. Values that are the same as JSON are the same. */
export function useSettled<T>(value: T): T {
  const [settled, settle] = useState(value)
  const same = JSON.stringify(value) === JSON.stringify(settled)
  useEffect(() => {
    if (same) return undefined
    const timer = setTimeout(() => settle(value), PAUSE)
    return () => clearTimeout(timer)
  }, [value, same])
  return settled
}
