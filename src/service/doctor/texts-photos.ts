import type { FindingText } from './finding.ts'

export const photoTexts = {
  BUCKET_OK: [
    'ok',
    ['存储桶 {bucket}（{where}）可写、可读、可删'],
    ['The bucket {bucket} at {where} can be written, read and deleted from'],
  ],
  BUCKET_AWAY: [
    'fail',
    ['无法连接照片存储（{where}）：{error}', '启动该存储，并检查 S3_ENDPOINT 和防火墙'],
    ['The photo store at {where} does not answer: {error}', 'Start it, and check S3_ENDPOINT and the firewall'],
  ],
  BUCKET_MISSING: [
    'fail',
    ['存储桶 {bucket} 不存在', '在该存储上创建私有存储桶 {bucket}，或更正 S3_BUCKET'],
    ['There is no bucket {bucket}', 'Create a private bucket {bucket} there, or correct S3_BUCKET'],
  ],
  BUCKET_REFUSES: [
    'fail',
    [
      '存储桶 {bucket} 拒绝{what}：{error}',
      '检查 S3_ACCESS_KEY_ID 和 S3_SECRET_ACCESS_KEY，并授予 s3:GetObject、s3:PutObject、s3:DeleteObject、s3:ListBucket',
    ],
    [
      'The bucket {bucket} does not let us {what}: {error}',
      'Check S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, and allow s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket',
    ],
  ],
  BUCKET_DAMAGES: [
    'fail',
    ['存储桶 {bucket} 返回的内容与写入的不同', '检查该存储及其前面的代理是否改动内容；在查明前停止收件'],
    [
      'The bucket {bucket} gave back other bytes than were put there',
      'See whether the store or a proxy before it changes content, and take nothing in until it is known',
    ],
  ],
  BUCKET_PUBLIC: [
    'fail',
    ['存储桶 {bucket} 可被任何人匿名读取：证件照片已暴露', '立即取消该存储桶的公开访问策略和 ACL'],
    [
      'Anybody can read the bucket {bucket} without a key: the photos of documents lie open',
      'Take away its public policy and ACL at once',
    ],
  ],
  BUCKET_PRIVATE: ['ok', ['存储桶 {bucket} 不能匿名读取'], ['The bucket {bucket} cannot be read without a key']],
  BUCKET_KEEPS: [
    'warn',
    ['存储桶 {bucket} 保留旧版本：删除的照片仍可恢复', '关闭该存储桶的版本控制，并清除旧版本'],
    [
      'The bucket {bucket} keeps old versions: photos that were deleted can be had back',
      'Turn its versioning off, and remove old versions',
    ],
  ],
  FOLDER_OK: [
    'ok',
    ['照片文件夹 {folder} 只有所有者可读，剩余 {free}'],
    ['The folder {folder} is readable by its owner alone and has {free} free'],
  ],
  FOLDER_NEW: [
    'ok',
    ['照片文件夹 {folder} 尚不存在；首次启动会创建，剩余 {free}'],
    ['There is no folder {folder} yet; the first start makes it. {free} are free'],
  ],
  FOLDER_OPEN: [
    'fail',
    ['其他用户可以进入照片文件夹 {folder}（权限 {mode}）', 'chmod 700 {folder}'],
    ['Other users can enter the folder of the photos {folder} (mode {mode})', 'chmod 700 {folder}'],
  ],
  FOLDER_LOCKED: [
    'fail',
    ['无法写入照片文件夹 {folder}：{error}', '以拥有该文件夹的用户运行，或更正 ZHUNRU_DATA_DIR'],
    [
      'The folder of the photos {folder} cannot be written: {error}',
      'Run as the user who owns it, or correct ZHUNRU_DATA_DIR',
    ],
  ],
  DISK_LOW: [
    'warn',
    ['{folder} 所在磁盘只剩 {free}', '腾出空间或换用更大的磁盘；每个进件约需数 MB'],
    ['The disk of {folder} has only {free} left', 'Make room, or take a larger disk; an application takes some MB'],
  ],
  DISK_FULL: [
    'fail',
    ['{folder} 所在磁盘只剩 {free}，数据库和照片即将无法写入', '立即腾出空间或换用更大的磁盘'],
    [
      'The disk of {folder} has only {free} left: soon neither database nor photos can be written',
      'Make room at once, or take a larger disk',
    ],
  ],
  PHOTOS_APART: [
    'warn',
    ['数据库是共享的，照片却在本机文件夹：其他机器上的进程看不到', '多台机器时设置 S3_ENDPOINT 等；只有一台时可忽略'],
    [
      'The database is shared, the photos are in a folder of this machine: processes elsewhere do not see them',
      'Set S3_ENDPOINT and the rest for more than one machine; with one it may stay',
    ],
  ],
} as const satisfies Record<string, FindingText>
