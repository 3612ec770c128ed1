import type { FindingText } from './finding.ts'

export const queueTexts = {
  QUEUES_POSTGRES: ['ok', ['队列在 Postgres 上运行，不需要 Redis'], ['The queues run on Postgres; no Redis is needed']],
  REDIS_OK: [
    'ok',
    ['Redis {version}（{where}）：noeviction，AOF 开启，内存 {memory}，往返 {ms} 毫秒'],
    ['Redis {version} at {where}: noeviction, AOF on, memory {memory}, {ms} ms there and back'],
  ],
  REDIS_REPLICA_OK: [
    'ok',
    ['副本 {where}：Redis {version}，noeviction，AOF 开启'],
    ['Replica {where}: Redis {version}, noeviction, AOF on'],
  ],
  REDIS_AWAY: [
    'fail',
    ['无法连接 Redis（{where}）：{error}', '启动 Redis，并检查 {variable} 中的主机、端口、TLS 和防火墙'],
    ['Redis at {where} does not answer: {error}', 'Start it, and check host, port, TLS and firewall of {variable}'],
  ],
  REDIS_REFUSES: [
    'fail',
    ['Redis（{where}）拒绝登录：{error}', '检查 {variable} 中的用户名和密码，以及 Redis 的 ACL'],
    [
      'Redis at {where} does not let us in: {error}',
      'Check user and password of {variable}, and the ACL of the server',
    ],
  ],
  REDIS_NODE_AWAY: [
    'warn',
    ['{where} 没有应答，主库故障时它无法接替', '启动该服务器，或把它移出这组 Redis'],
    ['{where} does not answer: it could not take over', 'Start that server, or take it out of the group'],
  ],
  SENTINEL_AWAY: [
    'warn',
    ['Sentinel {where} 没有应答', '启动该 Sentinel，或更正 REDIS_SENTINELS'],
    ['The Sentinel {where} does not answer', 'Start it, or correct REDIS_SENTINELS'],
  ],
  REDIS_OLD: [
    'fail',
    ['{where} 的 Redis {version} 过旧，需要 {needed} 或更新', '升级到 Redis {needed} 或更新的版本（或 Valkey）'],
    [
      'Redis {version} at {where} is too old; {needed} or later is needed',
      'Upgrade it to Redis {needed} or later, or to Valkey',
    ],
  ],
  REDIS_EVICTS: [
    'fail',
    [
      '{where} 在内存不足时会丢弃队列内容（maxmemory-policy {policy}），进程会拒绝启动',
      'redis-cli -h {host} -p {port} config set maxmemory-policy noeviction，并写入 redis.conf',
    ],
    [
      '{where} throws queued work away when memory is short (maxmemory-policy {policy}): no process will start',
      'redis-cli -h {host} -p {port} config set maxmemory-policy noeviction, and the same in redis.conf',
    ],
  ],
  REDIS_FORGETS: [
    'warn',
    [
      '{where} 没有开启 AOF：崩溃后队列内容须由对账程序补发',
      'redis-cli -h {host} -p {port} config set appendonly yes，并写入 redis.conf',
    ],
    [
      '{where} keeps no append-only file: after a crash the reconciler has to publish all again',
      'redis-cli -h {host} -p {port} config set appendonly yes, and the same in redis.conf',
    ],
  ],
  REDIS_IS_REPLICA: [
    'fail',
    ['{where} 是副本，不能写入', '让 REDIS_URL 指向主库，或改用 REDIS_SENTINELS'],
    ['{where} is a replica and takes no writes', 'Point REDIS_URL at the master, or use REDIS_SENTINELS'],
  ],
  REDIS_FILLS: [
    'warn',
    ['{where} 的内存已用 {percent}%；到 {full}% 时停止接收进件', '调高 maxmemory，或增加 worker 进程以消化积压'],
    [
      '{percent} % of the memory of {where} is used; at {full} % no application is taken in',
      'Raise maxmemory, or start more workers to work off what waits',
    ],
  ],
  REDIS_FULL: [
    'fail',
    ['{where} 的内存已用 {percent}%，已停止接收进件', '调高 maxmemory，或增加 worker 进程以消化积压'],
    [
      '{percent} % of the memory of {where} is used: no application is taken in',
      'Raise maxmemory, or start more workers to work off what waits',
    ],
  ],
  REDIS_UNLIMITED: [
    'warn',
    [
      '{where} 没有设置 maxmemory：积压时可能耗尽整台机器的内存',
      'redis-cli -h {host} -p {port} config set maxmemory 512mb（按需），并写入 redis.conf',
    ],
    [
      '{where} has no maxmemory: a backlog may use up the memory of its machine',
      'redis-cli -h {host} -p {port} config set maxmemory 512mb, or what fits, and the same in redis.conf',
    ],
  ],
  REDIS_SLOW: [
    'warn',
    ['Redis（{where}）往返需 {ms} 毫秒', '把 Redis 放在与各进程同一机房，并检查其负载'],
    ['Redis at {where} takes {ms} ms there and back', 'Keep it next to the processes, and look at its load'],
  ],
  REDIS_UNTOLD: [
    'warn',
    [
      '{where} 不允许 INFO，无法检查版本、淘汰策略和内存',
      '授予该用户 +info：redis-cli -h {host} -p {port} acl setuser {user} +info',
    ],
    [
      '{where} does not allow INFO: its version, eviction policy and memory cannot be seen',
      'redis-cli -h {host} -p {port} acl setuser {user} +info',
    ],
  ],
  REDIS_RIGHTS_OK: ['ok', ['该用户有队列所需的全部命令权限'], ['The user has all the commands that the queues need']],
  REDIS_RIGHT_MISSING: [
    'fail',
    [
      '{where} 的用户缺少命令权限：{commands}',
      'redis-cli -h {host} -p {port} acl setuser {user} {rules}，并执行 acl save',
    ],
    [
      'The user at {where} may not use: {commands}',
      'redis-cli -h {host} -p {port} acl setuser {user} {rules}, then acl save',
    ],
  ],
  REDIS_KEYS_REFUSED: [
    'fail',
    [
      '{where} 的用户不能访问队列的键',
      "redis-cli -h {host} -p {port} acl setuser {user} '~{prefix}*'，并执行 acl save",
    ],
    [
      'The user at {where} may not use the keys of the queues',
      "redis-cli -h {host} -p {port} acl setuser {user} '~{prefix}*', then acl save",
    ],
  ],
} as const satisfies Record<string, FindingText>
