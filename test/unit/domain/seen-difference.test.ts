import { describe, expect, it } from 'vitest'
import type { AccountMatchEvidence, ClarityEvidence, Evidence, OcrEvidence } from '../../../src/domain/evidence.ts'
import { differencesSeen } from '../../../src/domain/seen-difference.ts'
import { screening } from './sample.ts'

const { evidence } = screening()
const found = <E extends Evidence>(is: (each: Evidence) => each is E): E => {
  const one = evidence.find(is)
  if (!one) throw new Error('the sample has none')
  return one
}
const reading = found((each): each is OcrEvidence => each.check === 'ocr' && each.kind === 'id_portrait')
const clear = found((each): each is ClarityEvidence => each.check === 'clarity' && each.kind === 'id_portrait')
const match = found((each): each is AccountMatchEvidence => each.check === 'account-match')
const portrait = { check: 'ocr', slot: 'id_portrait' }

describe('what two looks saw differently', () => {
  it('is nothing where they saw the same, however sure they were and wherever it stood', () => {
    expect(differencesSeen(evidence, structuredClone(evidence))).toEqual([])
    const fields = Object.fromEntries(
      Object.entries(reading.fields).map(([name, field]) => [name, { ...field, confidence: 0.5, raw: 'x' }]),
    )
    const sure: OcrEvidence = { ...reading, engine: 'another/1', fields, meanConfidence: 0.5, lineCount: 99 }
    expect(differencesSeen([reading], [sure])).toEqual([])
    expect(differencesSeen([clear], [{ ...clear, clarity: clear.clarity + 0.001 }])).toEqual([])
  })

  it('names the fields, and never what was read', () => {
    const { name: _, ...rest } = reading.fields
    const now: OcrEvidence = {
      ...reading,
      detected: { kind: 'temporary_id', confidence: 1 },
      fields: {
        ...rest,
        idNumber: { value: '440524188001010014', confidence: 1 },
        sex: { value: null, confidence: 0 },
        nickname: { value: '小王', confidence: 1 },
      },
      faults: [{ code: 'IMG_GLARE', field: 'idNumber', measured: {} }],
    }
    const differs = differencesSeen([reading], [now])
    expect(differs).toEqual([
      { ...portrait, field: 'IMG_GLARE:idNumber', change: 'appeared' },
      { ...portrait, field: 'document', change: 'changed', from: 'id_portrait', to: 'temporary_id' },
      { ...portrait, field: 'idNumber', change: 'changed' },
      { ...portrait, field: 'name', change: 'gone' },
      { ...portrait, field: 'nickname', change: 'appeared' },
      { ...portrait, field: 'sex', change: 'gone' },
    ])
    expect(JSON.stringify(differs)).not.toMatch(/440524|小王/)
  })

  it('shows scores and verdicts, which are ours', () => {
    const blurred: ClarityEvidence = {
      ...clear,
      clarity: 12.4,
      faults: [{ code: 'IMG_BLURRY', factor: 0.1, measured: {} }],
    }
    expect(differencesSeen([clear], [blurred])).toEqual([
      { check: 'clarity', slot: 'id_portrait', field: 'IMG_BLURRY', change: 'appeared' },
      {
        check: 'clarity',
        slot: 'id_portrait',
        field: 'clarity',
        change: 'changed',
        from: String(Math.round(clear.clarity)),
        to: '12',
      },
    ])
    const [cell] = match.cells
    const other = { ...match, cells: [{ ...cell!, verdict: 'MISMATCH' as const }, ...match.cells.slice(1)] }
    expect(differencesSeen([match], [other])).toEqual([
      {
        check: 'account-match',
        slot: 'application',
        field: `${cell!.fact}:${cell!.a.source}:${cell!.b.source}`,
        change: 'changed',
        from: cell!.verdict,
        to: 'MISMATCH',
      },
    ])
  })

  it('is told only of what both have looked at', () => {
    expect(differencesSeen([], evidence)).toEqual([])
    expect(differencesSeen(evidence, [])).toEqual([])
  })
})
