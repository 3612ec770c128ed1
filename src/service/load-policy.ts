import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { Policy } from '../domain/policy.ts'
import { parsePolicy } from '../domain/policy-problems.ts'
import { ZhunruError } from '../platform/errors.ts'
import { packageRoot } from '../platform/package-root.ts'

/** The policy that ships. */
const SHIPPED = 'src/policies/2026-11-4.yaml'

export interface LoadedPolicy {
  policy: Policy
  /** The file, byte for byte: what is stored beside the decisions it made. */
  source: string
}

/**
 * Reads and checks a policy file.
 * @throws ZhunruError CONFIG_INVALID that names the file and what is wrong in it.
 */
export async function loadPolicy(file: string | null): Promise<LoadedPolicy> {
  const path = file ?? fileURLToPath(new URL(SHIPPED, packageRoot))
  try {
    const source = await readFile(path, 'utf8')
    return { policy: parsePolicy(parse(source)), source }
  } catch (error) {
    throw new ZhunruError('CONFIG_INVALID', {
      detail: `policy ${path}: ${error instanceof Error ? error.message : String(error)}`,
    })
  }
}
