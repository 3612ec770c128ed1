/**
 * Every metric of ours, once: the registry, docs/metrics.md and the checks of the dashboard and the alerts derive from it.
 * A label's values come from closed lists in the code: never an id, a reference, or anything that a caller wrote.
 */
export interface MetricDefinition {
  kind: 'counter' | 'gauge' | 'histogram'
  name: string
  help: string
  labels: readonly string[]
  /** Of a histogram: upper bounds, in the unit that the name ends in. */
  buckets?: readonly number[]
}

/** Seconds. From what a lookup takes to what a job of its time limit takes. */
const WORK = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
/** Seconds. Below the goal of 0.5 s at half load, and up to a backlog of an hour. */
const WAIT = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 900, 3_600]
/** Seconds. */
const REQUEST = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** What one process saw itself: summed over processes. */
export const processMetrics = {
  build: {
    kind: 'gauge',
    name: 'zhunru_build_info',
    help: '1; the labels say which version runs, and as what.',
    labels: ['version', 'node', 'role'],
  },
  requests: {
    kind: 'counter',
    name: 'zhunru_http_requests_total',
    help: 'Requests answered, by the pattern of their route. Intake is POST /v1/applications: 202 taken in, 4xx refused, 5xx our fault.',
    labels: ['method', 'route', 'status'],
  },
  requestTime: {
    kind: 'histogram',
    name: 'zhunru_http_request_seconds',
    help: 'Time to answer a request. Streams of events are not timed.',
    labels: ['method', 'route'],
    buckets: REQUEST,
  },
  jobs: {
    kind: 'counter',
    name: 'zhunru_jobs_total',
    help: 'Attempts of jobs by how they ended: done; again (failed, will be tried again); failed (for good); handed_back (the process stopped, or a datastore was away).',
    labels: ['queue', 'end'],
  },
  jobTime: {
    kind: 'histogram',
    name: 'zhunru_job_seconds',
    help: 'Time that an attempt took, however it ended.',
    labels: ['queue'],
    buckets: WORK,
  },
  jobWait: {
    kind: 'histogram',
    name: 'zhunru_job_wait_seconds',
    help: 'From publishing to the start of the first attempt; of account-match and decision with the jobs that they wait for.',
    labels: ['queue'],
    buckets: WAIT,
  },
  jobsRunning: {
    kind: 'gauge',
    name: 'zhunru_jobs_running',
    help: 'Jobs that this process works on now.',
    labels: ['queue'],
  },
  decisions: {
    kind: 'counter',
    name: 'zhunru_decisions_total',
    help: 'Decisions by outcome, and by whom: policy (on the evidence), call (the policy after a call), person, or rerun.',
    labels: ['outcome', 'by'],
  },
  decisionTime: {
    kind: 'histogram',
    name: 'zhunru_decision_seconds',
    help: 'From submission to the first decision of a revision.',
    labels: [],
    buckets: WAIT,
  },
  messages: {
    kind: 'counter',
    name: 'zhunru_messages_total',
    help: 'Attempts to tell somebody, by channel: delivered; refused (no use in trying again); failed (will be tried again).',
    labels: ['channel', 'result'],
  },
  messageTime: {
    kind: 'histogram',
    name: 'zhunru_message_seconds',
    help: 'Time until the other side had answered, or until it was given up.',
    labels: ['channel'],
    buckets: REQUEST,
  },
  photoProcesses: {
    kind: 'gauge',
    name: 'zhunru_photo_processes',
    help: 'Processes that look at photos, of the checks or of the prechecks of uploads.',
    labels: ['pool'],
  },
  photoProcessEnds: {
    kind: 'counter',
    name: 'zhunru_photo_process_ends_total',
    help: 'Processes that ended: replaced (for their memory or their age), or crashed (killed at a time limit too).',
    labels: ['pool', 'why'],
  },
  photoMemory: {
    kind: 'gauge',
    name: 'zhunru_photo_process_memory_bytes',
    help: 'Resident memory of the process that answered last.',
    labels: ['pool'],
  },
  connections: {
    kind: 'gauge',
    name: 'zhunru_postgres_connections',
    help: 'Connections of the pool that are busy or idle.',
    labels: ['state'],
  },
  connectionsMax: {
    kind: 'gauge',
    name: 'zhunru_postgres_connections_max',
    help: 'Connections that the pool may open.',
    labels: [],
  },
  connectionsWaiting: {
    kind: 'gauge',
    name: 'zhunru_postgres_connections_waiting',
    help: 'Queries that wait for a connection of the pool.',
    labels: [],
  },
  rounds: {
    kind: 'counter',
    name: 'zhunru_rounds_total',
    help: 'Rounds of what is due at some time, by name: gone, or failed.',
    labels: ['round', 'end'],
  },
  roundWork: {
    kind: 'counter',
    name: 'zhunru_round_work_total',
    help: 'What the rounds found to do.',
    labels: ['round'],
  },
} as const satisfies Record<string, MetricDefinition>

/** What Postgres and the queues say of the whole installation: each process that asks tells the same, so take the `max`. */
export const installationMetrics = {
  up: {
    kind: 'gauge',
    name: 'zhunru_source_up',
    help: '1 while what the figures of the whole installation are read from answers: postgres, queues.',
    labels: ['source'],
  },
  applications: {
    kind: 'gauge',
    name: 'zhunru_applications',
    help: 'Applications under way, by status.',
    labels: ['status'],
  },
  applicationAge: {
    kind: 'gauge',
    name: 'zhunru_application_oldest_seconds',
    help: 'How long the application that has rested longest has been in a status that needs no person; 0 without any.',
    labels: [],
  },
  outbox: {
    kind: 'gauge',
    name: 'zhunru_outbox_messages',
    help: 'Messages that the relay has not handed over to the queues; counted up to 10,000.',
    labels: [],
  },
  outboxAge: {
    kind: 'gauge',
    name: 'zhunru_outbox_oldest_seconds',
    help: 'Age of the oldest of them; 0 without any.',
    labels: [],
  },
  effects: {
    kind: 'gauge',
    name: 'zhunru_messages_pending',
    help: 'Messages that are still to be sent, by channel; those for the morning too.',
    labels: ['channel'],
  },
  effectsLate: {
    kind: 'gauge',
    name: 'zhunru_messages_late_seconds',
    help: 'How long the next attempt has been due that is overdue longest; 0 without any.',
    labels: ['channel'],
  },
  work: {
    kind: 'gauge',
    name: 'zhunru_open_work',
    help: 'Open cases and callbacks.',
    labels: ['kind'],
  },
  workOverdue: {
    kind: 'gauge',
    name: 'zhunru_overdue_work',
    help: 'Those of them whose time is over.',
    labels: ['kind'],
  },
  processes: {
    kind: 'gauge',
    name: 'zhunru_processes',
    help: 'Processes that give signs of life, by role; one with several roles counts for each.',
    labels: ['role'],
  },
  canaryAge: {
    kind: 'gauge',
    name: 'zhunru_canary_late_seconds',
    help: 'Since when no worker answers the canary of a queue; 0 while one does, and while the queue is paused.',
    labels: ['queue'],
  },
  paused: {
    kind: 'gauge',
    name: 'zhunru_queue_paused',
    help: '1 while people have paused the queue.',
    labels: ['queue'],
  },
  reconcilerAge: {
    kind: 'gauge',
    name: 'zhunru_reconciler_look_age_seconds',
    help: 'Since when the reconciler has not compared Postgres with the queues; it does every 15 s.',
    labels: [],
  },
  reconcilerLost: {
    kind: 'gauge',
    name: 'zhunru_reconciler_lost',
    help: 'Work whose jobs were gone at its last look, by kind.',
    labels: ['kind'],
  },
  reconcilerRepairs: {
    kind: 'counter',
    name: 'zhunru_reconciler_repairs_total',
    help: 'What the reconcilers of all processes have done about lost work, by kind: repaired (published again), or given_up.',
    labels: ['kind', 'result'],
  },
  memory: {
    kind: 'gauge',
    name: 'zhunru_queue_memory_bytes',
    help: 'Memory of the Redis that keeps the queues: used, and the max that it may use. Absent on Postgres and where there is no limit.',
    labels: ['of'],
  },
  promisesOverdue: {
    kind: 'gauge',
    name: 'zhunru_promises_overdue',
    help: 'Applications under way that were promised an answer by now.',
    labels: [],
  },
} as const satisfies Record<string, MetricDefinition>
