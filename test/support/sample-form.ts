/** A form without fault, of people and shops that do not exist; override what a test is about. */
export const sampleForm = (overrides: Record<string, unknown> = {}) => ({
  reference: 'A-1001',
  merchantType: 'individual_business',
  merchantName: '深圳市南山区小明便利店',
  shortName: '小明便利',
  industry: '零售-便利店',
  contact: { name: '王小明', phone: '13800138000' },
  premises: { address: '广东省深圳市南山区科技路1号', location: { latitude: 22.54, longitude: 113.95 } },
  legalPerson: { name: '王小明', idNumber: '11010519491231002X' },
  licence: { creditCode: '92440300MA5F1QR91K' },
  settlementAccount: { accountName: '王小明', cardNumber: '6222024000012345670', bankName: '中国工商银行' },
  terminal: 'smart_pos',
  ...overrides,
})

/** What of `sampleForm` must never be found in a log line or an error. */
export const personalValues = ['王小明', '13800138000', '11010519491231002X', '6222024000012345670', '科技路']
