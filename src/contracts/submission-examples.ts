import type { SubmissionInput } from './submission.ts'

const shared = {
  industry: '零售-便利店',
  contact: { name: '王小明', phone: '13800138000' },
  legalPerson: { name: '王小明', idNumber: '11010519491231002X' },
  settlementAccount: { accountName: '王小明', cardNumber: '6222024000012345670', bankName: '中国工商银行' },
} as const

/** Of people and shops that do not exist, one for each merchant type; the documentation shows them. */
export const submissionExamples = {
  individual_business: {
    reference: 'A-1001',
    merchantType: 'individual_business',
    merchantName: '深圳市南山区小明便利店',
    shortName: '小明便利',
    ...shared,
    premises: { address: '广东省深圳市南山区科技路1号', location: { latitude: 22.54, longitude: 113.95 } },
    licence: { creditCode: '92440300MA5F1QR91K' },
    terminal: 'smart_pos',
    materials: [
      { kind: 'business_licence', id: 'mat_06dq7wk3p2v8n4x0c5t9hzbrym' },
      { kind: 'id_portrait', id: 'mat_06dq7wk4h8s2m6y1e7w3qtnvbd' },
    ],
  },
  micro_merchant: {
    reference: 'A-1002',
    merchantType: 'micro_merchant',
    merchantName: '小明水果摊',
    ...shared,
    premises: { address: '广东省深圳市南山区后海市场12号摊位' },
    terminal: 'esign_pos',
    materials: [{ kind: 'scene_stall', id: 'mat_06dq7wk5z4c9r1f8a2j6gxhm3k' }],
  },
} as const satisfies Record<SubmissionInput['merchantType'], unknown>
