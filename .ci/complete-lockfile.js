// Run after each `npm install` that changed package-lock.json:  node .ci/complete-lockfile.js
//
// Some registry mirrors hold only the packages of their own platform. A lockfile made against one lacks the optional
// packages of all other platforms, and `npm ci` then refuses it everywhere as out of sync. This adds what is missing:
// the exact version that the parent asks for, and the platform that the package's name states. There is no integrity
// hash for these, as there is no file to hash.
import { readFileSync, writeFileSync } from 'node:fs'

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const cpus = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32']

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const present = Object.keys(lock.packages)
let added = 0

for (const [path, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (present.some((other) => other === `node_modules/${name}` || other === `${path}/node_modules/${name}`)) continue
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) throw new Error(`${name}: "${version}" is no exact version`)
    const words = name.replace('windows', 'win32').split(/[/@-]/)
    const os = systems.filter((system) => words.includes(system))
    const cpu = cpus.filter((one) => words.includes(one))
    if (os.length === 0 && cpu.length === 0) throw new Error(`${name}: its name states no platform`)
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(cpu.length > 0 && { cpu }),
      ...(parent.dev && { dev: true }),
      optional: true,
      ...(os.length > 0 && { os }),
    }
    added += 1
  }
}

const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
lock.packages = Object.fromEntries(sorted)
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added} optional packages of other platforms added to package-lock.json\n`)
