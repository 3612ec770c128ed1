/** What one process can do. Together, or each on machines of its own. */
export const roles = ['api', 'worker', 'relay'] as const
export type Role = (typeof roles)[number]
