import { type Config, loadConfig } from '../../platform/config.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { type Check, errorText, examined, hiding } from './check.ts'
import { checkConfig } from './check-config.ts'
import { checkClock, checkConnections, checkPooler, checkRights, checkServer, checkTables } from './check-database.ts'
import { checkKey } from './check-key.ts'
import { checkIssuer, checkOutside, outsideServices } from './check-outside.ts'
import { checkPhotos } from './check-photos.ts'
import { checkCalendar, checkEngine, checkNode } from './check-program.ts'
import { checkQueues } from './check-queues.ts'
import { checkCanaries, checkFlow, checkPeople, checkPolicy, checkProcesses } from './check-running.ts'
import { type ExaminedDatabase, type Opened, openExamined, variableOf } from './database.ts'
import { type Finding, found, type Group, groups, tell, type ToldFinding } from './finding.ts'

export interface ExamineOptions {
  env?: NodeJS.ProcessEnv
  now?: () => number
  /** What loads the models; they are loaded as the workers do when not given. */
  startChecks?: Parameters<typeof checkEngine>[1]
}

export interface ToldGroup {
  group: Group
  findings: readonly ToldFinding[]
}

/** Loading the models takes so many seconds on a very busy machine. */
const ENGINE_SECONDS = 60
/** The embedded server may have to be started, or its holder waited for. */
const OPEN_SECONDS = 35

/**
 * Looks at a whole installation, running or not, and tells group by group what was found and what is to be done. All checks
 * run at once, each within its time; nothing is changed, but for probes that are taken away again.
 */
export async function* examine(options: ExamineOptions = {}): AsyncGenerator<ToldGroup> {
  const { env, now = Date.now } = options
  let config: Config
  try {
    config = loadConfig(env)
  } catch (error) {
    const detail = (error instanceof ZhunruError && error.values['detail']) || errorText(error)
    yield told('config', [found('CONFIG_WRONG', { detail })])
    yield told('program', [...(await checkNode()), ...checkCalendar(new Date(now()))])
    return
  }
  const hide = hiding(config)
  const opening = openExamined(config, hide)
  try {
    const running = [...checks(config, opening, hide, options)].map((check) => ({
      group: check.group,
      done: examined(check, hide),
    }))
    for (const group of groups) {
      const findings = await Promise.all(running.filter((each) => each.group === group).map(({ done }) => done))
      yield told(group, findings.flat())
    }
  } finally {
    const { database } = await opening
    await database?.close()
  }
}

const told = (group: Group, findings: readonly Finding[]): ToldGroup => ({ group, findings: findings.map(tell) })

function* checks(
  config: Config,
  opening: Promise<Opened>,
  hide: (text: string) => string,
  { now = Date.now, startChecks }: ExamineOptions,
): Generator<Check> {
  yield { group: 'config', name: { zh: '配置', en: 'configuration' }, run: async () => checkConfig(config) }
  yield { group: 'program', name: { zh: 'Node.js 版本', en: 'version of Node.js' }, run: () => checkNode() }
  yield {
    group: 'program',
    name: { zh: '识别引擎', en: 'reader' },
    seconds: ENGINE_SECONDS,
    run: () => checkEngine(config, startChecks),
  }
  yield {
    group: 'program',
    name: { zh: '节假日', en: 'public holidays' },
    run: async () => checkCalendar(new Date(now())),
  }
  yield* databaseChecks(config, opening, hide, now)
  yield { group: 'queues', name: { zh: '队列', en: 'queues' }, seconds: 30, run: () => checkQueues(config, hide) }
  yield { group: 'photos', name: { zh: '照片存储', en: 'photos' }, seconds: 40, run: () => checkPhotos(config, hide) }
  const services = outsideServices(config)
  for (const service of services) {
    yield { group: 'outside', name: service.service, run: () => checkOutside(service) }
  }
  const { openId } = config
  if (openId)
    yield { group: 'outside', name: { zh: '统一登录', en: 'OpenID provider' }, run: () => checkIssuer(openId.issuer) }
  if (services.length === 0 && !openId) {
    yield {
      group: 'outside',
      name: { zh: '外部服务', en: 'outside services' },
      run: async () => [found('OUTSIDE_NONE')],
    }
  }
  yield* runningChecks(config, opening)
}

function* databaseChecks(
  config: Config,
  opening: Promise<Opened>,
  hide: (text: string) => string,
  now: () => number,
): Generator<Check> {
  const ownsQueues = config.redisUrl === null && !config.redisSentinel && !config.redisCluster
  const on = (zh: string, en: string, look: (database: ExaminedDatabase) => Promise<Finding[]> | Finding[]): Check => ({
    group: 'database',
    name: { zh, en },
    seconds: OPEN_SECONDS,
    run: async () => {
      const { database } = await opening
      return database ? await look(database) : []
    },
  })
  yield {
    ...on('数据库', 'database', (database) => checkServer(database, variableOf(config))),
    run: async () => {
      const { database, finding } = await opening
      return database ? await checkServer(database, variableOf(config)) : [finding]
    },
  }
  yield on('连接池', 'pooler', (database) => checkPooler(database, config, hide))
  yield on('数据库权限', 'rights in the database', (database) => checkRights(database, config, ownsQueues))
  yield on('表结构', 'tables', (database) => checkTables(database, config.databaseSchema))
  yield on('时钟', 'clocks', (database) => checkClock(database, now))
  yield on('连接数', 'connections', (database) => checkConnections(database, config, ownsQueues))
  yield on('证件号码密钥', 'key for numbers of documents', (database) => checkKey(database, config))
}

function* runningChecks(config: Config, opening: Promise<Opened>): Generator<Check> {
  const on = (zh: string, en: string, look: (database: ExaminedDatabase) => Promise<Finding[]>): Check => ({
    group: 'running',
    name: { zh, en },
    seconds: OPEN_SECONDS,
    run: async () => {
      const { database } = await opening
      return database?.fits ? await look(database) : []
    },
  })
  yield {
    group: 'running',
    name: { zh: '运行情况', en: 'what runs' },
    seconds: OPEN_SECONDS,
    run: async () => {
      const { database, finding } = await opening
      if (database?.fits) return []
      const isNew = database ? database.migrations === null : finding.code === 'POSTGRES_NEW'
      return [found(isNew ? 'NOT_YET' : 'NOT_ASKED')]
    },
  }
  yield on('进程', 'processes', checkProcesses)
  yield on('队列探测', 'canaries', checkCanaries)
  yield on('任务流转', 'flow of work', checkFlow)
  yield on('管理员', 'administrator', checkPeople)
  yield on('策略', 'policy', (database) => checkPolicy(database, config))
}
