/** Where to go after signing in: a page of the console, whatever the address asked for. */
export function pathWithin(next: string | null): string {
  if (next === null || !/^\/(?![/\\])/.test(next)) return '/'
  return next.startsWith('/sign-in') || next.startsWith('/welcome') ? '/' : next
}
