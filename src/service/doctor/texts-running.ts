import type { FindingText } from './finding.ts'

export const runningTexts = {
  NOT_YET: ['ok', ['尚未启动过：没有运行情况可查'], ['Nothing has run here yet']],
  NOT_ASKED: [
    'warn',
    ['数据库不可用或表结构不符，无法查看运行情况', '先解决上面“数据库”一组的问题'],
    [
      'How it runs cannot be seen: the database does not answer, or its tables are others',
      'See to the group Database first',
    ],
  ],
  NOTHING_RUNS: ['warn', ['没有进程在运行', 'npx zhunru start'], ['No process runs', 'npx zhunru start']],
  PROCESSES_OK: ['ok', ['{count} 个进程在运行：{roles}'], ['{count} process(es) run: {roles}']],
  ROLE_MISSING: [
    'fail',
    ['没有进程承担 {role}：{what}', 'npx zhunru start --role {role}'],
    ['No process is {role}: {what}', 'npx zhunru start --role {role}'],
  ],
  QUEUE_UNSERVED: [
    'fail',
    ['没有 worker 处理队列 {queues}', 'npx zhunru start --role worker --queues {queues}'],
    ['No worker serves the queues {queues}', 'npx zhunru start --role worker --queues {queues}'],
  ],
  VERSIONS_DIFFER: [
    'warn',
    ['正在运行的版本不一致：{versions}', '升级期间属正常；完成后重启旧版本的进程'],
    [
      'Processes of different versions run: {versions}',
      'During a roll-out that is as it should be; after it restart the old ones',
    ],
  ],
  PROCESS_SILENT: [
    'warn',
    ['{process} 已超过 20 秒没有心跳', '查看该机器和进程的日志；仍无响应则重启'],
    [
      '{process} has given no sign of life for 20 s',
      'Look at that machine and the log of the process; restart it if it stays so',
    ],
  ],
  PROCESS_STOPPING: [
    'warn',
    ['{process} 正在停止', '正常情况下 30 秒内结束；仍在停止则用 SIGKILL 结束它，任务会由其他进程接手'],
    ['{process} is stopping', 'It should end within 30 s; if it does not, end it by SIGKILL: others take up its work'],
  ],
  CANARIES_OK: ['ok', ['各队列的探测任务都有应答'], ['The canaries of all queues are answered']],
  CANARY_LATE: [
    'fail',
    [
      '队列 {queues} 的探测任务已 {seconds} 秒无人应答',
      '确认有 worker 处理这些队列（npx zhunru start --role worker），并查看其日志',
    ],
    [
      'Nobody has answered the canaries of {queues} for {seconds} s',
      'See that a worker serves them (npx zhunru start --role worker), and look at its log',
    ],
  ],
  CANARY_YOUNG: [
    'warn',
    ['worker 刚刚启动，还没有应答队列 {queues} 的探测任务', '一分钟后再运行 npx zhunru doctor'],
    [
      'The workers have just started and have not yet answered the canaries of {queues}',
      'Run npx zhunru doctor again in a minute',
    ],
  ],
  QUEUE_PAUSED: [
    'warn',
    ['队列 {queue} 已暂停 {minutes} 分钟', '问题解决后在工作台“运维”页恢复'],
    [
      'The queue {queue} has been paused for {minutes} min',
      'Resume it on the page Operations of the console when the cause is gone',
    ],
  ],
  RECONCILER_OK: ['ok', ['对账程序 {seconds} 秒前运行过'], ['The reconciler looked {seconds} s ago']],
  RECONCILER_LATE: [
    'fail',
    [
      '对账程序已 {seconds} 秒没有运行（应每 15 秒一次）',
      '确认有 relay 进程（npx zhunru start --role relay），并查看其日志',
    ],
    [
      'The reconciler has not looked for {seconds} s; it should every 15 s',
      'See that a relay runs (npx zhunru start --role relay), and look at its log',
    ],
  ],
  OUTBOX_OK: ['ok', ['没有滞留的待派发消息'], ['No message waits long to be handed to the queues']],
  OUTBOX_LATE: [
    'fail',
    ['{count} 条消息等待派发，最早的已等 {seconds} 秒', '确认 relay 进程在运行且队列可用；原因见其日志'],
    [
      '{count} message(s) wait to be handed to the queues, the oldest for {seconds} s',
      'See that a relay runs and that the queues answer; its log says why',
    ],
  ],
  FAILURES_NONE: ['ok', ['最近一小时没有失败'], ['Nothing failed within the hour']],
  FAILURES: [
    'warn',
    ['最近一小时有 {count} 次失败，{current} 次仍待处理', 'npx zhunru failures'],
    ['{count} failure(s) within the hour, {current} still matter', 'npx zhunru failures'],
  ],
  ADMINISTRATOR_OK: ['ok', ['有管理员可以登录'], ['An administrator can sign in']],
  ADMINISTRATOR_NONE: [
    'warn',
    ['没有管理员可以登录', '打开 npx zhunru start 打印的链接，或 npx zhunru users add NAME --roles administrator'],
    [
      'No administrator can sign in',
      'Open the link that npx zhunru start prints, or npx zhunru users add NAME --roles administrator',
    ],
  ],
  POLICY_OK: ['ok', ['生效的策略：{version}'], ['Policy in force: {version}']],
  POLICY_NONE: [
    'fail',
    ['没有生效的策略', '启动服务即会发布自带的策略：npx zhunru start'],
    ['No policy is in force', 'Starting the service publishes the one that ships: npx zhunru start'],
  ],
  POLICY_FROM_FILE: [
    'warn',
    [
      'POLICY_FILE 已设置：由文件决定，而非已发布的策略 {version}',
      '正式使用时去掉 POLICY_FILE，用 npx zhunru policy publish 发布',
    ],
    [
      'POLICY_FILE is set: the file decides, not the published policy {version}',
      'Take POLICY_FILE away and publish with npx zhunru policy publish',
    ],
  ],
  POLICY_FILE_WRONG: [
    'fail',
    ['策略文件无效：{error}', 'npx zhunru policy check FILE'],
    ['The policy file is not valid: {error}', 'npx zhunru policy check FILE'],
  ],
} as const satisfies Record<string, FindingText>
