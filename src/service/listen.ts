import type { FastifyInstance } from 'fastify'
import { ZhunruError } from '../platform/errors.ts'
import { errorCode } from '../platform/outage.ts'

/** What the system says of an address that it does not give, for whoever wrote the configuration. */
const refusals: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken already, by another program or by another listener of this one',
  EADDRNOTAVAIL: 'is no address of this machine',
  EACCES: 'may not be listened on by this user; ports from 1024 may',
  ENOTFOUND: 'is not known',
  EAI_AGAIN: 'is not known',
}

/**
 * @param variables that the address comes from, for the message
 * @throws ZhunruError CONFIG_INVALID where the address cannot be had
 */
export async function listen(
  app: Pick<FastifyInstance, 'listen'>,
  { host, port }: { host: string; port: number },
  variables: string,
): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    const refusal = refusals[errorCode(error)]
    if (refusal === undefined) throw error
    throw new ZhunruError('CONFIG_INVALID', { detail: `${variables}: ${host}:${port} ${refusal}` })
  }
}
