import fc from 'fast-check'
import { expect, it } from 'vitest'
import { applicationForm } from '../../../src/domain/application.ts'
import { asChanges } from '../../../src/domain/form-as-changes.ts'
import { revised } from '../../../src/domain/revise-form.ts'
import { individual, micro } from './sample.ts'

/** Forms of one application: some optional fields are there, some are not, and some differ. */
const forms = fc
  .record({
    base: fc.constantFrom(individual, micro),
    shortName: fc.option(fc.constantFrom('阿明', '便利'), { nil: undefined }),
    location: fc.option(fc.constantFrom({ latitude: 22.5, longitude: 114 }, { latitude: 1, longitude: 2 }), {
      nil: undefined,
    }),
    bankName: fc.option(fc.constantFrom('中国工商银行', '长桥银行'), { nil: undefined }),
    device: fc.option(fc.constantFrom({ id: 'device-1' }, { id: 'device-2' }), { nil: undefined }),
    language: fc.option(fc.constantFrom('zh' as const, 'en' as const), { nil: undefined }),
    phone: fc.constantFrom('13800138000', '13900139000'),
  })
  .map(({ base, shortName, location, bankName, device, language, phone }) => {
    const { accountName, cardNumber } = base.settlementAccount
    return applicationForm.parse({
      ...base,
      shortName,
      device,
      premises: { address: base.premises.address, location },
      settlementAccount: { accountName, cardNumber, bankName },
      contact: { name: base.contact.name, phone, language },
    })
  })

it('a form as changes makes this form of whatever there was', () => {
  fc.assert(
    fc.property(forms, forms, (before, after) => {
      fc.pre(before.merchantType === after.merchantType)
      const stored: unknown = JSON.parse(JSON.stringify(before))
      expect(applicationForm.parse(revised(stored, JSON.parse(JSON.stringify(asChanges(after)))))).toEqual(
        JSON.parse(JSON.stringify(after)),
      )
    }),
  )
})
