import { describe, expect, it } from 'vitest'
import { matchesOf } from '../../../src/domain/match-matrix.ts'
import { conflictsFirst, sideBySide } from '../../../src/domain/side-by-side.ts'
import { type Changes, individual, screening } from './sample.ts'

const rowsOf = (changes: Changes = {}) => {
  const { form, evidence } = screening(changes)
  return sideBySide(form, evidence)
}
const rowOf = (field: string, changes: Changes = {}) => rowsOf(changes).find((row) => row.field === field)
const box = [
  [1, 1],
  [9, 1],
  [9, 4],
  [1, 4],
] as const

describe('form, read and expected side by side', () => {
  it('has each field that was given, and none that was not', () => {
    expect(rowsOf().map(({ field }) => field)).toEqual([
      'merchantName',
      'shortName',
      'licence.creditCode',
      'industry',
      'premises.address',
      'premises.location',
      'legalPerson.name',
      'legalPerson.idNumber',
      'contact.name',
      'contact.phone',
      'settlementAccount.accountName',
      'settlementAccount.cardNumber',
      'settlementAccount.bankName',
      'terminal',
    ])
  })

  it('has beside it who says what of it, with its place on the photo', () => {
    const row = rowOf('legalPerson.name', {
      read: { id_portrait: { name: { value: '陈小朋', confidence: 0.91, box } } },
    })
    expect(row).toMatchObject({ value: '陈**', masked: true, verdict: 'MISMATCH' })
    expect(row?.against.map(({ source, field, verdict }) => [source, field, verdict])).toEqual([
      ['id_portrait', 'name', 'MISMATCH'],
      ['business_licence', 'operator', 'MATCH'],
    ])
    expect(row?.against[0]).toMatchObject({ value: '陈**', masked: true, confidence: 0.91, box })
  })

  it('shows of two fields of the form the second beside the first alone', () => {
    const account = rowOf('settlementAccount.accountName')
    expect(account?.against.map(({ source, field }) => `${source} ${field}`)).toContain('form legalPerson.name')
    expect(rowOf('legalPerson.name')?.against.map(({ source }) => source)).not.toContain('form')
  })

  it('shows what was read though nothing was compared, without a verdict', () => {
    const { form, evidence } = screening()
    const rows = sideBySide(
      form,
      evidence.filter(({ check }) => check !== 'account-match'),
    )
    expect(rows.find(({ field }) => field === 'legalPerson.idNumber')).toMatchObject({
      verdict: null,
      against: [{ source: 'id_portrait', field: 'idNumber', masked: true, verdict: null }],
    })
    expect(rowOf('industry')).toMatchObject({ against: [{ source: 'business_licence', field: 'scope' }] })
  })

  it('bears with nothing seen at all, and with text that is none', () => {
    expect(sideBySide(individual, []).every(({ against }) => against.length === 0)).toBe(true)
    const odd = '\uD800\u0000\uDFFF*'
    const read = {
      id_portrait: { name: odd, idNumber: odd },
      business_licence: { name: odd, address: odd, operator: odd },
    }
    const rows = rowsOf({ read })
    expect(JSON.stringify(rows)).toBeTypeOf('string')
    expect(rows.find(({ field }) => field === 'legalPerson.name')?.against).toHaveLength(2)
  })
})

it('puts conflicts first, and what could not be compared before what agrees', () => {
  const { evidence } = screening({
    read: { business_licence: { operator: '李四' }, bank_card: { bankName: null } },
  })
  const rows = conflictsFirst(matchesOf(evidence) ?? [])
  const order = ['MISMATCH', 'PARTIAL', 'UNKNOWN', 'NORMALISED', 'MATCH']
  const places = rows.map(({ verdict }) => order.indexOf(verdict))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(rows[0]?.fact).toBe('personName')
})
