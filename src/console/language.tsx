import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { fill, type Language, type Text, type Texts, type Values } from './texts.ts'
import { keep, kept } from './kept.ts'

interface Languages {
  language: Language
  choose: (language: Language) => void
}

const LanguageContext = createContext<Languages>({ language: 'zh', choose: () => {} })

/** Chinese, unless English was chosen on this machine before. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (kept('language') === 'en' ? 'en' : 'zh'))
  const languages = useMemo(
    () => ({
      language,
      choose: (next: Language) => {
        keep('language', next)
        setLanguage(next)
      },
    }),
    [language],
  )
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  return <LanguageContext value={languages}>{children}</LanguageContext>
}

export const useLanguage = (): Languages => useContext(LanguageContext)

/** `const t = useTexts(inboxTexts)`, then `t('due', { hours: 3 })`. */
export function useTexts<T extends Texts>(texts: T): (key: keyof T, values?: Values) => string {
  const { language } = useLanguage()
  return (key, values) => fill(texts[key]?.[language] ?? '', values)
}

/** For texts that the API sends in both languages: `say(reason.text)`. */
export function useSay(): (text: Text) => string {
  const { language } = useLanguage()
  return (text) => text[language]
}
