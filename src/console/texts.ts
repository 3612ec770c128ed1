/** A text for people in both languages, as the API sends them too. */
export interface Text {
  readonly zh: string
  readonly en: string
}
export type Language = 'zh' | 'en'

/** The texts of one folder of pages, by key. Files that hold one are called `*texts.ts`; a test reads them all. */
export type Texts = Readonly<Record<string, Text>>

/** What `{name}` in a text is filled with. */
export type Values = Readonly<Record<string, string | number>>

export const fill = (template: string, values: Values = {}): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
