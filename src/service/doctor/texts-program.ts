import type { FindingText } from './finding.ts'

/** The configuration, and the program on this machine. */
export const programTexts = {
  CONFIG_OK: [
    'ok',
    ['配置有效：数据库 {database}，队列 {queues}，照片 {photos}'],
    ['The configuration is valid: database {database}, queues {queues}, photos {photos}'],
  ],
  CONFIG_WRONG: [
    'fail',
    ['配置有误：{detail}', '改正上述环境变量后重试；含义见 README.zh-CN.md 的“设置”一节'],
    [
      'The configuration is wrong: {detail}',
      'Mend these environment variables and run this again; Settings in README.md says what each means',
    ],
  ],
  PUBLIC_URL_MISSING: [
    'warn',
    [
      '接口监听 {host}，但没有设置 PUBLIC_URL：浏览器须经 https 才能登录',
      '把 PUBLIC_URL 设为人员打开工作台的 https 地址',
    ],
    [
      'The API listens on {host} and PUBLIC_URL is not set: people can sign in through https alone',
      'Set PUBLIC_URL to the https address at which people open the console',
    ],
  ],
  LOG_SILENT: [
    'warn',
    ['LOG_LEVEL 为 silent：出错时没有日志可查', '设置 LOG_LEVEL=info'],
    ['LOG_LEVEL is silent: nothing tells what went wrong', 'Set LOG_LEVEL=info'],
  ],
  PLAIN_TEXT: [
    'warn',
    ['{variable} 以明文连接 {host}：照片和号码可能被途中窃听', '改用 {secure}，或确认两端在同一受保护的网络内'],
    [
      '{variable} speaks to {host} without TLS: photos and numbers can be read on the way',
      'Use {secure}, or make sure that both are in one protected network',
    ],
  ],
  NODE_OK: ['ok', ['Node.js {version}'], ['Node.js {version}']],
  NODE_OLD: [
    'fail',
    ['Node.js {version} 过旧，需要 {needed} 或更新', '安装 Node.js {needed} 或更新的版本（https://nodejs.org）'],
    [
      'Node.js {version} is too old; {needed} or later is needed',
      'Install Node.js {needed} or later (https://nodejs.org)',
    ],
  ],
  ENGINE_OK: [
    'ok',
    ['识别引擎 {engine} 可用，{seconds} 秒内加载完成并解码了一张图片'],
    ['The reader {engine} works: its models were loaded and a picture decoded within {seconds} s'],
  ],
  ENGINE_BROKEN: [
    'fail',
    [
      '识别引擎 {engine} 无法工作：{error}',
      '在程序目录中运行 npm ci 重新安装；Linux 上须为 glibc 版本的 Node.js（例如 node:20-bookworm 镜像）',
    ],
    [
      'The reader {engine} does not work: {error}',
      'Run npm ci in the folder of the program; on Linux Node.js must be one for glibc, as in the image node:20-bookworm',
    ],
  ],
  CALENDAR_OK: ['ok', ['{year} 年的节假日安排已知'], ['The public holidays of {year} are known']],
  CALENDAR_ENDS: [
    'warn',
    ['{year} 年的节假日安排未知，承诺时间只能按周一至周五暂定', '升级到包含 {year} 年安排的版本'],
    [
      'The public holidays of {year} are not known: promised times take Monday to Friday for working days',
      'Install the release that knows {year}',
    ],
  ],
  NO_ANSWER: [
    'fail',
    ['“{check}”在 {seconds} 秒内没有结果', '确认其主机可达且未过载，然后重试'],
    [
      'The check ({check}) came to no end within {seconds} s',
      'See that its host can be reached and is not overloaded, and run this again',
    ],
  ],
  CHECK_BROKE: [
    'fail',
    ['“{check}”未能完成：{error}', '按错误提示处理后重试'],
    ['The check ({check}) could not be done: {error}', 'See to what the error says and run this again'],
  ],
} as const satisfies Record<string, FindingText>
