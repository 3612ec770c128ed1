import type { LocalisedText } from './decision.ts'

/**
 * Whose fault a failure is, which says what helps: waiting, another photo, a mended program, another setting, looking at
 * what kills its workers, or a word with whoever runs the other side.
 */
export const failureClasses = ['transient', 'input', 'engine', 'config', 'poison', 'gateway'] as const
export type FailureClass = (typeof failureClasses)[number]

interface FailureKind {
  class: FailureClass
  /** What it is. */
  text: LocalisedText
  /** What whoever runs the installation can do. */
  help: LocalisedText
}

/** Every kind of failure. Codes are kept with failures: never rename one, never give one another meaning. */
export const failureKinds = {
  DATASTORE_AWAY: {
    class: 'transient',
    text: { zh: '数据库或队列无法连接', en: 'Postgres or the queues did not answer' },
    help: { zh: '数据库或队列恢复后重跑即可', en: 'Run it again once they answer' },
  },
  PHOTOS_AWAY: {
    class: 'transient',
    text: { zh: '照片存储无法访问', en: 'The store of photos did not answer' },
    help: { zh: '检查存储服务与网络，恢复后重跑', en: 'See to the store and the network, then run it again' },
  },
  TIMED_OUT: {
    class: 'transient',
    text: { zh: '处理超时', en: 'It took too long' },
    help: {
      zh: '查看主机负载；同一张照片反复超时，请转交开发人员',
      en: 'Look at the load of the machine; a photo that is too slow every time is one for the developers',
    },
  },
  PHOTO_MISSING: {
    class: 'input',
    text: { zh: '照片文件不存在', en: 'The file of the photo is not there' },
    help: {
      zh: '从备份恢复照片后重跑，或退回补件',
      en: 'Restore it from the back-up and run it again, or ask for it anew',
    },
  },
  PHOTO_DAMAGED: {
    class: 'input',
    text: { zh: '照片存储中的文件已损坏', en: 'The store keeps the photo damaged' },
    help: {
      zh: '检查存储与磁盘；从备份恢复照片后重跑，或退回补件',
      en: 'See to the store and its disks; restore the photo from the back-up and run it again, or ask for it anew',
    },
  },
  PHOTO_REFUSED: {
    class: 'input',
    text: { zh: '照片因合规要求已删除，无法再检查', en: 'The photo was refused and is not kept' },
    help: { zh: '由审核员退回补件', en: 'A reviewer asks for another one' },
  },
  PHOTO_BROKEN: {
    class: 'input',
    text: { zh: '照片无法解码', en: 'The photo cannot be decoded' },
    help: { zh: '由审核员退回补件', en: 'A reviewer asks for another one' },
  },
  NOTHING_TO_DO_IT_TO: {
    class: 'input',
    text: { zh: '任务所指的进件或材料不存在', en: 'What the work belongs to is not there' },
    help: {
      zh: '无需重跑；若反复出现，请转交开发人员',
      en: 'Running it again does not help; if it keeps coming, tell the developers',
    },
  },
  PROCESS_DIED: {
    class: 'engine',
    text: { zh: '看图进程中途退出', en: 'The process that looks at photos ended in the middle of it' },
    help: {
      zh: '查看主机内存与日志，然后重跑',
      en: 'Look at the memory of the machine and the log, then run it again',
    },
  },
  OUT_OF_MEMORY: {
    class: 'engine',
    text: { zh: '内存不足', en: 'There was not enough memory' },
    help: {
      zh: '增加内存或减少看图进程数，然后重跑',
      en: 'Give it more memory or fewer photo processes, then run it again',
    },
  },
  UNEXPECTED: {
    class: 'engine',
    text: { zh: '程序出现意外错误', en: 'A fault of the program' },
    help: {
      zh: '把错误信息与版本号转交开发人员，修复后重跑',
      en: 'Tell the developers the error and the version; run it again once mended',
    },
  },
  NO_SPACE: {
    class: 'config',
    text: { zh: '磁盘已满或无写入权限', en: 'The disk is full, or may not be written to' },
    help: {
      zh: '清理磁盘或修正目录权限，然后重跑',
      en: 'Make room or mend the rights of the folder, then run it again',
    },
  },
  NOT_LET_IN: {
    class: 'config',
    text: { zh: '凭证无效或权限不足', en: 'Credentials or rights are wrong' },
    help: {
      zh: '修正配置中的凭证，重启后重跑',
      en: 'Mend the credentials in the configuration, restart, and run it again',
    },
  },
  FILE_OF_OURS_MISSING: {
    class: 'config',
    text: { zh: '缺少程序自带的文件（例如识别模型）', en: 'A file of the program is missing, such as a model' },
    help: { zh: '重新安装后重跑', en: 'Install it again, then run it again' },
  },
  LOST_ITS_WORKER: {
    class: 'poison',
    text: { zh: '多次导致工作进程中断', en: 'Its workers ended in the middle of it, again and again' },
    help: {
      zh: '先查明原因（通常是某一张照片），再重跑',
      en: 'Find out why first, as it is mostly one photo; only then run it again',
    },
  },
  GIVEN_UP: {
    class: 'poison',
    text: { zh: '多次开始却从未完成，已放弃', en: 'It was started again and again and never came to an end' },
    help: { zh: '先查明原因，再重跑', en: 'Find out why first; only then run it again' },
  },
  RECEIVER_FAILED: {
    class: 'gateway',
    text: { zh: '对方服务出错', en: 'The other side failed' },
    help: { zh: '联系对方；恢复后重新发送', en: 'Ask whoever runs it; send it again once it works' },
  },
  RECEIVER_REFUSED: {
    class: 'gateway',
    text: { zh: '对方拒绝接收', en: 'The other side refused it' },
    help: { zh: '核对地址、签名与模板后重新发送', en: 'Check address, signature and template, then send it again' },
  },
  RECEIVER_SILENT: {
    class: 'gateway',
    text: { zh: '对方没有响应', en: 'The other side did not answer' },
    help: {
      zh: '检查网络与对方服务；恢复后重新发送',
      en: 'See to the network and the other side; send it again once it works',
    },
  },
  RECEIVER_OFF: {
    class: 'gateway',
    text: { zh: '推送地址已停用或已删除', en: 'The endpoint is disabled or removed' },
    help: { zh: '重新启用推送地址，再重新发送', en: 'Enable the endpoint again, then send it again' },
  },
} as const satisfies Record<string, FailureKind>
export type FailureCode = keyof typeof failureKinds

export const isFailureCode = (text: string): text is FailureCode => Object.hasOwn(failureKinds, text)
export const failureCodes: readonly FailureCode[] = Object.keys(failureKinds).filter(isFailureCode)
