import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface OwnCertificates {
  /** File of the authority that has signed the server's. */
  authority: string
  certificate: string
  key: string
  /** File of an authority that has signed nothing here. */
  stranger: string
  dispose(): Promise<void>
}

const openssl = (...args: string[]) => promisify(execFile)('openssl', args)

/** An authority and a server's certificate for localhost and 127.0.0.1, made now and good for a day. */
export async function makeCertificates(): Promise<OwnCertificates> {
  const folder = await mkdtemp(join(tmpdir(), 'zhunru-certificates-'))
  const at = (name: string) => join(folder, name)
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const authority = async (name: string) => {
    const files = ['-keyout', at(`${name}.key`), '-out', at(`${name}.crt`)]
    await openssl('req', '-x509', ...curve, '-days', '1', '-subj', `/CN=${name}`, ...files)
    return at(`${name}.crt`)
  }
  const own = await authority('authority')
  const stranger = await authority('stranger')
  await writeFile(at('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n')
  await openssl('req', ...curve, '-subj', '/CN=localhost', '-keyout', at('server.key'), '-out', at('server.csr'))
  const by = ['-CA', own, '-CAkey', at('authority.key'), '-CAcreateserial', '-days', '1', '-extfile', at('names')]
  await openssl('x509', '-req', '-in', at('server.csr'), ...by, '-out', at('server.crt'))
  return {
    authority: own,
    certificate: at('server.crt'),
    key: at('server.key'),
    stranger,
    dispose: () => rm(folder, { recursive: true, force: true }),
  }
}
