import { existsSync } from 'node:fs'

/** The project's own folder, as a URL with a slash at its end, whether this runs from source or from dist/. */
export const packageRoot = findRoot(new URL('../../', import.meta.url))

function findRoot(start: URL): URL {
  for (let at = start; ; at = new URL('../', at)) {
    if (existsSync(new URL('package.json', at))) return at
    if (at.pathname === '/') throw new Error('no package.json above this file; the installation is incomplete')
  }
}
