import type { MaterialKind } from '../../domain/application.ts'
import { materialNames } from '../../domain/terms.ts'
import type { Language } from '../texts.ts'

export const isMaterialKind = (kind: unknown): kind is MaterialKind =>
  typeof kind === 'string' && Object.hasOwn(materialNames, kind)

export const materialName = (kind: MaterialKind, language: Language): string => materialNames[kind][language]
