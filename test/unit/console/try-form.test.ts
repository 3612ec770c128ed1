import { describe, expect, it } from 'vitest'
import { exampleForm, fieldsFor, patched, typedForm, valueAt } from '../../../src/console/pages/try/fields.ts'
import { lacking, type Receipt, type Slots, uploadedIn } from '../../../src/console/pages/try/photos.ts'
import { applicationForm, type MaterialKind, merchantTypes } from '../../../src/domain/application.ts'
import { requirementsFor } from '../../../src/domain/requirements.ts'

describe('the form of the sandbox', () => {
  it.each(merchantTypes)('asks a %s for all that the API wants, and the example is complete', (merchantType) => {
    const form = { reference: 'TRY-1', merchantType, terminal: 'smart_pos', ...exampleForm(merchantType) }
    expect(applicationForm.safeParse(form).error?.issues ?? []).toEqual([])
    // Without any one of its required fields it would be refused: none is asked for in vain.
    for (const { path, required } of fieldsFor(merchantType)) {
      const without = typedForm(merchantType, patched(exampleForm(merchantType), path, ' '))
      const { success } = applicationForm.safeParse({
        reference: 'TRY-1',
        merchantType,
        terminal: 'smart_pos',
        ...without,
      })
      expect([path, success]).toEqual([path, !required])
    }
  })

  it('leaves out what was left empty, and changes one value at a time', () => {
    expect(typedForm('micro_merchant', { merchantName: ' 摊 ', shortName: '  ' })).toEqual({ merchantName: '摊' })
    const tree = patched({ contact: { name: '王' } }, 'contact.phone', '138')
    expect(tree).toEqual({ contact: { name: '王', phone: '138' } })
    expect([valueAt(tree, 'contact.phone'), valueAt(tree, 'contact.fax'), valueAt(tree, 'contact')]).toEqual([
      '138',
      '',
      '',
    ])
  })
})

describe('the photos of the sandbox', () => {
  const uploaded = (...kinds: MaterialKind[]): Slots =>
    Object.fromEntries(
      kinds.map((kind) => [
        kind,
        { state: 'uploaded', preview: `blob:${kind}`, receipt: { id: `mat_${kind}`, kind } as Receipt },
      ]),
    )

  it('are told apart into what is there and what is lacking', () => {
    const wanted = requirementsFor('micro_merchant')
    const some = uploaded('id_portrait', 'scene_stall', 'scene_tools')
    expect(uploadedIn({ ...some, bank_card: { state: 'uploading', preview: 'blob:x' } })).toHaveLength(3)
    expect(lacking(wanted, some).kinds.map(({ kind }) => kind)).toEqual(['id_emblem', 'bank_card'])
    expect(lacking(wanted, some).set).toBe(true)
    expect(lacking(wanted, { ...some, ...uploaded('scene_surroundings') }).set).toBe(false)
    expect(lacking(requirementsFor('individual_business'), {}).set).toBe(false)
  })
})
