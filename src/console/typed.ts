/** What was typed into a field of a form; the empty text where it has none of that name. */
export function typed(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
