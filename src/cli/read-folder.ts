import { readFile, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { type ApplicationFile, applicationFile, meansNoBusiness } from '../contracts/submission.ts'
import { formProblems, type ApplicationForm, type MaterialKind } from '../domain/application.ts'
import { ZhunruError } from '../platform/errors.ts'
import { parseJson } from '../platform/json.ts'

export interface ApplicationFolder {
  folder: string
  form: ApplicationForm
  photos: { kind: MaterialKind; fileName: string; bytes: Uint8Array }[]
}

/**
 * Reads a folder that holds `application.json` and the photos that it names.
 * @throws ZhunruError that names the file, and the field in it, that is wrong.
 */
export async function readFolder(folder: string): Promise<ApplicationFolder> {
  const file = join(folder, 'application.json')
  const { materials, ...form } = parseApplication(file, await readBytes(file))

  const photos: ApplicationFolder['photos'] = []
  const seen = new Set<MaterialKind>()
  for (const { kind, file: name } of materials) {
    if (seen.has(kind)) throw new ZhunruError('MATERIAL_TWICE', { kind })
    seen.add(kind)
    const path = await inside(folder, name)
    photos.push({ kind, fileName: join(folder, name), bytes: await readBytes(path) })
  }
  return { folder, form, photos }
}

function parseApplication(file: string, bytes: Uint8Array): ApplicationFile {
  const json = parseFile(file, bytes)
  if (typeof json === 'object' && json !== null && 'merchantType' in json && meansNoBusiness(json.merchantType)) {
    throw new ZhunruError('NOT_A_MERCHANT')
  }
  const parsed = applicationFile.safeParse(json)
  if (parsed.success) return parsed.data
  const errors = formProblems(parsed.error)
  throw new ZhunruError('INVALID_FIELD', { count: errors.length }, errors)
}

function parseFile(file: string, bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes)
  } catch (error) {
    if (!(error instanceof ZhunruError)) throw error
    const { detail } = error.values
    throw new ZhunruError(error.code, typeof detail === 'string' ? { detail: `${file}: ${detail}` } : error.values)
  }
}

/** A photo's real path; neither `..` nor a link may lead out of the folder. */
async function inside(folder: string, name: string): Promise<string> {
  const root = await realpath(folder)
  const path = join(folder, name)
  const outside = (to: string) => to.startsWith('..') || isAbsolute(to)
  if (isAbsolute(name) || outside(relative(folder, path))) {
    throw new ZhunruError('PATH_OUTSIDE_FOLDER', { file: name, folder })
  }
  const real = await realpath(path).catch(() => {
    throw new ZhunruError('FILE_NOT_FOUND', { file: path })
  })
  if (outside(relative(root, real))) throw new ZhunruError('PATH_OUTSIDE_FOLDER', { file: name, folder })
  return real
}

/** Larger than any file that could be accepted: a device or a disk image must not be read into memory to find out. */
const LARGEST = 11 * 1024 * 1024

/** @throws ZhunruError when there is no such file, or none that could be a photo. */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) throw new ZhunruError('FOLDER_GIVEN', { file: path })
    if (!found.isFile()) throw new ZhunruError('NOT_A_FILE', { file: path })
    if (found.size > LARGEST) throw new ZhunruError('FILE_TOO_LARGE', { file: path })
    return await readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new ZhunruError('FILE_NOT_FOUND', { file: path })
    throw error
  }
}
