import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import type { SubmissionReceipt } from '../../../contracts/receipts.ts'
import { post } from '../../api.ts'

/**
 * Sends something that must not happen twice: the same content goes out under the same key, however often the button is
 * pressed or an answer is lost; other content under another.
 */
export function useSending<Body>(path: string, onSent: (receipt: SubmissionReceipt) => void) {
  const last = useRef({ content: '', key: '' })
  return useMutation({
    mutationFn: (body: Body) => {
      const content = JSON.stringify([path, body])
      if (last.current.content !== content) last.current = { content, key: crypto.randomUUID() }
      return post<SubmissionReceipt>(path, body, { headers: { 'idempotency-key': last.current.key } })
    },
    onSuccess: onSent,
  })
}
