import type { FindingText } from './finding.ts'

export const outsideTexts = {
  OUTSIDE_NONE: ['ok', ['没有配置外部服务'], ['No outside service is configured']],
  OUTSIDE_OK: [
    'ok',
    ['{service}（{where}）可连接，{ms} 毫秒'],
    ['{service} at {where} can be reached, within {ms} ms'],
  ],
  OUTSIDE_AWAY: [
    'fail',
    ['无法连接{service}（{where}）：{error}', '检查 {variable}、DNS、代理和防火墙'],
    ['{service} at {where} cannot be reached: {error}', 'Check {variable}, DNS, proxies and the firewall'],
  ],
  OUTSIDE_CERTIFICATE: [
    'fail',
    ['{service}（{where}）的证书不可信：{error}', '让对方更换有效证书；自有 CA 用 NODE_EXTRA_CA_CERTS 指定'],
    [
      'The certificate of {service} at {where} is not to be trusted: {error}',
      'Have it replaced; a CA of your own is named by NODE_EXTRA_CA_CERTS',
    ],
  ],
  ISSUER_OK: [
    'ok',
    ['统一登录 {where} 提供 OpenID 配置，{ms} 毫秒'],
    ['The OpenID provider at {where} tells its configuration, within {ms} ms'],
  ],
  ISSUER_WRONG: [
    'fail',
    [
      '{where} 没有提供与 OIDC_ISSUER 一致的 OpenID 配置：{error}',
      '让 OIDC_ISSUER 与该地址 /.well-known/openid-configuration 中的 issuer 完全一致',
    ],
    [
      '{where} tells no OpenID configuration of OIDC_ISSUER: {error}',
      'Set OIDC_ISSUER to exactly the issuer that its /.well-known/openid-configuration names',
    ],
  ],
} as const satisfies Record<string, FindingText>
