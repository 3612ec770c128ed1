import type { ActorView } from '../../contracts/staff-parts.ts'
import { useTexts } from '../language.tsx'
import { partTexts } from './part-texts.ts'

/** Who did something, by name where they have one. */
export function ActorName({ actor }: { actor: ActorView }) {
  const t = useTexts(partTexts)
  if (actor.displayName !== null) return <>{actor.displayName}</>
  const named = { system: 'system', applicant: 'applicant', program: 'program', person: null } as const
  const key = named[actor.kind]
  return <>{key === null ? actor.id : t(key)}</>
}
