import { Alert, Segmented, Tag } from 'antd'
import { useState } from 'react'
import type { CasePreview } from '../../../contracts/case-decision.ts'
import { errorText } from '../../api.ts'
import { useLanguage, useSay, useTexts } from '../../language.tsx'
import { materialName } from '../../parts/material-name.ts'
import { fieldName } from '../../../domain/terms.ts'
import type { Language } from '../../texts.ts'
import { caseTexts } from './case-texts.ts'

/** What the applicant will see, word by word, before anything is sent; and whether another person has to confirm. */
export function DecisionPreview(props: { preview: CasePreview | undefined; error: unknown; old: boolean }) {
  const { preview, error, old } = props
  const t = useTexts(caseTexts)
  const say = useSay()
  const [chosen, choose] = useState<Language | null>(null)
  if (error) {
    return <Alert type="warning" showIcon title={t('previewFailed', { why: say(errorText(error)) })} />
  }
  const language = chosen ?? preview?.language ?? 'zh'
  return (
    <section className="preview" aria-label={t('preview')} aria-busy={old}>
      <header>
        <h3>{t('preview')}</h3>
        {preview && (
          <Segmented
            size="small"
            value={language}
            onChange={choose}
            options={[
              { value: 'zh', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        )}
        {preview?.language === language && <span className="quiet small">{t('theirLanguage')}</span>}
      </header>
      {preview ? (
        <div data-old={old || undefined} lang={language === 'zh' ? 'zh-CN' : 'en'}>
          <Told preview={preview} language={language} />
        </div>
      ) : (
        <p className="quiet">{t('previewWaits')}</p>
      )}
    </section>
  )
}

function Told({ preview: { sms, due, told }, language }: { preview: CasePreview; language: Language }) {
  const t = useTexts(caseTexts)
  return (
    <>
      {sms ? <p className="sms">{sms[language]}</p> : <p className="quiet">{t('noSms')}</p>}
      {due.length > 0 && (
        <>
          <h4>{t('dueList')}</h4>
          <ol>
            {due.map((item) => (
              <li key={`${item.action} ${item.material} ${item.field}`}>
                <p>
                  <Tag>{t(item.action)}</Tag>
                  <strong>
                    {item.field === null
                      ? item.material !== null && materialName(item.material, language)
                      : fieldName(item.field, item.material)[language]}
                  </strong>
                </p>
                <p>{item.message[language]}</p>
                <p className="quiet">{item.hint[language]}</p>
              </li>
            ))}
          </ol>
        </>
      )}
      {due.length === 0 && told.length > 0 && (
        <>
          <h4>{t('told')}</h4>
          <ul>
            {told.map(({ code, material, field, message, hint }) => (
              <li key={`${code} ${material} ${field}`}>
                <p>{message[language]}</p>
                <p className="quiet">{hint[language]}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {due.length + told.length === 0 && <p className="quiet">{t('toldNothing')}</p>}
    </>
  )
}

/** Why another person has to confirm. */
export function SecondNeeded({ why }: { why: NonNullable<CasePreview['secondPerson']>['why'] }) {
  const t = useTexts(caseTexts)
  const { language } = useLanguage()
  return (
    <Alert
      type="info"
      showIcon
      title={t('secondNeeded')}
      description={
        <ul className="second-why">
          {why.map(({ cause, code, text }) => (
            <li key={`${cause} ${code}`}>{text[language]}</li>
          ))}
        </ul>
      }
    />
  )
}
