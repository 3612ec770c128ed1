import type { ErrorCode } from 'yaml'
import type { LocalisedText } from '../../domain/decision.ts'

const text = (zh: string, en: string): LocalisedText => ({ zh, en })

/** What is wrong with the YAML itself, in words for people who do not write it every day. */
const faults: Partial<Record<ErrorCode, LocalisedText>> = {
  TAB_AS_INDENT: text('行首用了制表符，请改用空格', 'a line begins with a tab; use spaces'),
  BAD_INDENT: text('缩进有误，或括号没有成对', 'wrong indentation, or a bracket that is not closed'),
  MISSING_CHAR: text(
    '缺少引号、括号或冒号后的空格',
    'a quote, a bracket, a colon or the space behind a colon is missing',
  ),
  BLOCK_AS_IMPLICIT_KEY: text(
    '缩进有误，或一行内有两个“名称: 值”',
    'wrong indentation, or two times "name: value" in one line',
  ),
  MULTILINE_IMPLICIT_KEY: text('缺少冒号，或缩进有误', 'a colon is missing, or the indentation is wrong'),
  BAD_SCALAR_START: text('值不能以此字符开头，请加引号', 'a value cannot begin with this character; put it in quotes'),
  BAD_DQ_ESCAPE: text('双引号内的反斜杠写法无效', 'an escape in double quotes is not valid'),
  UNEXPECTED_TOKEN: text(
    '此处内容无法理解，请检查缩进和冒号',
    'this cannot be understood here; look at indentation and colons',
  ),
  MULTIPLE_DOCS: text('文件中只能有一份策略，请删除 ---', 'a file holds one policy; remove ---'),
  BLOCK_IN_FLOW: text('括号内不能换行缩进书写', 'what stands in brackets cannot be indented lines'),
  BAD_DIRECTIVE: text('以 % 开头的行无效，请删除', 'a line that begins with % is not valid; remove it'),
}

const other = text('此处不是有效的 YAML', 'this is no valid YAML')

export function yamlFault(code: ErrorCode): LocalisedText {
  const { zh, en } = faults[code] ?? other
  return text(`YAML 语法错误：${zh}`, `YAML: ${en}`)
}
