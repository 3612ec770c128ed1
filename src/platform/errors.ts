/**
 * The one catalogue of errors that a caller can meet: HTTP status and text. `{name}` in a text is filled from the
 * error's values. Every code has a test.
 */
export const errorCatalogue = {
  // Who asks
  NOT_SIGNED_IN: [
    401,
    '请先登录，或在 Authorization 请求头中提供有效的 API 密钥（Bearer zk_...）',
    'Sign in, or send a valid API key as `Authorization: Bearer zk_...`',
  ],
  NOT_ALLOWED: [403, '您的角色无权进行此操作', 'None of your roles may do this'],
  CSRF_TOKEN_WRONG: [
    403,
    '页面已过期，请刷新后重试（缺少有效的 x-csrf-token）',
    'The page is out of date; load it again (no valid x-csrf-token came with the request)',
  ],
  // Signing in
  SIGN_IN_FAILED: [
    401,
    '用户名或密码不正确，或该账号不能在此登录',
    'The name or the password is wrong, or this account cannot sign in here',
  ],
  CODE_NEEDED: [401, '请输入验证器中的 6 位动态验证码', 'Enter the 6 digits that your authenticator app shows'],
  CODE_WRONG: [
    422,
    '动态验证码不正确，或已用过：请等待下一个，并检查手机时间是否准确',
    'The code is wrong or was used before; wait for the next one, and see that the clock of your phone is right',
  ],
  ACCOUNT_LOCKED: [
    423,
    '连续输错次数过多，已暂时锁定，请在 {minutes} 分钟后再试',
    'There were too many wrong attempts in a row; try again in {minutes} minute(s)',
  ],
  SIGN_IN_BUSY: [503, '登录请求过多，请稍后再试', 'Too many sign-ins are under way; try again in a moment'],
  SIGN_IN_NEEDS_HTTPS: [
    403,
    '请通过 https 打开控制台登录：在普通 http 下，浏览器不会保存登录状态',
    'Open the console through https to sign in: through plain http the browser keeps no session',
  ],
  PASSWORD_WEAK: [422, '新密码{why}', 'The new password {why}'],
  PASSWORD_WRONG: [422, '当前密码不正确', 'The current password is wrong'],
  LINK_INVALID: [
    410,
    '该链接无效、已使用或已过期，请联系管理员重新获取',
    'This link is wrong, was used before or has expired; ask an administrator for a new one',
  ],
  SECOND_FACTOR_ON: [
    409,
    '已开启两步验证；如需更换设备，请先关闭',
    'The second factor is on already; turn it off first to change the device',
  ],
  SECOND_FACTOR_OFF: [409, '尚未开启两步验证', 'The second factor is not on'],
  ACCOUNT_OF_PROVIDER: [
    409,
    '该账号使用统一登录，请在那里修改',
    'This account signs in at the OpenID provider; it is changed there',
  ],
  NAME_TAKEN: [409, '用户名 {name} 已被使用', 'There is an account named {name} already'],
  LAST_ADMINISTRATOR: [
    409,
    '至少要保留一名已启用的管理员',
    'This is the last administrator who can sign in; make another one first',
  ],
  OPENID_OFF: [404, '未配置统一登录', 'No OpenID provider is configured'],
  OPENID_UNREACHABLE: [
    502,
    '暂时无法连接统一登录服务，请稍后再试，或使用用户名和密码登录',
    'The OpenID provider does not answer; try again later, or sign in with name and password',
  ],
  OPENID_FAILED: [
    400,
    '统一登录未完成：已取消、已超时，或来自另一个浏览器窗口。请重新登录',
    'The sign-in at the OpenID provider was not completed: given up, too late, or begun in another browser. Sign in again',
  ],
  ACCOUNT_WITHOUT_ROLE: [
    403,
    '您的账号 {name} 尚未分配角色，请联系管理员',
    'Your account {name} has no role here; ask an administrator',
  ],
  ACCOUNT_DISABLED: [403, '账号 {name} 已停用，请联系管理员', 'The account {name} is disabled; ask an administrator'],
  // The request
  BAD_REQUEST: [400, '请求格式有误：{detail}', 'The request is malformed: {detail}'],
  INVALID_JSON: [400, '内容不是有效的 JSON：{detail}', 'The body is not valid JSON: {detail}'],
  INVALID_FIELD: [
    422,
    '有 {count} 个字段缺失或有误，详见 errors',
    '{count} field(s) are missing or wrong; see "errors"',
  ],
  NOT_A_MERCHANT: [
    422,
    '没有经营场所的个人不能申请收款终端：merchantType 须为 individual_business 或 micro_merchant',
    'A person without a place of business cannot apply: merchantType must be individual_business or micro_merchant',
  ],
  MATERIAL_UNKNOWN: [
    422,
    '材料 {id} 不存在，请先通过 POST /v1/materials 上传',
    'No material {id} has been uploaded; upload it with POST /v1/materials first',
  ],
  MATERIAL_KIND_DIFFERS: [
    422,
    '材料 {id} 上传时为 {uploaded}，与 {declared} 不一致',
    'Material {id} was uploaded as {uploaded}, not as {declared}',
  ],
  MATERIAL_TWICE: [422, '{kind} 类材料重复，每类只能提交一份', 'Two materials of kind {kind}; send one of each'],
  PHOTO_REMOVED: [
    410,
    '材料 {id} 的照片不得保存（如带安全码的银行卡背面），无法查看',
    'The photo {id} may not be kept, as that of the back of a bank card, and cannot be looked at',
  ],
  PHOTO_DAMAGED: [
    500,
    '材料 {id} 的照片在存储中已损坏，无法显示：请退回补件，让申请人重新上传这张照片，并告知运维人员检查存储',
    'The photo {id} is damaged in the store and cannot be shown: ask the applicant for it again, and tell operations to look at the store',
  ],
  UNSUPPORTED_MEDIA_TYPE: [
    415,
    '此处不接受 Content-Type {type}，请使用 {expected}',
    'Content-Type {type} is not accepted here; send {expected}',
  ],
  NOT_FOUND: [404, '未找到：{what}', 'There is no {what}'],
  METHOD_NOT_ALLOWED: [
    405,
    '此处不支持 {method}，可用方法：{allowed}',
    '{method} is not possible here; possible: {allowed}',
  ],
  REFERENCE_TAKEN: [
    409,
    '业务编号 {reference} 已用于内容不同的进件（{id}）：请更换业务编号；若该进件已退回，请用 POST /v1/applications/{id}/revisions 提交修改',
    'Reference {reference} already names an application with other content ({id}); choose another reference, or send the changes of a returned one with POST /v1/applications/{id}/revisions',
  ],
  // The applicant's loop
  APPLICATION_UNDER_WAY: [
    409,
    '进件正在检查中（{status}），请等待结果后再修改',
    'The application is being checked ({status}); wait for the outcome before you change it',
  ],
  APPLICATION_WITH_PEOPLE: [
    409,
    '进件正由工作人员处理（{status}），暂不能修改；无需补充资料，请等待结果，或先撤回',
    'The application is with our staff ({status}) and cannot be changed; nothing is due: wait for the outcome, or withdraw it',
  ],
  APPLICATION_REJECTED: [
    409,
    '进件未通过（{status}），不能修改；如有异议，请用 POST /v1/applications/:id/appeals 申诉',
    'The application was rejected ({status}) and cannot be changed; object with POST /v1/applications/:id/appeals',
  ],
  APPLICATION_CLOSED: [
    409,
    '进件已结束（{status}），不能修改；如需再次申请，请用新的业务编号提交',
    'The application has ended ({status}) and cannot be changed; submit a new one under another reference',
  ],
  APPLICATION_EXPIRED: [
    409,
    '进件退回后长期未处理，已过期（{status}）；请用新的业务编号重新提交',
    'The application was returned and not taken up in time ({status}); submit a new one under another reference',
  ],
  NOTHING_CHANGED: [
    422,
    '内容与上一版本完全相同；仍需处理 {count} 项，详见 errors',
    'Nothing differs from the revision before; {count} thing(s) are still due, see "errors"',
  ],
  MATERIAL_SENT_BACK: [
    422,
    '以下照片与被退回的是同一文件，请重新拍摄：{kinds}',
    'These are the very files that were sent back; take new photos: {kinds}',
  ],
  WITHDRAW_TOO_LATE: [
    409,
    '进件当前状态为 {status}，不能撤回',
    'The application is {status} and can no longer be withdrawn',
  ],
  SHIPMENT_NOT_POSSIBLE: [
    409,
    '只有已通过的进件可以登记寄送，当前状态为 {status}',
    'Only the terminal of an approved application can be shipped; this one is {status}',
  ],
  SHIPMENT_EXISTS: [
    409,
    '进件 {reference} 已登记过寄送，承运商或运单号与此不同',
    'The terminal of {reference} was shipped before, by another courier or under another number',
  ],
  APPEAL_NOT_POSSIBLE: [
    409,
    '只有未通过的进件可以申诉，当前状态为 {status}',
    'Only a rejected application can be appealed; this one is {status}',
  ],
  APPEAL_TOO_LATE: [
    409,
    '申诉期已于 {until} 结束（{days} 天）；请用新的业务编号重新提交',
    'Appeals were possible until {until} ({days} days); submit a new application under another reference',
  ],
  APPEAL_EXISTS: [
    409,
    '第 {revision} 版本已申诉过，每个版本只能申诉一次，请等待结果',
    'Revision {revision} has been appealed; each revision can be appealed once, so wait for the outcome',
  ],
  // Cases
  CASE_TAKEN: [409, '该审核单正由他人审核，请选择其他审核单', 'Somebody else is working on this case; choose another'],
  CASE_NOT_HELD: [
    409,
    '您未持有该审核单，或领取已到期；请先领取',
    'You do not have this case, or your time with it has run out; claim it first',
  ],
  CASE_NOT_FOR_YOU: [403, '该审核单不能由您审核：{because}', 'This case is not for you: {because}'],
  CASE_TOO_MANY: [
    409,
    '您手中已有 {count} 份审核单，已达上限；请先处理或释放其中一份',
    'You have {count} cases, the most at once; decide or release one first',
  ],
  CASE_NOT_OPEN: [409, '审核单当前状态为“{state}”，不能进行此操作', 'That is not possible with a case that is {state}'],
  CASE_TRANSFER_REFUSED: [422, '不能转交给该同事：{because}', 'It cannot go to that colleague: {because}'],
  CASE_CHANGED: [
    409,
    '您看到的内容已有变化，请刷新后再决定：{changed}',
    'What you saw has changed; load the case again before you decide: {changed}',
  ],
  SECOND_LOOK_OPEN: [
    409,
    '您正在对该进件做盲审复核，完成前不能查看他人的决定',
    'You have this application for a second look; until it is done you are not shown what others decided',
  ],
  SECOND_LOOK_OVER: [
    409,
    '该盲审复核已完成或已超时，不能再提交',
    'This second look is done, or your time with it has run out',
  ],
  // Phone verification
  CALLBACK_TAKEN: [409, '该回访正由他人进行，请选择其他回访', 'Somebody else has this callback; choose another'],
  CALLBACK_NOT_HELD: [
    409,
    '您未持有该回访，或领取已到期；请先领取',
    'You do not have this callback, or your time with it has run out; claim it first',
  ],
  CALLBACK_NOT_FOR_YOU: [
    403,
    '该进件由您录入，须由他人回访',
    'You entered this application; somebody else has to make the call',
  ],
  CALLBACK_CLOSED: [409, '该回访已结束，无需再拨打', 'This callback is closed; nobody need call any more'],
  CALLBACK_OUT_OF_HOURS: [
    409,
    '现在不能拨打：请在 {fromHour} 点至 {untilHour} 点之间拨打（北京时间）',
    'Nobody is called now: call between {fromHour}:00 and {untilHour}:00 China time',
  ],
  CALLBACK_PHONE_UNSEEN: [
    409,
    '请先查看电话号码并拨打，再记录结果',
    'Show the phone number and call it first, then record how it went',
  ],
  IDEMPOTENCY_KEY_MISSING: [
    400,
    '缺少 Idempotency-Key 请求头（1-255 个可打印字符），每份新进件使用新的值',
    'Send an Idempotency-Key header (1-255 printable characters), a new one for each new application',
  ],
  IDEMPOTENCY_KEY_REUSED: [
    422,
    '该 Idempotency-Key 已用于其他内容，请更换',
    'This Idempotency-Key was used with other content; choose a new key',
  ],
  IDEMPOTENCY_KEY_BUSY: [
    409,
    '使用同一 Idempotency-Key 的请求仍在处理，请稍后重试',
    'A request with this Idempotency-Key is still in progress; try again in a moment',
  ],
  WEBHOOK_URL_REFUSED: [422, '不能向该地址推送：网址{why}', 'No webhook can go there: the URL {why}'],
  WEBHOOK_TOO_MANY: [
    409,
    '推送地址最多 {limit} 个，请先删除不用的',
    'There are {limit} webhooks already, the most there can be; remove one that is not needed',
  ],
  WEBHOOK_OF_ENVIRONMENT: [
    409,
    '该推送地址由环境变量设置：请修改 WEBHOOK_URL 或 WEBHOOK_SECRET 并重启；更换密钥后，旧密钥 24 小时内仍同时签名',
    'This webhook is set by the environment: change WEBHOOK_URL or WEBHOOK_SECRET and start again; an old secret signs as well for 24 hours',
  ],
  WEBHOOK_DISABLED: [409, '推送地址 {id} 未启用，请先恢复再重新推送', 'Webhook {id} is not enabled; resume it first'],
  PAYLOAD_TOO_LARGE: [413, '请求内容超过 {limit}', 'The body is larger than {limit}'],
  // The file
  FILE_MISSING: [400, '表单中没有名为 file 的文件', 'The form has no part named "file"'],
  FILE_EMPTY: [422, '{file} 是空文件（0 字节）', '{file} is empty (0 bytes)'],
  FILE_TOO_LARGE: [
    413,
    '{file} 超过 10 MB，请压缩后再上传（例如 JPEG 85% 质量）',
    '{file} is larger than 10 MB; make it smaller, for example as JPEG at 85 % quality',
  ],
  FILE_NOT_AN_IMAGE: [
    422,
    '{file} 不是 JPEG、PNG 或 WebP 图片，内容像是 {looksLike}',
    '{file} is no JPEG, PNG or WebP picture; it looks like {looksLike}',
  ],
  FILE_HEIC: [
    422,
    '{file} 是 HEIC 照片，暂不支持：请将相机设为“兼容性最佳”，或转换为 JPEG',
    '{file} is HEIC, which cannot be read; set the camera to "most compatible" or convert it to JPEG',
  ],
  FILE_TYPE_REFUSED: [
    422,
    '{file} 是 {looksLike}，请改用 JPEG、PNG 或 WebP',
    '{file} is {looksLike}; send JPEG, PNG or WebP',
  ],
  FILE_TRUNCATED: [422, '{file} 内容不完整，请重新上传', '{file} ends before the picture is complete; upload it again'],
  FILE_BROKEN: [
    422,
    '{file} 已损坏无法打开，请重新拍摄或导出',
    '{file} cannot be decoded; take or export the photo again',
  ],
  FILE_TOO_MANY_PIXELS: [
    422,
    '{file} 有 {width} × {height} 像素，最多接受 5000 万像素',
    '{file} has {width} x {height} pixels; at most 50 million are accepted',
  ],
  FILE_TOO_SMALL: [
    422,
    '{file} 只有 {width} × {height} 像素，每边至少 200 像素',
    '{file} has {width} x {height} pixels; each side needs at least 200',
  ],
  FILE_POLYGLOT: [
    422,
    '{file} 图片中夹带了 {looksLike}，请重新导出为普通 JPEG',
    '{file} is a picture with {looksLike} hidden in it; export it again as a plain JPEG',
  ],
  NOT_A_FILE: [422, '{file} 不是文件', '{file} is no file; name a photo or a folder that holds application.json'],
  FOLDER_GIVEN: [
    422,
    '{file} 是文件夹，请指定其中的照片文件，例如 {file}/*.jpg',
    '{file} is a folder; name the photos in it, as in {file}/*.jpg',
  ],
  FILE_EXISTS: [
    409,
    '{file} 已存在且内容不同，不会覆盖；请先移走或删除',
    '{file} exists with other content and is not overwritten; move or delete it first',
  ],
  FILE_NOT_FOUND: [422, '文件 {file} 不存在', '{file} does not exist'],
  PATH_OUTSIDE_FOLDER: [
    422,
    '{file} 指向文件夹 {folder} 之外，请使用文件夹内的文件',
    '{file} leads out of the folder {folder}; name a file inside it',
  ],
  TOO_MANY_STREAMS: [
    503,
    '同时打开的事件流已达上限（{limit} 个），请稍后再连',
    'There are {limit} streams of events open, the most there can be; connect again later',
  ],
  // Running again
  RERUN_NOTHING: [409, '没有可以重跑的内容，请先试算', 'There is nothing to run again; look at a dry run first'],
  RERUN_CHANGED: [
    409,
    '符合条件的已由 {limit} 件增至 {count} 件，请重新试算后再发起',
    'There are {count} now instead of {limit}; look at a new dry run before you start it',
  ],
  RERUN_TOO_MANY: [
    409,
    '符合条件的超过 {limit} 件，请缩小范围后分批重跑',
    'More than {limit} match; narrow the filter and run them in parts',
  ],
  RERUN_STATE: [409, '该批次{state}，无法进行此操作', 'This is not possible with a batch that is {state}'],
  RERUN_SAME_PERSON: [
    403,
    '发起人不能批准自己的批次，须由另一人处理',
    'Whoever asked for a batch does not approve it; another person has to',
  ],
  // Us
  QUEUES_FULL: [
    503,
    '待处理的进件过多，暂时不接收新的进件和照片，请在 {seconds} 秒后用同样的内容重试',
    'Too much work is waiting, so no application and no photo is taken in for now; send the same again in {seconds} seconds',
  ],
  NOT_READY: [503, '服务尚未就绪：{detail}', 'The service is not ready: {detail}'],
  INTERNAL: [
    500,
    '系统内部错误，请求编号 {requestId}',
    'Something went wrong on our side; the request id is {requestId}',
  ],
  CONFIG_INVALID: [500, '配置有误：{detail}', 'The configuration is wrong: {detail}'],
} as const satisfies Record<string, readonly [status: number, zh: string, en: string]>

export type ErrorCode = keyof typeof errorCatalogue

/** One wrong field of a request: a JSON path such as `legalPerson.idNumber`, and what is wrong with it. */
export interface FieldError {
  field: string
  code: string
  message: { zh: string; en: string }
}

/** What the texts of an error are filled from; a value of words has them in both languages. */
export type ErrorValues = Readonly<Record<string, string | number | { zh: string; en: string }>>

/** An error that is the caller's to mend. Its texts hold what the caller sent only as far as they need it to find the place. */
export class ZhunruError extends Error {
  readonly code: ErrorCode
  readonly values: ErrorValues
  readonly errors: readonly FieldError[]

  constructor(code: ErrorCode, values: ErrorValues = {}, errors: readonly FieldError[] = []) {
    super(errorText(code, values).en)
    this.name = 'ZhunruError'
    this.code = code
    this.values = values
    this.errors = errors
  }

  get status(): number {
    return errorCatalogue[this.code][0]
  }

  get text(): { zh: string; en: string } {
    return errorText(this.code, this.values)
  }
}

function errorText(code: ErrorCode, values: ErrorValues): { zh: string; en: string } {
  const fill = (template: string, language: 'zh' | 'en') =>
    template.replace(/\{(\w+)\}/g, (_, key: string) => {
      const value = values[key] ?? key
      return typeof value === 'object' ? value[language] : String(value)
    })
  return { zh: fill(errorCatalogue[code][1], 'zh'), en: fill(errorCatalogue[code][2], 'en') }
}
