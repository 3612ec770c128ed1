/** One event as it came over the wire. */
export interface Arrived {
  id: string
  event: string
  data: Record<string, unknown>
}

/** A client of server-sent events over real HTTP, as the standard parses them. */
export async function openEvents(url: string, headers: Record<string, string> = {}) {
  const leaving = new AbortController()
  const response = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: leaving.signal })
  const arrived: Arrived[] = []
  const comments: string[] = []
  const seen = { retry: '' }
  let wake = () => {}
  let ended = false

  function take(block: string): void {
    const fields: Record<string, string> = {}
    for (const line of block.split('\n')) {
      const colon = line.indexOf(':')
      if (colon === 0) comments.push(line.slice(1).trim())
      else fields[line.slice(0, colon)] = line.slice(colon + 1).trimStart()
    }
    const { id, event, data, retry } = fields
    if (retry) seen.retry = retry
    if (id && event && data) arrived.push({ id, event, data: JSON.parse(data) })
  }

  const reading = (async () => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) take(block)
      wake()
    }
  })()
    .catch(() => {})
    .finally(() => {
      ended = true
      wake()
    })

  /** Waits for what arrives, not for time. */
  async function until(done: () => boolean): Promise<void> {
    while (!done()) {
      if (ended) throw new Error('the stream ended')
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return {
    response,
    arrived,
    comments,
    seen,
    until,
    ready: () => until(() => seen.retry !== ''),
    ended: reading,
    leave: () => leaving.abort(),
  }
}
