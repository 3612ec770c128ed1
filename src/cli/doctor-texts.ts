import type { Group } from '../service/doctor/finding.ts'
import type { Language } from './language.ts'

const zh = {
  group: {
    config: '配置',
    program: '程序',
    database: '数据库',
    queues: '队列',
    photos: '照片',
    outside: '外部服务',
    running: '运行情况',
  } satisfies Record<Group, string>,
  state: { ok: '正常', warn: '注意', fail: '故障' },
  sum: (ok: number, warn: number, fail: number) => `${ok} 项正常，${warn} 项注意，${fail} 项故障`,
}

const en: typeof zh = {
  group: {
    config: 'Configuration',
    program: 'Program',
    database: 'Database',
    queues: 'Queues',
    photos: 'Photos',
    outside: 'Outside services',
    running: 'What runs',
  },
  state: { ok: 'ok', warn: 'warn', fail: 'FAIL' },
  sum: (ok, warn, fail) => `${ok} ok, ${warn} to look at, ${fail} to mend`,
}

/** Every word that `zhunru doctor` prints around its findings. */
export const doctorTexts: Record<Language, typeof zh> = { zh, en }
