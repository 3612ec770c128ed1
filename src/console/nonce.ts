/** What the page's policy asks of every style. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/**
 * Ant Design gives its styles the nonce that it is told; what locks the page behind a dialogue, and what measures scroll bars
 * for it (@rc-component/portal and /util), is told none. So each style that is made here has it from its beginning.
 */
export function giveStylesTheNonce(): void {
  const make = document.createElement.bind(document)
  Object.defineProperty(document, 'createElement', {
    configurable: true,
    value: (name: string, options?: ElementCreationOptions): HTMLElement => {
      const element = make(name, options)
      if (element instanceof HTMLStyleElement) element.nonce = nonce
      return element
    },
  })
}
