import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applicationForm } from '../../../src/domain/application.ts'
import { callOutcomes, questionIds } from '../../../src/domain/callback.ts'
import type { Question } from '../../../src/domain/callback.ts'
import { answersNow, denies, reportProblems } from '../../../src/domain/callback-answers.ts'
import { callbackCells } from '../../../src/domain/callback-cells.ts'
import { basisOf, questionDrafts } from '../../../src/domain/callback-questions.ts'
import { isGood, questionsFor, scriptFor, stillHolds } from '../../../src/domain/callback-script.ts'
import { questionNames } from '../../../src/domain/callback-terms.ts'
import { decide } from '../../../src/domain/decide.ts'
import { decisionInput } from '../../../src/domain/decision-input.ts'
import type { CallbackEvidence } from '../../../src/domain/evidence.ts'
import { familyName } from '../../../src/domain/family-name.ts'
import { matrixOf } from '../../../src/domain/match-matrix.ts'
import { reasonCodes } from '../../../src/domain/reasons.ts'
import { layOut } from '../../../src/domain/screening.ts'
import { toldReasons } from '../../../src/domain/told-reasons.ts'
import { type Changes, individual, micro, photoOf, policy, sceneOf, screening, shopKinds } from './sample.ts'

const laidOut = (changes: Changes = {}) => layOut(screening(changes))

/** One application for each reason that is called about. */
const called: Record<string, Changes> = {
  SCENE_SIGN_MISMATCH: { read: { scene_signboard: { text: '旺旺烧烤' } } },
  LIC_ADDRESS_MISMATCH: { read: { business_licence: { address: '深圳市福田区深南大道8号' } } },
  SCOPE_MISMATCH: {
    read: { business_licence: { scope: '餐饮服务；烟草制品零售' } },
    form: { ...individual, industry: '美容美发' },
  },
  ACCT_NAME_VARIANT: {
    form: { ...individual, settlementAccount: { ...individual.settlementAccount, accountName: '*小明' } },
  },
  SCENE_SET_INCONSISTENT: {
    scene: {
      photos: sceneOf(shopKinds).photos.map(({ kind }, i) =>
        photoOf(kind, { make: 'HUAWEI', model: i === 0 ? 'P40' : 'P60' }),
      ),
    },
  },
}

const answered = (changes: Changes, choose: (question: Question) => string = ({ choices }) => choices[0]!.id) => {
  const input = screening(changes)
  const situation = layOut(input)
  const script = scriptFor(situation, decide(input).reasons)
  const given = script.map((question) => {
    const choice = choose(question)
    const { verdict } = question.choices.find(({ id }) => id === choice)!
    return { question: question.id, choice, verdict, text: null }
  })
  const answers = answersNow([], script, given)
  const cells = callbackCells(situation, answers)
  const evidence: CallbackEvidence = {
    check: 'callback',
    result: 'answered',
    askedBy: 'policy',
    attempts: 1,
    answers,
    cells,
  }
  return { input: { ...input, evidence: [...input.evidence, evidence] }, script, evidence }
}

const good = ({ choices }: Question): string => choices.find(({ verdict }) => isGood(verdict))!.id
const bad = ({ choices }: Question): string =>
  choices.find(({ verdict, ends }) => !isGood(verdict) && !ends)?.id ?? choices[0]!.id

describe.each(Object.entries(called))('%s', (code, changes) => {
  it('is asked about, and settled by answers that clear it up', () => {
    const before = decide(screening(changes))
    expect(before.outcome).toBe('callback_required')
    expect(before.reasons.map((reason) => reason.code)).toContain(code)
    const { input, script } = answered(changes, good)
    expect(script.map(({ id }) => id).slice(0, 3)).toEqual(['person', 'applied', 'idTail'])
    expect(script.length).toBeGreaterThan(3)
    const after = decide(input)
    expect(after.outcome).toBe('approved')
    const [settled] = after.reasons.filter((reason) => reason.code === code)
    expect(settled).toMatchObject({ severity: 'info', evidence: { settledBy: 'callback' } })
    expect(settled!.internal.zh).toContain('已电话核实')
    // They heard of it on the phone.
    expect(toldReasons('approved', after.reasons).some(({ tellApplicant }) => tellApplicant)).toBe(false)
    // As its record has it, and however the evidence came in.
    const kept = decisionInput(input, { program: '1', engines: {} })
    expect(JSON.stringify(decide({ ...kept, policy }))).toBe(JSON.stringify(after))
    expect(JSON.stringify(decide({ ...input, evidence: input.evidence.toReversed() }))).toBe(JSON.stringify(after))
  })

  it('goes to a person with any answer that does not', () => {
    const { input, script } = answered(changes, good)
    const own = script.filter(({ reasons }) => reasons.some((reason) => reason.code === code))
    expect(own.length).toBeGreaterThan(0)
    for (const { id, choices } of script) {
      for (const choice of choices.filter(({ verdict, ends }) => !isGood(verdict) && !ends)) {
        const { input: differing } = answered(changes, (question) => (question.id === id ? choice.id : good(question)))
        const { outcome, reasons } = decide(differing)
        expect([id, choice.id, outcome]).toEqual([id, choice.id, 'manual_review'])
        expect(reasons.find((reason) => reason.code === 'CALLBACK_DIFFERS')!.internal.zh).toContain(
          questionNames[id].zh,
        )
      }
    }
    expect(input.evidence).toHaveLength(screening(changes).evidence.length + 1)
  })

  it('asks without the answer that is hoped for', () => {
    for (const { text, choices } of scriptFor(laidOut(changes), decide(screening(changes)).reasons)) {
      for (const { value } of choices) {
        if (value === null) continue
        for (const part of value.split(/[\s/；]+/u).filter((word) => word.length > 1)) {
          expect([text.zh, text.en].join()).not.toContain(part)
        }
      }
    }
  })
})

describe('the script', () => {
  it('names nobody but by the family name, and no number but by its end', () => {
    const situation = laidOut()
    const script = scriptFor(
      situation,
      reasonCodes.map((code) => ({ code, material: null, field: null, evidence: {} })),
    )
    const all = JSON.stringify(script.map(({ basis: _, ...question }) => question))
    const { contact, legalPerson, settlementAccount } = individual
    for (const secret of [contact.phone, legalPerson.idNumber, settlementAccount.cardNumber]) {
      expect(all).not.toContain(secret)
      expect(all).not.toContain(secret.slice(-5))
    }
    expect(script.map(({ text }) => text.zh).join()).not.toContain(legalPerson.name)
    expect(all).toContain(legalPerson.idNumber.slice(-4))
    expect(all).toContain(settlementAccount.cardNumber.slice(-4))
  })

  it('asks the contact where that is another person', () => {
    const form = { ...individual, contact: { ...individual.contact, name: '欧阳娜娜' } }
    const [person, , idTail] = scriptFor(laidOut({ form }), [])
    expect(person!.text.zh).toContain('欧阳先生/女士')
    expect(idTail!.text.zh).toContain('经营者')
  })

  it('is for stalls what stalls have', () => {
    const sampled = scriptFor(laidOut({ form: micro }), [
      { code: 'CALLBACK_SAMPLED', material: null, field: null, evidence: {} },
    ])
    expect(sampled.map(({ id }) => id)).toEqual([
      'person',
      'applied',
      'idTail',
      'signName',
      'address',
      'trade',
      'since',
    ])
    expect(sampled[3]!.text.zh).toContain('摊位')
    expect(sampled[3]!.choices.map(({ id }) => id)).toContain('none')
    expect(sampled.at(-1)!.choices.map(({ id }) => id)).toEqual(['while', 'recent', 'notYet', 'unclear'])
  })

  it('has a question for whatever reason a policy or a reviewer has called about', () => {
    for (const code of reasonCodes) expect(questionsFor({ code, field: null, evidence: {} })).not.toEqual([])
    const asked = { code: 'CALLBACK_ASKED', field: 'shops', evidence: { question: 'shops' } } as const
    expect(questionsFor(asked)).toEqual(['shops'])
    const places = { code: 'SCENE_SET_INCONSISTENT', field: null, evidence: { detail: 'time,place' } } as const
    expect(questionsFor(places)).toEqual(['photoTimes', 'photoPlaces', 'address'])
  })

  it('has for every question a way to say yes, to say no, and both languages', () => {
    for (const form of [individual, micro]) {
      for (const id of questionIds) {
        const { text, choices } = questionDrafts[id](laidOut({ form }), [])
        const words = [text, ...choices.map((choice) => choice.text)]
        for (const { zh, en } of words) {
          expect(zh).toMatch(/\p{Script=Han}/u)
          expect(en.replace(/陈/u, '')).toMatch(/^[\x20-\x7e’]+$/)
        }
        expect(text.zh).toMatch(/？/)
        expect(new Set(choices.map((choice) => choice.id)).size).toBe(choices.length)
        expect(choices.some(({ verdict }) => isGood(verdict))).toBe(true)
        expect(choices.some(({ verdict }) => !isGood(verdict))).toBe(true)
        expect(id === 'person' || choices.some(({ verdict }) => verdict === 'UNKNOWN')).toBe(true)
      }
    }
  })

  it('leaves out what was answered, while that still holds', () => {
    const changes = called['SCENE_SIGN_MISMATCH']!
    const { evidence } = answered(changes, (question) =>
      question.id === 'signReason' ? bad(question) : good(question),
    )
    const { reasons } = decide(screening(changes))
    const ids = (again: Changes) => scriptFor(laidOut(again), reasons, evidence.answers).map(({ id }) => id)
    expect(ids(changes)).toEqual(['person', 'applied', 'idTail', 'signReason'])
    expect(ids({ ...changes, form: { ...individual, merchantName: '深圳市南山区大鹏便利店' } })).toContain('signName')
  })
})

describe('answers', () => {
  it('hold as long as what they rest on, and rest on nothing that a record leaves out', () => {
    const input = screening(called['SCENE_SET_INCONSISTENT'])
    const kept = layOut({ ...decisionInput(input, { program: '1', engines: {} }), policy })
    for (const id of questionIds) {
      const basis = basisOf(id, layOut(input))
      expect(basisOf(id, kept)).toEqual(basis)
      expect(stillHolds({ question: id, choice: 'a', verdict: 'MATCH', basis }, kept)).toBe(true)
      expect(stillHolds({ question: id, choice: 'a', verdict: 'MATCH', basis: {} }, kept)).toBe(false)
    }
    const other = { ...individual, premises: { ...individual.premises, address: '广东省深圳市南山区科技南路99号' } }
    const address = {
      question: 'address',
      choice: 'a',
      verdict: 'MATCH',
      basis: basisOf('address', layOut(input)),
    } as const
    expect(stillHolds(address, laidOut({ form: other }))).toBe(false)
  })

  it('end the sample: whoever was called is not drawn again', () => {
    const { input } = answered({ ...called['SCENE_SIGN_MISMATCH'], form: individual, draw: 0 }, good)
    expect(decide(input).outcome).toBe('approved')
    const all = { ...policy, sampling: { ...policy.sampling, usual: { individual_business: 1, micro_merchant: 1 } } }
    expect(decide({ ...screening(), draw: 0, policy: all }).outcome).toBe('callback_required')
    expect(decide({ ...input, draw: 0, policy: all }).outcome).toBe('approved')
  })

  it('stand in the matrix beside what others say, and change no other judge', () => {
    const changes = called['SCENE_SIGN_MISMATCH']!
    const { input, evidence } = answered(changes, (question) => (question.id === 'idTail' ? 'other' : good(question)))
    expect(evidence.cells).toMatchObject([
      { fact: 'idNumber', a: { source: 'form' }, b: { source: 'callback', value: null }, verdict: 'MISMATCH' },
      { fact: 'merchantName', a: { source: 'scene_signboard' }, b: { source: 'callback' }, verdict: 'MATCH' },
    ])
    const row = matrixOf(evidence.cells).find(({ fact }) => fact === 'idNumber')!
    expect(row.sources.map(({ name }) => name.zh)).toContain('电话回访')
    expect(JSON.stringify(matrixOf(evidence.cells))).not.toContain(individual.legalPerson.idNumber)
    // 电话里说错身份证号 is no reading of the card.
    expect(decide(input).reasons.map(({ code }) => code)).not.toContain('ID_NUMBER_MISMATCH')
  })

  it('without a call change nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...callOutcomes), fc.constantFrom(...Object.values(called)), (outcome, changes) => {
        const script = scriptFor(laidOut(changes), decide(screening(changes)).reasons)
        const now = new Date('2026-11-23T02:00:00Z')
        const agreed = outcome === 'call_again' ? new Date('2026-11-24T02:00:00Z') : null
        const problems = reportProblems(
          script,
          { outcome, answers: [], callAgainAt: agreed },
          { now, hours: policy.callbacks.hours },
        )
        expect(problems.length).toBe(outcome === 'reached' ? script.length : 0)
      }),
    )
  })

  it('that deny it all need but say who denies', () => {
    const script = scriptFor(laidOut(), [])
    const no = { question: 'applied', choice: 'no' } as const
    const report = { outcome: 'reached', answers: [no], callAgainAt: null } as const
    const at = { now: new Date('2026-11-23T02:00:00Z'), hours: policy.callbacks.hours }
    expect(denies(script, report)).toBe(true)
    expect(reportProblems(script, report, at).map(({ code }) => code)).toEqual(['ANSWER_MISSING'])
    const self = { question: 'person', choice: 'self' } as const
    expect(reportProblems(script, { ...report, answers: [self, no] }, at)).toEqual([])
  })
})

describe('the family name', () => {
  it.each([
    ['陈小明', '陈'],
    ['欧阳小明', '欧阳'],
    ['欧阳', '欧'],
    ['司马懿', '司马'],
    ['阿依古丽·买买提', '阿依古丽'],
    ['ZHANG WEI', 'ZHANG'],
    ['𠮷田', '𠮷'],
    ['', ''],
  ])('of %s is %s', (name, expected) => expect(familyName(name)).toBe(expected))
})

it('the form of the sample is one', () => expect(applicationForm.safeParse(individual).success).toBe(true))
