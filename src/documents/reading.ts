import type { DocumentKind, FieldValue } from '../domain/evidence.ts'

/** What one photo says, as the document that its slot asks for. */
export interface DocumentReading {
  /** What the photo seems to be, whatever slot it came in. */
  detected: { kind: DocumentKind; confidence: number }
  /** By the names of `fieldsByKind`; boxes in pixels of the upright picture. Empty for photos that carry no document. */
  fields: Record<string, FieldValue>
  /** Required fields that are missing or unsure: reading again with larger detection may find them. */
  wanting: string[]
}
