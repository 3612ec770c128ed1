import { describe, expect, it } from 'vitest'
import type { CallbackQuestion } from '../../../src/contracts/callback-view.ts'
import { attempt, endedBy, hindrance, open } from '../../../src/console/pages/callback/answers.ts'

const question = (id: CallbackQuestion['id'], ends?: 'wrong_person'): CallbackQuestion => ({
  id,
  text: { zh: '问', en: 'asked' },
  about: { fact: 'sign', name: { zh: '招牌', en: 'sign' }, reasons: [] },
  choices: [
    { id: 'yes', text: { zh: '是', en: 'yes' }, value: null, verdict: 'MATCH' },
    { id: 'no', text: { zh: '否', en: 'no' }, value: null, verdict: 'MISMATCH', ...(ends && { ends }) },
  ],
})
const script = [question('person', 'wrong_person'), question('signName')]
const seen = { script, phoneSeen: true }
const nothing = { outcome: null, answers: {}, again: null }

describe('a call', () => {
  it('can be recorded once the number was seen, an outcome chosen, and all is answered that was asked', () => {
    const answered = { person: { choice: 'yes' }, signName: { choice: 'yes' } }
    expect(hindrance({ script, phoneSeen: false }, nothing)).toBe('seeFirst')
    expect(hindrance(seen, nothing)).toBe('chooseOutcome')
    expect(hindrance(seen, { ...nothing, outcome: 'no_answer' })).toBeNull()
    expect(hindrance(seen, { ...nothing, outcome: 'reached' })).toBe('answersMissing')
    expect(hindrance(seen, { ...nothing, outcome: 'reached', answers: answered })).toBeNull()
    expect(hindrance(seen, { ...nothing, outcome: 'call_again' })).toBe('timeMissing')
    expect(hindrance(seen, { ...nothing, outcome: 'call_again', again: new Date(0) })).toBeNull()
  })

  it('ends with an answer that ends it, whatever is still open', () => {
    const answers = { person: { choice: 'no' } }
    expect(endedBy(script, answers)).toBe('wrong_person')
    expect(endedBy(script, { person: { choice: 'yes' } })).toBeNull()
    expect(open(script, answers).map(({ id }) => id)).toEqual(['signName'])
  })

  it('is sent in the order of the script, without what was left empty', () => {
    const again = new Date('2026-11-24T06:00:00Z')
    const answers = { signName: { choice: 'yes', text: '  ' }, person: { choice: 'yes', text: ' 是我 ' } }
    expect(attempt(script, { outcome: 'call_again', answers, again, seconds: 61, note: ' 下午 ' })).toEqual({
      outcome: 'call_again',
      answers: [
        { question: 'person', choice: 'yes', text: '是我' },
        { question: 'signName', choice: 'yes' },
      ],
      callAgainAt: '2026-11-24T06:00:00.000Z',
      seconds: 61,
      note: '下午',
    })
    expect(attempt(script, { outcome: 'busy', answers: {}, again, seconds: null, note: '' })).toEqual({
      outcome: 'busy',
      answers: [],
    })
  })
})
