import type { RerunBatch } from '../../../contracts/rerun-view.ts'
import { failureClasses, failureCodes, failureKinds } from '../../../domain/failure-kinds.ts'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { titleOf } from '../../parts/reason-title.ts'
import { outcomeTexts } from '../../parts/words-texts.ts'
import { timeText } from '../../time-texts.ts'
import { useNow } from '../../times.tsx'
import { classTexts, stepTexts } from './operations-words-texts.ts'
import { modeTexts, rerunTexts } from './rerun-texts.ts'

/** What a batch is about, in words: `失败环节 证件识别 · 失败类别 程序故障`. */
export function FilterText({ filter }: { filter: RerunBatch['filter'] }) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  const { language } = useLanguage()
  const now = useNow()
  // Of a later version of the service there may be others.
  const classText = (name: string) => {
    const known = failureClasses.find((each) => each === name)
    return known ? say(classTexts[known]) : name
  }
  const codeText = (name: string) => {
    const known = failureCodes.find((each) => each === name)
    return known ? say(failureKinds[known].text) : name
  }
  const parts: [string, readonly string[]][] = []
  const put = <T extends string>(
    key: keyof typeof rerunTexts,
    values: readonly T[] | undefined,
    name: (value: T) => string,
  ) => {
    if (values && values.length > 0) parts.push([t(key), values.map(name)])
  }
  const one = <T extends string>(value: T | undefined): T[] => (value === undefined ? [] : [value])
  const time = (at: string) => timeText(new Date(at), now, language)
  const asItIs = (value: string) => value
  put('steps', filter.steps, (step) => say(stepTexts[step]))
  put('classes', filter.classes, classText)
  put('codes', filter.codes, codeText)
  put('fingerprint', one(filter.fingerprint), asItIs)
  put('since', one(filter.since), time)
  put('until', one(filter.until), time)
  put('outcomes', filter.outcomes, (outcome) => say(outcomeTexts[outcome]))
  put('reasons', filter.reasons, (code) => titleOf(code, language))
  put('policyVersions', filter.policyVersions, asItIs)
  put('merchantType', one(filter.merchantType), (type) => t(type))
  if (filter.applications) parts.push([t('about'), [t('applicationsCount', { n: filter.applications.length })]])
  if (parts.length === 0) return <>{t('everything')}</>
  return (
    <>
      {parts.map(([name, values], n) => (
        <span key={name}>
          {n > 0 && ' · '}
          <span className="quiet">{name}</span> {values.join(language === 'zh' ? '、' : ', ')}
        </span>
      ))}
    </>
  )
}

/** `从某一步开始 · 信息比对` */
export function ModeText({ mode, from, policy }: Pick<RerunBatch, 'mode' | 'from' | 'policy'>) {
  const t = useTexts(rerunTexts)
  const say = useSay()
  return (
    <>
      {say(modeTexts[mode])}
      {from !== null && <span className="quiet"> · {say(stepTexts[from])}</span>}
      {policy !== null && <span className="quiet"> · {t('tries', { version: policy })}</span>}
    </>
  )
}
