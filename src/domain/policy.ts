import { z } from 'zod'
import { merchantTypes } from './application.ts'
import { severities } from './decision.ts'
import { clusterKinds } from './evidence-across.ts'
import { policyRules, valueAt } from './policy-rules.ts'
import { reasonCodes } from './reasons.ts'
import { samplingSignals } from './judge-sampling.ts'
import { sceneCaps, sceneSignals } from './scene-signals.ts'

/** When a reason asks for a second person: passed over, or whenever it stands. */
export const secondPersonWhen = ['override', 'always'] as const
/** How a call ended that is made again by itself. */
export const retriedOutcomes = ['no_answer', 'busy', 'hung_up'] as const

const share = z.number().min(0).max(1)
const points = z.number().min(0).max(100)
const days = z.number().int().min(0)
const metres = z.number().positive()
const hour = z.number().int().min(0).max(24)

/** Every threshold and every severity that turns evidence into an outcome. The file beside says where each comes from. */
export const policySchema = z
  .strictObject({
    version: z.string().regex(/^\d{4}-\d{1,2}-\d+$/, 'write YYYY-M-N, for example 2026-11-1'),
    clarity: z.strictObject({
      /** Below, a document cannot be read; of 100. */
      document: points,
      /** Below, a premises photo or another paper shows too little; of 100. */
      scene: points,
      /** Shorter side of a photo, pixels. */
      minShortSide: z.number().int().positive(),
      /** Mean brightness 0-255: below it is dark, above it is bright. */
      darkBelow: z.number().min(0).max(255),
      brightAbove: z.number().min(0).max(255),
    }),
    ocr: z.strictObject({
      /** From here on a value counts as read: it may contradict. */
      confident: share,
      /** Below, a value counts as not read at all; between the two a contradiction goes to a person. */
      legible: share,
      /** From here on a photo in the wrong slot is told as such. */
      wrongSlot: share,
      /** So many unread characters of the operator's name pass where the form and the ID card agree on the name. */
      unreadInThirdName: z.number().int().min(0),
    }),
    identity: z.strictObject({
      /** The card must be valid for more than these days. */
      minRemainingDays: days,
      minAge: z.number().int().positive(),
      maxAge: z.number().int().positive(),
      /** Around the 16th, 26th and 46th birthday either period of validity is accepted. */
      periodToleranceDays: days,
    }),
    similarity: z.strictObject({
      /** Below, a sign shows another name; a name on the licence is another; an address is another place. */
      sign: share,
      businessName: share,
      address: share,
    }),
    scene: z.strictObject({
      /** PDQ fingerprints at most this far apart are one photo; bits of 256. */
      duplicateDistance: z.number().int().min(0).max(256),
      /** A fingerprint of lower quality says nothing; of 100. */
      minFingerprintQuality: points,
      /** A photo shows a wave like a screen's when it is stronger than in so many genuine photos; with a dark frame, so many. */
      moireQuantile: share,
      moireQuantileWithBezel: share,
      /** A premises photo is a page of text when print fills this share of it, and is as dense; nothing when it is blank. */
      pageShare: share,
      blankShare: share,
      /** A photo must not be older. */
      maxAgeDays: days,
      /** A clock may run ahead by this. */
      futureToleranceDays: days,
      /** From the declared place to where the photo says it was taken. */
      maxDistanceMetres: metres,
      /** Between the photos of one set. */
      setMaxDistanceMetres: metres,
      setMaxHours: z.number().positive(),
      /** Farther away a photo is proven to show another place. */
      farMetres: metres,
      /** A score below goes to a person; of 100. */
      doubtfulBelow: points,
      /** A coverage below goes to a person. */
      unseenBelow: share,
      /** How the score is made of its signals: log-odds, shares of the coverage, and points that it cannot exceed. */
      weights: z.strictObject({
        base: z.number(),
        supports: z.partialRecord(z.enum(sceneSignals), z.number().min(0)),
        contradicts: z.partialRecord(z.enum(sceneSignals), z.number().max(0)),
        coverage: z.partialRecord(z.enum(sceneSignals), share),
        caps: z.record(z.enum(sceneCaps), points),
      }),
    }),
    quotas: z.strictObject({
      /** Applications of one ID card that are under way or approved. */
      applicationsPerPerson: z.number().int().positive(),
      microMerchantsPerPerson: z.number().int().positive(),
    }),
    /** From so many other persons with the same phone, address or device on, a person looks. */
    clusters: z.record(z.enum(clusterKinds), z.number().int().positive()),
    /** Share of applications without a fault whose merchant is called all the same. */
    sampling: z.strictObject({
      usual: z.record(z.enum(merchantTypes), share),
      /** In place of that from this risk on, which is made of reasons of severity info and of the signals below. */
      riskFrom: points,
      risky: z.record(z.enum(merchantTypes), share),
      /** Premises photos that pass with a lower score (of 100) or coverage (0-1) are signals. */
      scoreBelow: points,
      coverageBelow: share,
      /** What is no fault and leaves more to trust; points of 100. */
      weights: z.record(z.enum(samplingSignals), points),
    }),
    promise: z.strictObject({
      workingDays: z.number().int().positive(),
      /** Hour in Shanghai: what comes later counts from the next working day. Also the hour of the promise. */
      cutOffHour: z.number().int().min(0).max(24),
      remindHoursBefore: z.number().positive(),
    }),
    applicant: z.strictObject({
      /** Days without a step of the applicant after which a returned application ends. */
      idleDays: z.number().int().positive(),
      /** Days after a rejection within which the applicant may object. */
      appealDays: z.number().int().positive(),
    }),
    cases: z.strictObject({
      /** Of working days, from opening to a decision. */
      workingHours: z.number().positive(),
      /** Without a sign of life a claimed case is free again after these. */
      leaseMinutes: z.number().positive(),
      /** Cases that one person may hold. */
      atOncePerPerson: z.number().int().positive(),
      /** Share of closed cases that a second reviewer decides again, blind. */
      secondLook: share,
      /** Decisions that wait for another person, beside final rejections and overrides of suspected fraud. */
      secondPerson: z.strictObject({
        /** Approvals from this risk on; of 100. */
        approveFromRisk: points,
        /** When the reason is passed over, or whenever it stands. */
        code: z.partialRecord(z.enum(reasonCodes), z.enum(secondPersonWhen)),
      }),
    }),
    callbacks: z.strictObject({
      workingHours: z.number().positive(),
      leaseMinutes: z.number().positive(),
      /** Hours of Shanghai within which people are called. */
      hours: z.strictObject({ from: hour, until: hour }),
      /** Calls without a result after which the applicant books a time. */
      attempts: z.number().int().positive(),
      /** Minutes until the next call, by how the last one ended. */
      retryMinutes: z.record(z.enum(retriedOutcomes), z.number().positive()),
    }),
    telling: z.strictObject({
      /** Hours of Shanghai between which nobody is sent an SMS or a push; equal: no quiet hours. */
      quietHours: z.strictObject({ from: hour, until: hour }),
    }),
    severity: z.record(z.enum(reasonCodes), z.enum(severities)),
    risk: z.strictObject({
      /** Weight of a reason by its severity, of 100. */
      severity: z.record(z.enum(severities), points),
      /** Weight of a reason in place of that. */
      code: z.partialRecord(z.enum(reasonCodes), points),
    }),
  })
  .superRefine((policy, ctx) => {
    for (const { at, reads, holds, text } of policyRules) {
      if (holds(...reads.map((path) => valueAt(policy, path)))) continue
      ctx.addIssue({ code: 'custom', path: at.split('.'), message: text.en })
    }
  })
export type Policy = z.infer<typeof policySchema>
