import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { ZhunruError } from '../platform/errors.ts'
import { packageRoot } from '../platform/package-root.ts'
import { readPolicy } from '../review/policy/read-policy.ts'
import type { PolicyText } from '../review/policy/shipped-policy.ts'

/** The policy that ships. */
const SHIPPED = 'src/policies/2026-11-5.yaml'

/**
 * Reads and checks a policy file; null reads the one that ships.
 * @throws ZhunruError CONFIG_INVALID that names the file, and line and key of all that is wrong in it.
 */
export async function loadPolicy(file: string | null): Promise<PolicyText> {
  const path = file ?? fileURLToPath(new URL(SHIPPED, packageRoot))
  const source = await readText(path)
  const { policy, problems } = readPolicy(source)
  if (policy) return { policy, source }
  const lines = problems.map(({ line, key, text }) => `${path}:${line}  ${key && `${key}: `}${text.en}`)
  throw new ZhunruError('CONFIG_INVALID', { detail: `the policy is not valid\n${lines.join('\n')}` })
}

async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (error) {
    throw new ZhunruError('CONFIG_INVALID', {
      detail: `policy ${path}: ${error instanceof Error ? error.message : String(error)}`,
    })
  }
}
