import { App as AntApp, ConfigProvider, theme as antTheme } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { keep, kept } from './kept.ts'
import { useLanguage } from './language.tsx'
import { nonce } from './nonce.ts'
import { darkTokens, lightTokens, sharedTokens } from './theme-tokens.ts'

export type ThemeChoice = 'system' | 'light' | 'dark'
export const themeChoices: readonly ThemeChoice[] = ['system', 'light', 'dark']

interface Themes {
  choice: ThemeChoice
  dark: boolean
  choose: (choice: ThemeChoice) => void
}

const ThemeContext = createContext<Themes>({ choice: 'system', dark: false, choose: () => {} })
export const useTheme = (): Themes => useContext(ThemeContext)

const prefersDark = window.matchMedia('(prefers-color-scheme: dark)')
const onPreference = (run: () => void) => {
  prefersDark.addEventListener('change', run)
  return () => prefersDark.removeEventListener('change', run)
}

/** Ant Design in our colours and language. Its tokens are CSS variables for `console.css` too, under the class `zhunru-tokens`. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const { language } = useLanguage()
  const [choice, setChoice] = useState<ThemeChoice>(() => themeChoices.find((one) => one === kept('theme')) ?? 'system')
  const systemDark = useSyncExternalStore(onPreference, () => prefersDark.matches)
  const dark = choice === 'system' ? systemDark : choice === 'dark'
  useEffect(() => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
  }, [dark])
  const themes = useMemo(
    () => ({
      choice,
      dark,
      choose: (next: ThemeChoice) => {
        keep('theme', next)
        setChoice(next)
      },
    }),
    [choice, dark],
  )
  return (
    <ThemeContext value={themes}>
      <ConfigProvider
        locale={language === 'zh' ? zhCN : enUS}
        csp={{ nonce }}
        theme={{
          cssVar: { key: 'zhunru-tokens' },
          hashed: false,
          algorithm: dark ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm,
          token: { ...sharedTokens, ...(dark ? darkTokens : lightTokens) },
        }}
        button={{ autoInsertSpace: false }}
      >
        <AntApp className="console" component="div">
          {children}
        </AntApp>
      </ConfigProvider>
    </ThemeContext>
  )
}
