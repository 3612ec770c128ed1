import { createHash } from 'node:crypto'
import type { Store } from '../../../src/store/open-store.ts'
import { decide } from '../../../src/domain/decide.ts'
import { decisionInput } from '../../../src/domain/decision-input.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { isoDay } from './iso-day.ts'
import { sampleInputs, type SampleInput } from './sample-inputs.ts'

/** Rows in one insert. */
const batch = 250

/**
 * Fills a schema with decisions as a service would have made them: what the checks said of the sample applications, with
 * other confidences, clarities, dates and neighbours, decided by the policy. The same number gives the same decisions.
 */
export async function fillDecisions(
  { pool }: Pick<Store, 'pool'>,
  { count, policy, from, to }: { count: number; policy: Policy; from: Date; to: Date },
): Promise<{ bytes: number }> {
  const samples = sampleInputs()
  let bytes = 0
  for (let first = 0; first < count; first += batch) {
    const rows = Array.from({ length: Math.min(batch, count - first) }, (_, i) => {
      const n = first + i
      const at = new Date(from.getTime() + (n / count) * (to.getTime() - from.getTime()))
      const given = vary(samples[n % samples.length]!, n, isoDay(at))
      const decision = decide({ ...given, policy })
      const input = JSON.stringify(decisionInput(given, { program: 'bench', engines: { ocr: ['ppocr/bench'] } }))
      bytes += Buffer.byteLength(input)
      const id = n.toString(36).padStart(26, '0')
      return { id, at: at.toISOString(), n, form: given.form, decision, input }
    })
    await pool.query(
      `with row as (select * from jsonb_to_recordset($1::jsonb) as r(id text, at timestamptz, form jsonb)),
        a as (insert into application (id, reference, merchant_type, status, revision, run, created_at, updated_at)
          select 'app_' || id, 'B-' || id, form->>'merchantType', 'approved', 1, 1, at, at from row)
        insert into application_revision (application_id, revision, form, input_hash, created_at)
          select 'app_' || id, 1, form, id, at from row`,
      [JSON.stringify(rows.map(({ id, at, form }) => ({ id, at, form })))],
    )
    await pool.query(
      `insert into decision (id, application_id, revision, run, outcome, risk, policy_version, reasons, scene, input, created_at)
        select 'dec_' || id, 'app_' || id, 1, 1, outcome, risk, policy, reasons, scene, input, at
        from jsonb_to_recordset($1::jsonb) as r(id text, at timestamptz, outcome text, risk int, policy text, reasons jsonb, scene jsonb, input text)`,
      [
        JSON.stringify(
          rows.map(({ id, at, decision, input }) => ({
            id,
            at,
            outcome: decision.outcome,
            risk: decision.risk,
            policy: decision.policy,
            reasons: decision.reasons,
            scene: decision.scene,
            input,
          })),
        ),
      ],
    )
  }
  await pool.query('analyze')
  return { bytes }
}

/** A number 0 up to 1 that depends on its name alone. */
const chance = (name: string): number => createHash('sha256').update(name).digest().readUInt32BE() / 2 ** 32

/** The sample as if it had been photographed and read another time. */
export function vary(sample: SampleInput, n: number, today: string) {
  const nudge = (name: string, value: number, by: number) => value + (chance(`${n} ${name}`) - 0.5) * by
  const share = (value: number) => Math.min(1, Math.max(0, Math.round(value * 1e4) / 1e4))
  const evidence = sample.evidence.map((each, i) => {
    if (each.check === 'ocr') {
      const fields = Object.entries(each.fields).map(([name, field]) => [
        name,
        { ...field, confidence: field.value === null ? 0 : share(nudge(`${i} ${name}`, field.confidence, 0.06)) },
      ])
      return { ...each, fields: Object.fromEntries(fields) }
    }
    if (each.check === 'clarity') {
      return { ...each, clarity: Math.min(100, Math.max(0, nudge(`${i} clarity`, each.clarity, 20))) }
    }
    return each
  })
  const shared = Math.floor(chance(`${n} shared`) * 40)
  return {
    ...sample,
    form: { ...sample.form, reference: `B-${n}` },
    evidence,
    today,
    draw: chance(`${n} draw`),
    across: {
      applications: 0,
      microMerchants: 0,
      duplicate: null,
      shared:
        shared === 1
          ? [{ what: 'phone' as const, persons: 1 + (n % 4), other: { applicationId: 'app_x', reference: 'B-x' } }]
          : [],
      blocked: [],
    },
  }
}
