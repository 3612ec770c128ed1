import type { QuestionId } from './callback.ts'
import { type Situation, signCell } from './callback-parts.ts'
import type { CallbackAnswer } from './evidence-callback.ts'
import type { MatchCell } from './evidence-match.ts'

interface Compared {
  fact: MatchCell['fact']
  /** What others state, by the choice that names it; `form` where a choice names none. */
  ends: (situation: Situation) => Partial<Record<string, MatchCell['a']>> & { form: MatchCell['a'] }
  /** A number is heard by its end alone: whether, and not what. */
  unsaid?: true
}

const form = (field: string, value: string): MatchCell['a'] => ({ source: 'form', field, value })

/** Of the questions whose answers are facts that others state, too. */
const compared: Partial<Record<QuestionId, Compared>> = {
  idTail: {
    fact: 'idNumber',
    ends: (situation) => ({ form: form('legalPerson.idNumber', situation.form.legalPerson.idNumber) }),
    unsaid: true,
  },
  signName: {
    fact: 'merchantName',
    ends: (situation) => {
      const sign = signCell(situation)?.b
      return { form: form('merchantName', situation.form.merchantName), ...(sign && { shown: sign }) }
    },
  },
  address: {
    fact: 'address',
    ends: ({ form: { premises }, readings }) => ({
      form: form('premises.address', premises.address),
      licence: {
        source: 'business_licence',
        field: 'address',
        value: readings.get('business_licence')?.fields['address']?.value ?? null,
      },
    }),
  },
  accountName: {
    fact: 'accountName',
    ends: (situation) => ({
      form: form('settlementAccount.accountName', situation.form.settlementAccount.accountName),
    }),
  },
  cardTail: {
    fact: 'cardNumber',
    ends: (situation) => ({ form: form('settlementAccount.cardNumber', situation.form.settlementAccount.cardNumber) }),
    unsaid: true,
  },
}

/** What was said on the phone, compared with what it names: for people, beside what all others state. */
export function callbackCells(situation: Situation, answers: readonly CallbackAnswer[]): MatchCell[] {
  return answers.flatMap(({ question, choice, verdict }): MatchCell[] => {
    const entry = compared[question]
    if (!entry) return []
    const ends = entry.ends(situation)
    const named = ends[choice]
    const a = named ?? ends.form
    // It is the very thing that was named; whether that is what was hoped for is the answer's verdict.
    const same = named !== undefined || verdict === 'MATCH'
    const value = same && !entry.unsaid ? a.value : null
    return [
      {
        fact: entry.fact,
        a,
        b: { source: 'callback', field: question, value },
        verdict: same ? 'MATCH' : verdict,
        confidence: 1,
        steps: [],
      },
    ]
  })
}
