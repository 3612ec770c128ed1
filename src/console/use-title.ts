import { useEffect } from 'react'

/** What the browser's tab says. Nothing personal: titles stand in the browser's history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · 准入 Zhunru`
  }, [title])
}
