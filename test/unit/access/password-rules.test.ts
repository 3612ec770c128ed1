import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PASSWORD_MIN, weakness } from '../../../src/access/password-rules.ts'

const wang = { name: 'wang.fang', displayName: '王芳芳' }

describe('a password', () => {
  it.each([
    ['elf-Zeichen', 'needs at least 12 characters'],
    ['一二三四五六七八九十甲', 'needs at least 12 characters'],
    ['aabbaabbccaabb', 'needs at least 5 different characters'],
    ['tannen7tannen7', 'must not be one thing over and over'],
    ['tannen7tannen7tan', 'must not be one thing over and over'],
    ['123456789012', 'must not be a run of characters'],
    ['abcdefghijklm', 'must not be a run of characters'],
    ['987654321098', 'must not be a run of characters'],
    ['my-WANG.fang-77', 'must not contain your name'],
    ['我是王芳芳没错就是我的呀', 'must not contain your name'],
    ['ｗａｎｇ.fang-2026', 'must not contain your name'],
    ['password1234', 'is a common one and easily guessed'],
    ['P@ssw0rd2026!', 'is a common one and easily guessed'],
    ['1qaz2wsx3edc', 'is a common one and easily guessed'],
    ['Woaini520520', 'is a common one and easily guessed'],
    ['admin@1234567', 'is a common one and easily guessed'],
    ['!!qwertyuiop!!', 'is a common one and easily guessed'],
  ])('%s %s', (password, why) => expect(weakness(password, wang)?.en).toBe(why))

  it.each([
    'gehen-Sieben-Tannen',
    'korrekt pferd batterie',
    '每天早上喝一杯豆浆最舒服',
    'password-of-my-grandmother-in-Qingdao',
    'li-und-wang-im-Wald',
  ])('may be %s', (password) => expect(weakness(password, wang)).toBeNull())

  it('counts characters as people do: not bytes, and not halves of rare ones', () => {
    expect(weakness('𠮷𠮶𠮵𠮴𠮳𠮲𠮱𠮰𠮯𠮮𠮭', wang)?.zh).toBe('至少需要 12 个字符')
  })

  it('need not keep clear of a name of two letters', () => {
    expect(weakness('gehen-Sieben-Lichter', { name: 'li', displayName: '李' })).toBeNull()
  })

  it('of chance is never refused for anything but its length', () => {
    const random = fc.string({
      unit: fc.constantFrom(...'ABCDEFGHJKMNPQRSTVWXYZ23456789abcdefghjkmnpqrstvwxyz'),
      minLength: 24,
      maxLength: 40,
    })
    fc.assert(
      fc.property(random, (password) => {
        fc.pre(new Set(password.toLowerCase()).size >= 12)
        expect(weakness(password, wang)).toBeNull()
      }),
    )
  })

  it('of eleven characters is refused whatever they are', () => {
    const short = fc.string({ minLength: 0, maxLength: PASSWORD_MIN - 1, unit: 'grapheme-ascii' })
    fc.assert(
      fc.property(short, (password) => {
        expect(weakness(password, wang)).not.toBeNull()
      }),
    )
  })
})
