import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { callOutcomes, callbackResults, questionIds } from '../../../src/domain/callback.ts'
import { questionDrafts } from '../../../src/domain/callback-questions.ts'
import { questionsFor } from '../../../src/domain/callback-script.ts'
import { layOut } from '../../../src/domain/screening.ts'
import { policy, screening } from './sample.ts'

const doc = await readFile(new URL('../../../docs/callbacks.md', import.meta.url), 'utf8')
const rows = doc.split('\n').filter((line) => line.startsWith('|'))
const codes = ['SCENE_SIGN_MISMATCH', 'LIC_ADDRESS_MISMATCH', 'SCOPE_MISMATCH'] as const

it.each(questionIds)('docs/callbacks.md has %s as it is asked, with its choices', (id) => {
  const situation = layOut(screening({ read: { scene_signboard: { text: '旺旺烧烤' } } }))
  const { text, choices } = questionDrafts[id](situation, codes)
  const row = rows.find((line) => line.startsWith(`| \`${id}\` |`))
  expect(row).toContain(text.zh.replace('陈', '王'))
  for (const choice of choices) expect(row).toContain(`${choice.text.zh} → ${choice.verdict}`)
  expect(row?.split('<br>')).toHaveLength(choices.length)
})

it('docs/callbacks.md says what is asked for each reason that the policy calls about', () => {
  for (const [code, severity] of Object.entries(policy.severity)) {
    if (severity !== 'callback') continue
    const row = rows.find((line) => line.startsWith(`| \`${code}\``)) ?? ''
    expect([code, row]).toEqual([code, expect.stringMatching(/^\| `/)])
    if (code === 'SCENE_SET_INCONSISTENT' || code === 'CALLBACK_ASKED') continue
    for (const id of questionsFor({ code: code as 'ACCT_NAME_VARIANT', field: null, evidence: {} })) {
      expect(row).toContain(`\`${id}\``)
    }
  }
})

it('docs/callbacks.md names every outcome of a call and every result', () => {
  for (const word of [...callOutcomes, ...callbackResults]) expect(doc).toContain(`\`${word}\``)
})
