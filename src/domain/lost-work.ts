/** What can be lost, in the order of the flow. */
export const lostKinds = ['message', 'run', 'case', 'callback', 'effect'] as const
export type LostKind = (typeof lostKinds)[number]
