import type { CallOutcome, Choice, GivenAnswer, Question, QuestionId } from './callback.ts'
import { isCallable } from './callback-times.ts'
import type { CallHours } from './callback-times.ts'
import type { LocalisedText } from './decision.ts'
import type { CallbackAnswer } from './evidence-callback.ts'

/** What a caller sends of one call. */
export interface CallReport {
  outcome: CallOutcome
  answers: readonly { question: QuestionId; choice: string; text?: string | undefined }[]
  callAgainAt: Date | null
}

export interface ReportProblem {
  field: string
  code: 'ANSWER_WRONG' | 'ANSWER_MISSING' | 'CALL_AGAIN_WRONG'
  message: LocalisedText
}

/** An appointment further ahead is forgotten by both; the applicant had better book a time. Days. */
const AGREED_WITHIN = 30
const DAY = 24 * 3_600_000

const text = (zh: string, en: string): LocalisedText => ({ zh, en })
const choiceOf = (script: readonly Question[], id: QuestionId, choice: string): Choice | undefined =>
  script.find((question) => question.id === id)?.choices.find((each) => each.id === choice)

/** Whether somebody says that they never applied: nothing else need be asked then. */
export const denies = (script: readonly Question[], { answers }: Pick<CallReport, 'answers'>): boolean =>
  answers.some(({ question, choice }) => choiceOf(script, question, choice)?.ends === 'reached')

/** What is wrong with it; nothing when it can be recorded. */
export function reportProblems(
  script: readonly Question[],
  report: CallReport,
  { now, hours }: { now: Date; hours: CallHours },
): ReportProblem[] {
  return [...answerProblems(script, report), ...missingAnswers(script, report), ...agreedProblems(report, now, hours)]
}

function answerProblems(script: readonly Question[], { outcome, answers }: CallReport): ReportProblem[] {
  return answers.flatMap(({ question, choice }, i): ReportProblem[] => {
    const at = `answers.${i}`
    const wrong = (message: LocalisedText): ReportProblem[] => [{ field: at, code: 'ANSWER_WRONG', message }]
    if (!script.some(({ id }) => id === question))
      return wrong(text('问题单中没有该问题', 'The script has no such question.'))
    const chosen = choiceOf(script, question, choice)
    if (!chosen) return wrong(text('该问题没有这个选项', 'The question has no such choice.'))
    if (answers.findIndex((each) => each.question === question) !== i) {
      return wrong(text('同一问题只能回答一次', 'A question is answered once.'))
    }
    if (chosen.ends !== undefined && chosen.ends !== outcome) {
      return wrong(text(`选了这一项，结果应为 ${chosen.ends}`, `With this choice the outcome is ${chosen.ends}.`))
    }
    return []
  })
}

function missingAnswers(script: readonly Question[], report: CallReport): ReportProblem[] {
  if (report.outcome !== 'reached') return []
  // Whoever denies it all has still said who they are.
  const wanted = denies(script, report) ? script.filter(({ id }) => id === 'person') : script
  return wanted
    .filter(({ id }) => !report.answers.some(({ question }) => question === id))
    .map(({ id }) => ({
      field: 'answers',
      code: 'ANSWER_MISSING',
      message: text(
        `缺少问题 ${id} 的回答；对方不愿说时请选“说不清”`,
        `No answer to ${id}; where there is none, say so.`,
      ),
    }))
}

function agreedProblems({ outcome, callAgainAt }: CallReport, now: Date, hours: CallHours): ReportProblem[] {
  const field = 'callAgainAt'
  const wrong = (message: LocalisedText): ReportProblem[] => [{ field, code: 'CALL_AGAIN_WRONG', message }]
  if (outcome !== 'call_again') {
    return callAgainAt === null ? [] : wrong(text('只有“约定再打”才填写时间', 'Only call_again has a time.'))
  }
  const late = now.getTime() + AGREED_WITHIN * DAY
  if (callAgainAt === null || callAgainAt <= now || callAgainAt.getTime() > late || !isCallable(callAgainAt, hours)) {
    return wrong(
      text(
        `请填写约定的时间：${AGREED_WITHIN} 天内，${hours.from} 点至 ${hours.until} 点之间`,
        `Give the time that was agreed: within ${AGREED_WITHIN} days, between ${hours.from}:00 and ${hours.until}:00.`,
      ),
    )
  }
  return []
}

/** The answers as they are kept with the call. */
export const given = (script: readonly Question[], { answers }: CallReport): GivenAnswer[] =>
  answers.map(({ question, choice, text: said }) => ({
    question,
    choice,
    verdict: choiceOf(script, question, choice)?.verdict ?? 'UNKNOWN',
    text: said ?? null,
  }))

/** All that was ever answered: of each question the last answer, with what it rested on. */
export function answersNow(
  earlier: readonly CallbackAnswer[],
  script: readonly Question[],
  answers: readonly GivenAnswer[],
): CallbackAnswer[] {
  const fresh = answers.flatMap(({ question, choice, verdict }): CallbackAnswer[] => {
    const asked = script.find(({ id }) => id === question)
    return asked ? [{ question, choice, verdict, basis: asked.basis }] : []
  })
  const kept = earlier.filter(({ question }) => !fresh.some((answer) => answer.question === question))
  return [...kept, ...fresh]
}
