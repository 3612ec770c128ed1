import { useCallback, useEffect, useRef, useState } from 'react'
import type { MaterialKind } from '../../../domain/application.ts'
import { errorText, post } from '../../api.ts'
import type { Receipt, Slot, Slots } from './photos.ts'

/** The photos of one page: each is uploaded and looked over as soon as it is there. */
export function useSlots() {
  const [slots, setSlots] = useState<Slots>({})
  const current = useRef(slots)
  current.current = slots

  const put = useCallback(
    (kind: MaterialKind, slot: Slot | null, inPlaceOf?: string) =>
      setSlots((before) => {
        const there = before[kind]
        // Another photo was chosen meanwhile: the answer to the first is of no use.
        if (inPlaceOf !== undefined && there?.preview !== inPlaceOf) return before
        if (there && there.preview !== slot?.preview) URL.revokeObjectURL(there.preview)
        const { [kind]: _, ...others } = before
        return slot ? { ...others, [kind]: slot } : others
      }),
    [],
  )

  const choose = useCallback(
    async (kind: MaterialKind, file: File) => {
      const preview = URL.createObjectURL(file)
      put(kind, { state: 'uploading', preview })
      const body = new FormData()
      body.set('kind', kind)
      body.set('file', file)
      try {
        const receipt = await post<Receipt>('/v1/materials', body)
        put(kind, { state: 'uploaded', preview, receipt }, preview)
      } catch (error) {
        put(kind, { state: 'failed', preview, text: errorText(error) }, preview)
      }
    },
    [put],
  )

  const clear = useCallback(() => {
    for (const { preview } of Object.values(current.current)) URL.revokeObjectURL(preview)
    setSlots({})
  }, [])

  useEffect(
    () => () => {
      for (const { preview } of Object.values(current.current)) URL.revokeObjectURL(preview)
    },
    [],
  )

  return { slots, choose, remove: (kind: MaterialKind) => put(kind, null), clear }
}
