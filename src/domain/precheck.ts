import type { MaterialKind } from './application.ts'
import { sceneKinds } from './application.ts'
import type { Finding, Outcome, Reason, Severity } from './decision.ts'
import type { ClarityEvidence, ClarityFault } from './evidence.ts'
import { isDocument } from './document-kinds.ts'
import { clarityValues, leastClarity, mainFault } from './judge-photos.ts'
import type { Policy } from './policy.ts'
import { type ReasonCode, renderReason } from './reasons.ts'
import { finding } from './screening.ts'

/** One thing to mend before the photo is sent again. */
export interface PrecheckReason extends Pick<Reason, 'code' | 'message' | 'hint'> {
  /** The part of the photo concerned, in its pixels; absent where it is all of it. */
  region?: ClarityFault['region']
  /** Of a blurred photo: out of focus, or the camera moved. */
  cause?: 'focus' | 'motion'
  /** 0-1; the share of readability that is left by this fault alone; absent where it is not about clarity. */
  factor?: number
}

/** What can be said of a photo at once, before it is read. */
export interface Precheck {
  /** `retake`: as it is, the photo would be returned. It is the applicant's to insist: a reader may still make it out. */
  verdict: 'ok' | 'retake'
  /** 0-100, whole; null where it could not be measured, which says nothing against the photo. */
  clarity: number | null
  /** Version of the policy that judged. */
  policy: string
  /** What to mend, the worst first; empty with `ok`. */
  reasons: readonly PrecheckReason[]
}

interface PrecheckInput {
  kind: MaterialKind
  clarity: ClarityEvidence | null
  /** Whether this very file was returned before, in this slot, because of what it shows. */
  rejectedBefore: boolean
  /** Whether this very file was found to show what may not be kept, in whatever slot. */
  refused?: boolean
  policy: Policy
}

/**
 * Judges one photo by its pixels, with the thresholds by which a decision judges them where the reader does not know
 * better. Only what the policy answers with a return (or a refusal) is worth another photo.
 */
export function precheck({ kind, clarity: seen, rejectedBefore, refused = false, policy }: PrecheckInput): Precheck {
  const findings: Told[] = [
    ...(refused ? [{ finding: finding('IMG_CARD_BACK', kind, null) }] : []),
    ...(rejectedBefore && !refused ? [{ finding: finding('IMG_SAME_AS_REJECTED', kind, null) }] : []),
    ...(seen ? unclearBy(seen, policy) : []),
  ]
  const reasons = findings.flatMap(({ finding: found, fault }) => {
    const severity = policy.severity[found.code]
    if (!asksForAnother(severity)) return []
    const { code, message, hint } = renderReason(found, severity)
    return [
      {
        code,
        message,
        hint,
        ...(fault?.cause && { cause: fault.cause }),
        ...(fault?.region && { region: fault.region }),
        ...(fault && { factor: fault.factor }),
      },
    ]
  })
  return {
    verdict: reasons.length > 0 ? 'retake' : 'ok',
    clarity: seen && Math.round(seen.clarity),
    policy: policy.version,
    reasons,
  }
}

interface Told {
  finding: Finding
  fault?: Pick<ClarityFault, 'cause' | 'region' | 'factor'>
}

const asksForAnother = (severity: Severity): boolean => severity === 'return' || severity === 'decline'

/** Each factor that makes it unclear, the worst first; all of them are told, so that one more photo mends them all. */
function unclearBy(seen: ClarityEvidence, policy: Policy): Told[] {
  // Other papers (a lease) are not read: nobody can tell how many pixels they need.
  const sized = isDocument(seen.kind) || sceneKinds.includes(seen.kind)
  const small = sized && Math.min(seen.width, seen.height) < policy.clarity.minShortSide
  const told = (code: Finding['code'], fault?: Told['fault']): Told => ({
    finding: finding(code, seen.kind, null, clarityValues({ policy }, seen)),
    ...(fault && { fault }),
  })
  const unclear = seen.clarity < leastClarity({ policy }, seen.kind)
  const faults = worstOfEach(seen.faults ?? [])
    .filter(({ hides }) => unclear || hides)
    .map((fault) => told(fault.code, fault))
  // No factor fails by itself, yet together they do: the weakest is the one to mend.
  if (unclear && faults.length === 0) faults.push(told(mainFault(seen, { policy }), { factor: weakest(seen) }))
  const sizeTold = faults.some(({ finding: { code } }) => code === 'IMG_LOW_RES')
  return small && !sizeTold ? [...faults, told('IMG_LOW_RES')] : faults
}

/** Noise and exposure may both say that it is too dark: one reason, as it is one thing to mend. */
const worstOfEach = (faults: readonly ClarityFault[]): ClarityFault[] =>
  faults.filter(({ code }, i) => faults.findIndex((other) => other.code === code) === i)

const weakest = ({ factors }: ClarityEvidence): number => Math.min(...Object.values(factors))

/**
 * Reasons that lie in the photo itself: sent again as it is, it is returned again, whatever else the applicant changes. Not
 * among them: what another form would mend (a name or a number that differs), and what only a suspicion says, since to
 * name the photo would tell a cheat what gave it away.
 */
const photoCodes: readonly ReasonCode[] = [
  'IMG_BLURRY',
  'IMG_GLARE',
  'IMG_DARK',
  'IMG_OVEREXPOSED',
  'IMG_INCOMPLETE',
  'IMG_OCCLUDED',
  'IMG_LOW_RES',
  'IMG_WRONG_SLOT',
  'IMG_CARD_BACK',
  'IMG_BOTH_SIDES',
  'IMG_UNREADABLE',
  'IMG_SAME_AS_REJECTED',
  'DOC_COPY',
  'DOC_RESHOOT',
  'DOC_SCREENSHOT',
  'SCENE_NOT_PREMISES',
  'SCENE_ROLE_MISMATCH',
  'SCENE_SCREENSHOT',
  'SCENE_STALE',
]

const refusing: readonly Outcome[] = ['resubmission_required', 'rejected']

/** Whether a decision sent the photo in this slot back because of what it shows. */
export const sentBack = (
  { outcome, reasons }: { outcome: Outcome; reasons: readonly Pick<Reason, 'code' | 'material' | 'severity'>[] },
  kind: MaterialKind,
): boolean =>
  refusing.includes(outcome) &&
  reasons.some(
    ({ code, material, severity }) => material === kind && asksForAnother(severity) && photoCodes.includes(code),
  )
