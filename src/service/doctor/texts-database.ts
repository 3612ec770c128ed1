import type { FindingText } from './finding.ts'

export const databaseTexts = {
  POSTGRES_NEW: [
    'ok',
    ['还没有内嵌数据库；首次 npx zhunru start 会在 {folder} 中创建'],
    ['There is no embedded database yet; the first npx zhunru start makes it in {folder}'],
  ],
  POSTGRES_OK: [
    'ok',
    ['Postgres {version}（{where}），{ms} 毫秒内应答'],
    ['Postgres {version} at {where} answers within {ms} ms'],
  ],
  POSTGRES_AWAY: [
    'fail',
    ['无法连接 Postgres（{where}）：{error}', '启动 Postgres，并检查 {variable} 中的主机、端口和防火墙'],
    ['Postgres at {where} does not answer: {error}', 'Start it, and check host, port and firewall of {variable}'],
  ],
  POSTGRES_REFUSES: [
    'fail',
    ['Postgres（{where}）拒绝登录：{error}', '检查 {variable} 中的用户、密码和数据库名，以及服务器的 pg_hba.conf'],
    [
      'Postgres at {where} does not let us in: {error}',
      'Check user, password and database of {variable}, and pg_hba.conf of the server',
    ],
  ],
  POSTGRES_OLD: [
    'fail',
    ['Postgres {version} 过旧，需要 {needed} 或更新', '将服务器升级到 Postgres {needed} 或更新的版本'],
    ['Postgres {version} is too old; {needed} or later is needed', 'Upgrade the server to Postgres {needed} or later'],
  ],
  POSTGRES_READ_ONLY: [
    'fail',
    ['该 Postgres 只读（副本或 default_transaction_read_only）', '让 {variable} 指向主库'],
    ['This Postgres is read-only: a replica, or default_transaction_read_only', 'Point {variable} at the primary'],
  ],
  POOLER_UNSAID: [
    'fail',
    [
      'DATABASE_URL 指向 pgbouncer，但没有设置 DATABASE_DIRECT_URL',
      '把 DATABASE_DIRECT_URL 设为绕过 pgbouncer 的 Postgres 地址',
    ],
    [
      'DATABASE_URL leads to a pgbouncer, and DATABASE_DIRECT_URL is not set',
      'Set DATABASE_DIRECT_URL to the address of Postgres past the pgbouncer',
    ],
  ],
  POOLER_OK: ['ok', ['连接池 {where} 通向同一数据库'], ['The pooler at {where} leads to the same database']],
  POOLER_ELSEWHERE: [
    'fail',
    ['DATABASE_URL 和 DATABASE_DIRECT_URL 通向不同的数据库或用户', '让两者指向同一服务器、数据库和用户'],
    [
      'DATABASE_URL and DATABASE_DIRECT_URL lead to different databases or users',
      'Name the same server, database and user in both',
    ],
  ],
  RIGHTS_OK: ['ok', ['可以建表、监听通知和加咨询锁'], ['Tables, notifications and advisory locks are allowed']],
  RIGHT_MISSING: [
    'fail',
    ['用户 {user} 不能{what}：{error}', '以数据库所有者身份执行：{statement}'],
    ['The user {user} may not {what}: {error}', 'As the owner of the database run: {statement}'],
  ],
  TABLES_OK: ['ok', ['表结构为最新：{migration}'], ['The tables are up to date: {migration}']],
  TABLES_NONE: [
    'ok',
    ['模式 {schema} 中还没有表；首次启动会创建'],
    ['There are no tables in the schema {schema} yet; the first start makes them'],
  ],
  TABLES_PENDING: [
    'warn',
    ['有 {count} 个表结构变更尚未执行：{names}', '启动任一新版本进程即会执行：npx zhunru start'],
    [
      '{count} change(s) of the tables are still to be made: {names}',
      'The next process of this version to start makes them: npx zhunru start',
    ],
  ],
  TABLES_NEWER: [
    'fail',
    ['数据库已由更新的版本升级：{names}', '运行写下这些变更的版本，不要用旧程序连接此数据库'],
    [
      'A newer version has changed this database: {names}',
      'Run the version that made these changes; this program must not work on it',
    ],
  ],
  CLOCK_OK: [
    'ok',
    ['本机与数据库的时钟相差 {ms} 毫秒'],
    ['The clocks of this machine and of Postgres differ by {ms} ms'],
  ],
  CLOCK_DIFFERS: [
    'warn',
    ['本机与数据库的时钟相差 {seconds} 秒', '在两台机器上启用时间同步（chrony 或 systemd-timesyncd）'],
    [
      'The clocks of this machine and of Postgres differ by {seconds} s',
      'Have both machines keep time (chrony or systemd-timesyncd)',
    ],
  ],
  CONNECTIONS_OK: [
    'ok',
    ['{processes} 个进程最多占用 {needed} 个连接，服务器可用 {available} 个'],
    ['{processes} process(es) take at most {needed} connections; the server has {available}'],
  ],
  CONNECTIONS_SHORT: [
    'warn',
    [
      '{processes} 个进程最多可占用 {needed} 个连接，服务器只有 {available} 个',
      '调低 DATABASE_POOL_SIZE，调高服务器的 max_connections，或在前面加 pgbouncer',
    ],
    [
      '{processes} process(es) may take {needed} connections; the server has only {available}',
      'Lower DATABASE_POOL_SIZE, raise max_connections of the server, or put a pgbouncer before it',
    ],
  ],
  KEY_OK: ['ok', ['证件号码密钥与数据库一致'], ['The key for numbers of documents is that of the database']],
  KEY_NEW: [
    'ok',
    ['数据库尚未绑定证件号码密钥；首次启动时绑定'],
    ['The database is not yet bound to a key for numbers of documents; the first start does it'],
  ],
  KEY_WRONG: [
    'fail',
    ['证件号码密钥不是此数据库当初使用的密钥，进程会拒绝启动', '把 {where} 恢复为原来的密钥（从备份中找回）；不要新建'],
    [
      'The key for numbers of documents is not the one that this database was begun with: no process will start',
      'Put back the old one into {where}, from a backup; do not make a new one',
    ],
  ],
  KEY_LOST: [
    'fail',
    ['数据库已绑定证件号码密钥，但 {where} 中没有密钥', '从备份恢复该文件；不要新建'],
    [
      'The database is bound to a key for numbers of documents, and {where} holds none',
      'Put the file back from a backup; do not make a new one',
    ],
  ],
} as const satisfies Record<string, FindingText>
