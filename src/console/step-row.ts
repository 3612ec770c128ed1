/** Moves the focus from the link of one row to that of the next. @returns whether it now is the last one */
export function stepRow(body: HTMLElement | null, by: 1 | -1): boolean {
  const links = [...(body?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
  const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement))
  const next = at === -1 ? (by === 1 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))
  links[next]?.focus({ preventScroll: true })
  links[next]?.closest('tr')?.scrollIntoView({ block: 'nearest' })
  return next === links.length - 1
}
