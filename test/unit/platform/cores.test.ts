import { availableParallelism } from 'node:os'
import { expect, it } from 'vitest'
import { usableCores } from '../../../src/platform/cores.ts'

type Files = Record<string, string>
const cores = (available: number, files: Files) => usableCores(available, (path) => files[path] ?? null)

it.each<[string, number, Files, number]>([
  ['no limit anywhere', 8, {}, 8],
  ['a container of its own', 64, { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '200000 100000\n' }, 2],
  ['a limit of "max"', 4, { '/sys/fs/cgroup/cpu.max': 'max 100000\n' }, 4],
  ['one and a half cores', 4, { '/sys/fs/cgroup/cpu.max': '150000 100000\n' }, 1],
  ['less than one core', 4, { '/sys/fs/cgroup/cpu.max': '50000 100000\n' }, 1],
  ['more than there are', 4, { '/sys/fs/cgroup/cpu.max': '3200000 100000\n' }, 4],
  [
    'a slice further up is tighter',
    16,
    {
      '/proc/self/cgroup': '0::/system.slice/zhunru.service\n',
      '/sys/fs/cgroup/system.slice/cpu.max': '300000 100000',
      '/sys/fs/cgroup/system.slice/zhunru.service/cpu.max': '600000 100000',
    },
    3,
  ],
  [
    'the older layout',
    16,
    {
      '/proc/self/cgroup': '4:cpu,cpuacct:/docker/1f\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '400000\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    },
    4,
  ],
  [
    'the older layout without a limit',
    16,
    { '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n', '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n' },
    16,
  ],
])('%s', (_, available, files, expected) => {
  expect(cores(available, files)).toBe(expected)
})

it('here: at least one, and no more than there are', () => {
  expect(usableCores()).toBeGreaterThanOrEqual(1)
  expect(usableCores()).toBeLessThanOrEqual(availableParallelism())
})
