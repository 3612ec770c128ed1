import { promiseExample } from './promise-view.ts'

/** The story of a shop that does not exist; the documentation shows it. */

const system = { kind: 'system', id: 'system', displayName: null } as const
const applicant = { kind: 'applicant', id: 'applicant', displayName: null } as const
const reviewerExample = { kind: 'person', id: 'usr_06dq8m1s0k2f9j3b7v5t8yhgc4', displayName: '李审核' } as const
const licence = 'mat_06dq7wk3p2v8n4x0c5t9hzbrym'
const sign = 'mat_06dq7wk5z4c9r1f8a2j6gxhm3k'
const box = [
  [412, 300],
  [980, 300],
  [980, 348],
  [412, 348],
] as const
export const otherExample = {
  id: 'app_06dq5hm1s0k2f9j3b7v5t8yhgc',
  reference: 'A-0907',
  merchantType: 'individual_business',
  status: 'approved',
  revision: 1,
  createdAt: '2026-10-12T03:20:00.000Z',
} as const

const reasonExample = {
  key: 'LIC_OPERATOR_MISMATCH|business_licence|operator',
  code: 'LIC_OPERATOR_MISMATCH',
  severity: 'review',
  fraud: false,
  material: 'business_licence',
  materialId: licence,
  field: 'operator',
  internal: { zh: '执照经营者李**与申请人王**不一致', en: 'Operator 李** on the licence, applicant 王**' },
  message: { zh: '营业执照的经营者与申请人不一致', en: 'The operator on the licence is not the applicant' },
  hint: { zh: '请由营业执照的经营者本人申请', en: 'The operator on the licence has to apply' },
  tellApplicant: true,
  fix: 'wait',
  box: { x: 412, y: 300, width: 568, height: 48 },
  evidence: { expected: '王**', observed: '李**', similarity: 0.33 },
} as const

const decision = {
  id: 'dec_06dq7wn4h8s2m6y1e7w3qtnvbd',
  revision: 1,
  run: 1,
  at: '2026-11-23T02:00:09.000Z',
  outcome: 'manual_review',
  risk: 30,
  policy: '2026-11-5',
  by: system,
  confirmedBy: null,
  reasons: [reasonExample],
  overrides: [],
  note: null,
} as const

const photo = {
  mime: 'image/jpeg',
  width: 2400,
  height: 1800,
  bytes: 812_300,
  uploadedAt: '2026-11-23T01:58:00.000Z',
  removedAt: null,
  clarity: 83,
  faults: [],
  detected: null,
  outline: null,
  fields: [],
  camera: null,
  takenAt: null,
  takenPlace: null,
} as const

const operatorName = { zh: '营业执照：经营者', en: 'business licence: operator' }
const formName = { zh: '申请表：姓名', en: 'form: name' }

const caseExample = {
  id: 'cas_06dq7wp5z4c9r1f8a2j6gxhm3k',
  kind: 'screening',
  state: 'claimed',
  revision: 1,
  openedAt: '2026-11-23T02:00:10.000Z',
  steps: [
    {
      id: '1041',
      at: '2026-11-23T02:05:00.000Z',
      actor: reviewerExample,
      what: 'claimed',
      text: null,
      data: {},
    },
  ],
} as const

export const storyExample = {
  id: 'app_06dq7wm1s0k2f9j3b7v5t8yhgc',
  reference: 'A-1001',
  merchantType: 'individual_business',
  status: 'in_review',
  revision: 1,
  run: 1,
  enteredBy: { kind: 'program', id: 'cli_06dq5c1s0k2f9j3b7v5t8yhgc4', displayName: '收单平台' },
  enteredByMe: false,
  createdAt: '2026-11-23T02:00:00.000Z',
  submittedAt: '2026-11-23T02:00:00.000Z',
  decidedAt: '2026-11-23T02:00:09.000Z',
  outcome: 'manual_review',
  risk: 30,
  policy: '2026-11-5',
  blind: false,
  reasons: [reasonExample],
  form: [
    {
      field: 'legalPerson.name',
      name: { zh: '姓名', en: 'name' },
      value: '王**',
      masked: true,
      changed: false,
      verdict: 'MISMATCH',
      against: [
        {
          source: 'business_licence',
          field: 'operator',
          name: operatorName,
          materialId: licence,
          value: '李**',
          masked: true,
          confidence: 0.98,
          box,
          verdict: 'MISMATCH',
          steps: [],
        },
      ],
    },
  ],
  photos: [
    {
      ...photo,
      kind: 'business_licence',
      name: { zh: '营业执照', en: 'business licence' },
      materialId: licence,
      detected: {
        kind: 'business_licence',
        name: { zh: '营业执照', en: 'business licence' },
        confidence: 0.99,
      },
      fields: [
        {
          field: 'operator',
          name: { zh: '经营者', en: 'operator' },
          value: '李**',
          masked: true,
          confidence: 0.98,
          needed: true,
          box,
        },
      ],
    },
    {
      ...photo,
      kind: 'scene_signboard',
      name: { zh: '门头', en: 'signboard' },
      materialId: sign,
      camera: 'HUAWEI P50',
      takenAt: '2026-11-22T15:04:05',
      takenPlace: { latitude: 22.54, longitude: 113.95 },
    },
  ],
  matches: [
    {
      fact: 'personName',
      name: { zh: '姓名', en: 'person’s name' },
      verdict: 'MISMATCH',
      sources: [
        { source: 'form', field: 'legalPerson.name', name: formName, value: '王**' },
        { source: 'business_licence', field: 'operator', name: operatorName, value: '李**' },
      ],
      pairs: [
        {
          a: { source: 'form', field: 'legalPerson.name' },
          b: { source: 'business_licence', field: 'operator' },
          verdict: 'MISMATCH',
          confidence: 0.98,
          similarity: 0.33,
          steps: [],
        },
      ],
    },
  ],
  scene: {
    score: 96,
    coverage: 0.65,
    caps: [],
    signals: [{ signal: 'sign', state: 'supports', contribution: 2, seen: 1, evidence: { verdict: 'MATCH' } }],
  },
  neighbours: {
    searched: 3,
    gone: 0,
    found: [
      {
        ours: { kind: 'scene_signboard', materialId: sign },
        theirs: { kind: 'scene_signboard', materialId: 'mat_06dq5hk5z4c9r1f8a2j6gxhm3k' },
        application: otherExample,
        revision: 1,
        sameApplicant: false,
        samePlace: null,
        rejected: false,
        part: 'whole',
        sameFile: false,
        similarity: 0.97,
        mirrored: true,
      },
    ],
    counts: [],
    among: [],
  },
  related: [{ application: otherExample, by: ['photo', 'phone'] }],
  checks: [
    {
      check: 'ocr',
      slot: 'business_licence',
      status: 'done',
      seconds: 1.2,
      evidenceId: 'evi_06dq7wn1s0k2f9j3b7v5t8yhgc',
      engine: 'ppocr/4.1',
      error: null,
    },
  ],
  due: [],
  dueBy: null,
  history: [
    { from: null, to: 'submitted', at: '2026-11-23T02:00:00.000Z', by: applicant, reason: null, revision: 1 },
    {
      from: 'deciding',
      to: 'review_pending',
      at: '2026-11-23T02:00:09.000Z',
      by: system,
      reason: 'decision dec_06dq7wn4h8s2m6y1e7w3qtnvbd',
      revision: 1,
    },
  ],
  revisions: [
    {
      revision: 1,
      submittedAt: '2026-11-23T02:00:00.000Z',
      outcome: 'manual_review',
      fields: [],
      photos: [
        {
          kind: 'business_licence',
          name: { zh: '营业执照', en: 'business licence' },
          change: 'added',
          before: null,
          after: licence,
        },
      ],
    },
  ],
  decisions: [decision],
  appeals: [],
  cases: [caseExample],
  callbacks: [
    {
      id: 'cal_06dq7wq5z4c9r1f8a2j6gxhm3k',
      state: 'open',
      result: null,
      askedBy: 'policy',
      revision: 1,
      openedAt: '2026-11-23T02:00:10.000Z',
      attempts: [
        {
          at: '2026-11-23T03:00:00.000Z',
          by: reviewerExample,
          outcome: 'no_answer',
          seconds: 25,
          note: null,
          callAgainAt: '2026-11-23T05:00:00.000Z',
          answers: [],
        },
      ],
    },
  ],
  promised: promiseExample,
  told: [
    {
      channel: 'webhook',
      about: 'manual_review',
      revision: 1,
      state: 'sent',
      attempts: 1,
      at: '2026-11-23T02:00:09.000Z',
      nextAttemptAt: null,
      sentAt: '2026-11-23T02:00:10.000Z',
    },
  ],
  shipment: null,
} as const
