import type { Finding } from './decision.ts'
import type { BlockedDatum, ClusterKind } from './evidence-across.ts'
import { finding } from './screening.ts'
import type { Judge, Screening } from './screening.ts'

/**
 * What other applications, and the block lists, say of this one. What the applicant may see holds counts and the
 * applicant's own applications only; other persons are named in the evidence of suspicions, which stays inside.
 */
export const judgeAcross: Judge = (screening) => {
  const { across } = screening
  if (!across) return []
  return [...repeated(screening), ...tooMany(screening), ...shared(screening), ...blocked(across.blocked)]
}

function repeated({ across }: Screening): Finding[] {
  if (!across?.duplicate) return []
  const { reference, applicationId } = across.duplicate
  return [finding('DUP_APPLICATION', null, null, { reference }, { applicationId })]
}

/** The limit is on what a person would have with this one. */
function tooMany({ across, form, policy }: Screening): Finding[] {
  if (!across) return []
  const { applicationsPerPerson, microMerchantsPerPerson } = policy.quotas
  const found: Finding[] = []
  if (form.merchantType === 'micro_merchant' && across.microMerchants >= microMerchantsPerPerson)
    found.push(finding('QUOTA_EXCEEDED', null, null, { count: across.microMerchants, max: microMerchantsPerPerson }))
  if (across.applications >= applicationsPerPerson)
    found.push(finding('APPLICATIONS_EXCEEDED', null, null, { count: across.applications, max: applicationsPerPerson }))
  return found
}

const fieldOfShared: Record<ClusterKind, string> = {
  phone: 'contact.phone',
  address: 'premises.address',
  device: 'device.id',
}

function shared({ across, policy }: Screening): Finding[] {
  return (across?.shared ?? [])
    .filter(({ what, persons }) => persons >= policy.clusters[what])
    .map(({ what, persons, other }) =>
      finding(
        'DATA_SHARED',
        null,
        fieldOfShared[what],
        { what, persons, reference: other.reference },
        { applicationId: other.applicationId, threshold: policy.clusters[what] },
      ),
    )
}

/** One reason for all lists and without a field: which of the data is listed is for our own people. */
function blocked(hits: readonly BlockedDatum[]): Finding[] {
  if (hits.length === 0) return []
  const distinct = (values: readonly string[]) => [...new Set(values)].sort().join(',')
  const list = distinct(hits.map((hit) => hit.list))
  return [finding('BLOCKLIST_HIT', null, null, { list, what: distinct(hits.map(({ what }) => what)) }, { hits })]
}
