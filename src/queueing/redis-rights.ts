import { randomBytes } from 'node:crypto'
import type { RedisClient } from './redis-clients.ts'

/** Milliseconds after which what is written here is gone, should the connection break before it is deleted. */
const GONE_AFTER = 60_000

/**
 * Every command that BullMQ gives a Redis, each once and so that it does nothing but to keys of our own. A test compares the
 * names with BullMQ's scripts.
 */
export function commandsOfQueues(key: string): [command: string, ...args: (string | number)[]][] {
  const [text, hash, list] = [`${key}:text`, `${key}:hash`, `${key}:list`]
  const [set, sorted, stream] = [`${key}:set`, `${key}:sorted`, `${key}:stream`]
  return [
    ['ping'],
    ['client', 'setname', 'zhunru-doctor'],
    ['eval', 'return 1', 1, text],
    ['evalsha', '0'.repeat(40), 1, text],
    ['set', text, 1, 'PX', GONE_AFTER],
    ['get', text],
    ['incr', text],
    ['incrby', text, 1],
    ['exists', text],
    ['type', text],
    ['persist', text],
    ['pexpire', text, GONE_AFTER],
    ['pexpireat', text, Date.now() + GONE_AFTER],
    ['pttl', text],
    ['hset', hash, 'a', 1],
    ['hmset', hash, 'b', 2],
    ['hget', hash, 'a'],
    ['hmget', hash, 'a', 'b'],
    ['hgetall', hash],
    ['hexists', hash, 'a'],
    ['hincrby', hash, 'a', 1],
    ['hlen', hash],
    ['hdel', hash, 'b'],
    ['lpush', list, 'a', 'b', 'c', 'd'],
    ['rpush', list, 'e'],
    ['llen', list],
    ['lindex', list, 0],
    ['lpos', list, 'a'],
    ['lrange', list, 0, -1],
    ['lset', list, 0, 'x'],
    ['rpoplpush', list, list],
    ['lpop', list],
    ['rpop', list],
    ['lrem', list, 0, 'z'],
    ['ltrim', list, 0, 0],
    ['sadd', set, 'a', 'b'],
    ['scard', set],
    ['sismember', set, 'a'],
    ['smembers', set],
    ['srem', set, 'a'],
    ['zadd', sorted, 1, 'a', 2, 'b', 3, 'c', 4, 'd'],
    ['zcard', sorted],
    ['zcount', sorted, '-inf', '+inf'],
    ['zlexcount', sorted, '-', '+'],
    ['zscore', sorted, 'a'],
    ['zrange', sorted, 0, -1],
    ['zrangebylex', sorted, '-', '+'],
    ['zrangebyscore', sorted, '-inf', '+inf'],
    ['zrevrange', sorted, 0, -1],
    ['zrevrangebyscore', sorted, '+inf', '-inf'],
    // It is not empty, so nothing is waited for.
    ['bzpopmin', sorted, 0.01],
    ['zpopmin', sorted],
    ['zremrangebyrank', sorted, 5, 6],
    ['zremrangebyscore', sorted, 8, 9],
    ['zrem', sorted, 'z'],
    ['xadd', stream, '*', 'a', 1],
    ['xlen', stream],
    ['xrange', stream, '-', '+'],
    ['xread', 'COUNT', 1, 'STREAMS', stream, 0],
    ['xtrim', stream, 'MAXLEN', 1],
    ['xdel', stream, '0-1'],
    ['rename', text, `${text}-2`],
    ['unlink', `${text}-2`],
    ['del', text, hash, list, set, sorted, stream],
  ]
}

export interface RedisRights {
  /** Commands that the user may not give. */
  commands: string[]
  /** Whether the keys of the queues are refused. */
  keys: boolean
}

/** What this user lacks, tried out: a user of the queues may not ask the server for its own rights. */
export async function missingRights(client: RedisClient, prefix: string): Promise<RedisRights> {
  const missing: RedisRights = { commands: [], keys: false }
  // Under the queues' own prefix, for a rule may allow no other.
  for (const [command, ...args] of commandsOfQueues(`${prefix}:doctor-${randomBytes(6).toString('hex')}`)) {
    try {
      await client.call(command, ...args.map(String))
    } catch (error) {
      const said = error instanceof Error ? error.message : ''
      if (!said.startsWith('NOPERM')) {
        // Without the right to write there is nothing to rename, no script is known, and a full server takes nothing.
        if (/^(?:ERR|NOSCRIPT|WRONGTYPE|OOM)/.test(said)) continue
        throw error
      }
      if (/\bkeys?\b/.test(said)) missing.keys = true
      else missing.commands.push(command)
    }
  }
  return missing
}
