import type { Readable } from 'node:stream'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { eventsHeaders, eventsQuery } from '../../contracts/events.ts'
import type { Actor } from '../../domain/permissions.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { errorAnswers } from '../documented-errors.ts'
import { eventStream } from '../event-stream.ts'
import type { ApiUseCases, FollowedEvent } from '../use-cases.ts'

/** Milliseconds. Proxies commonly cut a connection that is silent for 30 to 60 s. */
const HEARTBEAT = 15_000
/** Milliseconds after which whoever follows is asked again whether they still may. */
const RECHECK = 15_000
/** Streams of one process. Each asks the database every two seconds and at every event. */
const STREAMS_MAX = 200

const nothing: ReadonlySet<string> = new Set()
const isPerson = ({ id }: Actor): boolean => id.startsWith('usr_')

async function* without(hidden: () => ReadonlySet<string>, events: AsyncIterable<FollowedEvent>) {
  for await (const event of events) if (!hidden().has(event.applicationId)) yield event
}

const stream = z
  .custom<Readable>()
  .meta({ type: 'string', description: 'Server-sent events; the `data` of each is an `Event` as JSON in one line.' })

export const followEvents =
  (
    { followEvents: follow, deciding }: ApiUseCases,
    { heartbeat = HEARTBEAT, most = STREAMS_MAX, recheck = RECHECK } = {},
  ): FastifyPluginAsyncZod =>
  async (app) => {
    const open = new Set<AbortController>()
    // Before the server closes, which waits for every answer that is not complete.
    app.addHook('preClose', async () => {
      for (const each of open) each.abort()
    })

    app.route({
      method: 'GET',
      url: '/v1/events',
      // A HEAD would run for ever.
      exposeHeadRoute: false,
      config: { permission: 'event.follow' },
      schema: {
        operationId: 'followEvents',
        tags: ['events'],
        summary: 'Follow what happens, as server-sent events',
        description:
          'Events as they are committed, none is left out; the connection stays open. A client that lost it sends the last id that it ' +
          'has seen as `Last-Event-ID`, as EventSource does by itself, or as `after`, and goes on from there. Around that event a few may ' +
          'come a second time: drop ids that were seen. A comment every 15 s keeps the connection alive. It is closed within 15 s ' +
          'when the session, the key or the account ends.',
        querystring: eventsQuery,
        headers: eventsHeaders,
        response: {
          200: { description: 'A stream that does not end', content: { 'text/event-stream': { schema: stream } } },
          ...errorAnswers('INVALID_FIELD', 'TOO_MANY_STREAMS'),
        },
      },
      handler: async (request, reply) => {
        if (open.size >= most) throw new ZhunruError('TOO_MANY_STREAMS', { limit: most })
        const { after, application, type } = request.query
        const afterId = request.headers['last-event-id'] || after
        // Whoever decides something a second time is not told here how it was decided before.
        const hiddenNow = async () => (isPerson(request.actor) ? await deciding.hiddenFrom(request.actor.id) : nothing)
        let hidden = await hiddenNow()
        const ending = new AbortController()
        const asking = setInterval(() => void endUnlessAllowed(), recheck)
        asking.unref()
        const end = () => {
          clearInterval(asking)
          open.delete(ending)
          ending.abort()
        }
        // Who cannot be asked for is not let go on: the client comes back by itself.
        const endUnlessAllowed = async () => {
          if (!(await request.mayStill().catch(() => false))) return end()
          // They may have begun, or ended, a second look meanwhile.
          hidden = await hiddenNow().catch(() => hidden)
        }
        open.add(ending)
        reply.raw.once('close', end)
        // Gone before anybody listened.
        if (request.raw.socket.destroyed) end()
        const wanted = {
          ...(afterId !== undefined && { afterId }),
          ...(application !== undefined && { applicationIds: [application] }),
          ...(type !== undefined && { types: type.split(',') }),
          signal: ending.signal,
        }
        return reply
          .code(200)
          .type('text/event-stream; charset=utf-8')
          .header('x-accel-buffering', 'no')
          .send(
            eventStream((onReady) => without(() => hidden, follow({ ...wanted, onReady })), {
              heartbeat,
              signal: ending.signal,
            }),
          )
      },
    })
  }
