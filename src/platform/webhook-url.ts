import { PrivateAddressError, refusePrivateHost } from './public-address.ts'

/** Why no webhook goes to an address, as the end of a sentence; null when it may. A name is looked up when it is used. */
export function refusedWebhookUrl(url: string, allowPrivate: boolean): { zh: string; en: string } | null {
  if (!URL.canParse(url)) return { zh: '不是有效的网址', en: 'is no URL' }
  const address = new URL(url)
  if (address.protocol !== 'https:' && !(allowPrivate && address.protocol === 'http:')) {
    return { zh: '必须使用 https', en: 'must be https' }
  }
  // It would be stored and shown with the address.
  if (address.username || address.password)
    return { zh: '不能包含用户名或密码', en: 'must hold no user name or password' }
  if (allowPrivate) return null
  try {
    refusePrivateHost(address)
    return null
  } catch (error) {
    if (error instanceof PrivateAddressError) return { zh: '指向内网地址', en: 'is a private address' }
    throw error
  }
}
