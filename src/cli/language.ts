import { InvalidArgumentError } from 'commander'

export type Language = 'zh' | 'en'

/** The language of the user's locale: Chinese for any Chinese, English for all others. */
export function localeLanguage(locale = Intl.DateTimeFormat().resolvedOptions().locale): Language {
  return locale.startsWith('zh') ? 'zh' : 'en'
}

export function parseLanguage(value: string): Language {
  if (value === 'zh' || value === 'en') return value
  throw new InvalidArgumentError('it must be zh or en.')
}
