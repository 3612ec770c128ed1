/** By what was thrown. */
const attempts = new WeakMap<object, number>()

/** Does the work of one attempt at a check, as the ledger counts them; what it throws is known by it. */
export async function inAttempt<T>(attempt: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (typeof thrown === 'object' && thrown !== null) attempts.set(thrown, attempt)
    throw thrown
  }
}

/** The attempt that the cause of an error ended; undefined where it came to grief before it had begun. */
export const attemptOf = ({ cause }: Error): number | undefined =>
  typeof cause === 'object' && cause !== null ? attempts.get(cause) : undefined
