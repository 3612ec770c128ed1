/** Characters. NIST SP 800-63B asks for 15 of a password alone and 8 beside a second factor, and for no rules of composition. */
export const PASSWORD_MIN = 12
const DIFFERENT_MIN = 5

/** What people begin from when it must be long: words and rows of keys, as letters only. */
const common = new Set(
  (
    'password passwd passwort passphrase pwd qwerty qwertyuiop qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm asdfgh ' +
    'asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc qazwsxedcrfv qweasd qweasdzxc qweqwe asdasd qwe asd zxc qwer asdf zxcv ' +
    'iloveyou loveyou woaini woainima woaiwojia woaizhongguo admin administrator root superuser welcome letmein ' +
    'letmeinplease changeme changemeplease changethis default secret topsecret test testtest tester testing guest user ' +
    'master monkey dragon sunshine princess football baseball superman batman trustno login access mima mimamima nihao ' +
    'zhunru zhunruzhunru zhongguo beijing shanghai shenzhen guangzhou a aa aaa abc abcabc abcd abcdef abcdefg company ' +
    'office summer winter spring autumn monday hello helloworld correcthorsebatterystaple'
  ).split(' '),
)

const substitutes: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
}

/** Why a password is too easily guessed, in words that go on after "the password"; null when it will do. */
export function weakness(
  password: string,
  { name, displayName }: { name: string; displayName: string },
): { zh: string; en: string } | null {
  const plain = folded(password)
  const characters = [...plain]
  if (characters.length < PASSWORD_MIN) {
    return { zh: `至少需要 ${PASSWORD_MIN} 个字符`, en: `needs at least ${PASSWORD_MIN} characters` }
  }
  if (new Set(characters).size < DIFFERENT_MIN) {
    return { zh: `至少需要 ${DIFFERENT_MIN} 个不同的字符`, en: `needs at least ${DIFFERENT_MIN} different characters` }
  }
  if (isRepeated(characters)) return { zh: '不能是同一段内容的重复', en: 'must not be one thing over and over' }
  if (isRun(characters)) return { zh: '不能是连续的字符', en: 'must not be a run of characters' }
  const own = [name, name.split('@')[0] ?? '', displayName].map(folded)
  // Short names such as `li` stand in many a good password.
  if (own.some((each) => [...each].length >= 3 && plain.includes(each))) {
    return { zh: '不能包含您的用户名或姓名', en: 'must not contain your name' }
  }
  return isCommon(plain) ? { zh: '过于常见，容易被猜到', en: 'is a common one and easily guessed' } : null
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/** `hunter2hunter2`: from some place on, each character is the one so many before it. */
function isRepeated(characters: readonly string[]): boolean {
  const periods = Array.from({ length: Math.floor(characters.length / 2) }, (_, i) => i + 1)
  return periods.some((period) => characters.slice(period).every((each, i) => each === characters[i]))
}

/** `123456789012`, `abcdefghijkl` or backwards: with one exception, each is the next of the one before it. */
function isRun(characters: readonly string[]): boolean {
  const codes = characters.map((each) => each.codePointAt(0) ?? 0)
  const inStep = (step: number) => codes.slice(1).filter((code, i) => code - (codes[i] ?? 0) === step).length
  return Math.max(inStep(1), inStep(-1)) >= codes.length - 2
}

/** `password1234`, `1qaz2wsx3edc`, `P@ssw0rd2026!`. */
function isCommon(plain: string): boolean {
  const middle = plain.replace(/^[\d\W_]+|[\d\W_]+$/gu, '')
  const spelled = [...middle].map((each) => substitutes[each] ?? each).join('')
  return [plain, spelled].some((form) => common.has(form.replace(/[^a-z]/g, '')) && !/[^\x20-\x7e]/.test(form))
}
