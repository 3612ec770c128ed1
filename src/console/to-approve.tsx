import { useQuery } from '@tanstack/react-query'
import type { RerunList } from '../contracts/rerun-view.ts'
import { get } from './api.ts'
import { useTexts } from './language.tsx'
import { useMay } from './session.ts'
import { shellTexts } from './shell-texts.ts'

/** Milliseconds between two looks. */
const LOOK = 30_000
/** More than this nobody counts. */
const COUNTED = 20

/** How many re-runs wait for a word of the one signed in, wherever they are in the console; nothing where none do. */
export function ToApprove() {
  const t = useTexts(shellTexts)
  const mayApprove = useMay()('rerun.approve')
  const { data: n = 0 } = useQuery({
    queryKey: ['reruns', 'to-approve'],
    queryFn: async ({ signal }) => {
      const { batches } = await get<RerunList>(`/v1/reruns?state=waiting&limit=${COUNTED}`, signal)
      return batches.filter(({ may }) => may.approve).length
    },
    refetchInterval: LOOK,
    enabled: mayApprove,
  })
  if (n === 0) return null
  return (
    <span className="to-approve" title={t('toApprove', { n })}>
      <span aria-hidden>{n}</span>
      <span className="visually-hidden">{t('toApprove', { n })}</span>
    </span>
  )
}
