import type { BlockKind } from '../domain/evidence-across.ts'
import type { Language } from './language.ts'
import type { BlockFileError, Encoding, LineProblem } from './read-block-file.ts'

const zh = {
  kind: {
    id_number: '身份证号码',
    phone: '手机号',
    card_number: '银行卡号',
    credit_code: '统一社会信用代码',
    address: '地址',
    device: '设备号',
  } satisfies Record<BlockKind, string>,
  encoding: {
    'utf-8': 'UTF-8',
    'utf-16le': 'UTF-16',
    'utf-16be': 'UTF-16',
    gb18030: 'GBK/GB 18030',
  } satisfies Record<Encoding, string>,
  file: {
    missing: () => '无法打开文件，请检查路径和权限',
    workbook: () => '这是 Excel 工作簿，请另存为“CSV UTF-8（逗号分隔）”后导入',
    encoding: () => '文件编码既不是 UTF-8 也不是 GBK/GB 18030，请另存为“CSV UTF-8”',
    header: () => '第一行须为表头：kind,value,reason,until（英文逗号分隔，reason 和 until 可省略）',
    quotes: (line: number | null) => `${line === null ? '' : `第 ${line} 行：`}引号不配对，请检查英文双引号`,
  } satisfies Record<BlockFileError['problem'], (line: number | null) => string>,
  problem: {
    kind: 'kind 须为 id_number、phone、card_number、credit_code、address 或 device',
    'value:id_number': '不是有效的 18 位身份证号码（校验未通过）',
    'value:phone': '不是有效的大陆手机号（11 位）',
    'value:card_number': '不是有效的银行卡号（16 至 19 位，校验未通过）',
    'value:credit_code': '不是有效的统一社会信用代码（18 位，校验未通过）',
    'value:address': '地址须为 5 至 200 个字符，并写明所在城市',
    'value:device': '设备号须为 1 至 128 个不含空格的可打印字符',
    rounded: '号码已被表格软件改成科学计数法，末几位已丢失；请将该列设为文本后重新导出',
    reason: 'reason 不能超过 500 个字符，也不能换行',
    until: 'until 须为日期，例如 2027-12-31，或留空',
    columns: '列数多于表头；含逗号的内容请加英文双引号',
  } satisfies Record<LineProblem, string>,
  line: (n: number, problem: string) => `  第 ${n} 行：${problem}`,
  more: (n: number) => `  另有 ${n} 行`,
  badLines: (n: number) => `有 ${n} 行无法导入，未导入任何内容（用 --skip-bad 可跳过这些行）：`,
  skipped: (n: number) => `已跳过 ${n} 行：`,
  read: (file: string, encoding: string) => `${file}：按 ${encoding} 读取`,
  reading: (lines: number) => `已读取 ${lines} 行…`,
  imported: (list: string, given: number, entries: number, seconds: string) =>
    `名单“${list}”：导入 ${given} 行，现有 ${entries} 条，用时 ${seconds} 秒`,
  removedList: (list: string, n: number) => `已删除名单“${list}”及其 ${n} 条`,
  removed: (list: string, n: number) => `已从名单“${list}”移除 ${n} 条`,
  unknownList: (list: string) => `没有名为“${list}”的名单`,
  none: '没有名单。用 "zhunru blocklist import FILE --list NAME --as WHO" 导入。',
  summary: (entries: number, expired: number) => `${entries} 条${expired > 0 ? `，其中 ${expired} 条已过期` : ''}`,
  changed: (by: string, at: string) => `最近由 ${by} 于 ${at} 修改`,
  badName: '名单名称须为 1 至 64 个字母、数字、汉字、空格、点、下划线或连字符',
  badWho: '--as 须为 1 至 64 个字符，不含控制字符',
}

type Texts = typeof zh

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

const en: Texts = {
  kind: {
    id_number: 'ID numbers',
    phone: 'phone numbers',
    card_number: 'card numbers',
    credit_code: 'credit codes',
    address: 'addresses',
    device: 'devices',
  },
  encoding: { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16', gb18030: 'GBK/GB 18030' },
  file: {
    missing: () => 'the file cannot be opened; check its path and permissions',
    workbook: () => 'this is an Excel workbook; save it as "CSV UTF-8 (comma delimited)" first',
    encoding: () => 'the file is neither UTF-8 nor GBK/GB 18030; save it as "CSV UTF-8"',
    header: () =>
      'the first line must be the header kind,value,reason,until, with commas; reason and until may be left out',
    quotes: (line) => `${line === null ? '' : `line ${line}: `}a double quote is not closed, or stands where none may`,
  },
  problem: {
    kind: 'kind must be id_number, phone, card_number, credit_code, address or device',
    'value:id_number': 'not a valid ID number (18 characters with the right check digit)',
    'value:phone': 'not a mobile number of mainland China (11 digits)',
    'value:card_number': 'not a valid card number (16 to 19 digits with the right check digit)',
    'value:credit_code': 'not a valid unified social credit code (18 characters with the right check character)',
    'value:address': 'an address has 5 to 200 characters and names its city',
    'value:device': 'the id of a device has 1 to 128 printable characters without spaces',
    rounded:
      'a spreadsheet wrote this number as 1.23E+17 and lost its last digits; make the column text and export again',
    reason: 'the reason has more than 500 characters or a line break',
    until: 'until must be a date such as 2027-12-31, or empty',
    columns: 'more columns than the header has; put text with commas in double quotes',
  },
  line: (n, problem) => `  line ${n}: ${problem}`,
  more: (n) => `  and ${n} more`,
  badLines: (n) =>
    `${counted(n, 'line is', 'lines are')} bad, so nothing was imported (--skip-bad leaves such lines out):`,
  skipped: (n) => `${counted(n, 'line was', 'lines were')} left out:`,
  read: (file, encoding) => `${file}: read as ${encoding}`,
  reading: (lines) => `${lines} lines read …`,
  imported: (list, given, entries, seconds) =>
    `List "${list}": ${counted(given, 'line', 'lines')} imported, ${counted(entries, 'entry', 'entries')} now, ${seconds} s`,
  removedList: (list, n) => `List "${list}" removed with its ${counted(n, 'entry', 'entries')}`,
  removed: (list, n) => `${counted(n, 'entry', 'entries')} removed from list "${list}"`,
  unknownList: (list) => `There is no list "${list}".`,
  none: 'There are no lists. Import one with "zhunru blocklist import FILE --list NAME --as WHO".',
  summary: (entries, expired) =>
    `${counted(entries, 'entry', 'entries')}${expired > 0 ? `, ${expired} of them expired` : ''}`,
  changed: (by, at) => `last changed by ${by} at ${at}`,
  badName: 'the name of a list has 1 to 64 letters, digits, spaces, dots, underscores or hyphens',
  badWho: '--as takes 1 to 64 characters without control characters',
}

export const blocklistTexts: Record<Language, Texts> = { zh, en }
