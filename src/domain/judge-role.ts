import { sceneKinds } from './application.ts'
import { seeRole } from './scene-role.ts'
import { isOtherDocument } from './slots.ts'
import { finding } from './screening.ts'
import type { Judge } from './screening.ts'

/** Whether each premises photo shows what it was asked for; only what is clearly something else is told. */
export const judgeRole: Judge = (screening) =>
  screening.materials
    .filter((kind) => sceneKinds.includes(kind) && !isOtherDocument(screening, kind))
    .flatMap((kind) => {
      const content = screening.scene?.photos.find((photo) => photo.kind === kind)?.content
      const { because, measured = {} } = seeRole(kind, screening.readings.get(kind), content, screening.policy)
      if (because === undefined) return []
      const code = because === 'classified' ? 'SCENE_ROLE_MISMATCH' : 'SCENE_NOT_PREMISES'
      return [finding(code, kind, null, {}, { because, ...measured })]
    })
