import type { DocumentKind } from '../domain/evidence.ts'
import type { Label } from './labels.ts'

/** An upright rectangle on a document, in millimetres from its top left corner. */
export type Box = readonly [left: number, top: number, right: number, bottom: number]

/** Something printed at the same place on every document of a layout: ends of its text, and the middle of its height. */
export interface Anchor {
  label: Label
  left: number
  right: number
  y: number
  /** Less where prints differ. */
  weight?: number
  /** The middle only: titles are spaced differently from print to print. */
  centred?: true
  /** Its beginning only: of a wide-spaced label the end is often read with the value. */
  ragged?: true
  /** Its row moves when one above it wraps: only its x is known. */
  moves?: true
}

/** A number printed at a fixed place, found by its shape: whole lines only. */
export interface NumberAnchor {
  shape: RegExp
  left: number
  right: number
  y: number
}

export interface FieldPlace {
  /** Where ink always stands when the field is filled in: two characters of a name, all of a number. */
  box: Box
  /** Height of its characters, millimetres. */
  glyph: number
  /** Rows that move when the one above wraps: the field stands where its label is. */
  follows?: string
  /**
   * The field is never empty on a genuine document: no ink there is proof that something lies over it. `closed`: nor is any
   * part of it, as in a number of known length.
   */
  always?: true | 'closed'
}

export interface Template {
  kind: DocumentKind
  /** Millimetres. */
  width: number
  height: number
  anchors: readonly Anchor[]
  numbers?: readonly NumberAnchor[]
  fields: Readonly<Record<string, FieldPlace>>
}

export const anchor = (
  texts: string | readonly string[],
  left: number,
  right: number,
  y: number,
  more?: Partial<Anchor>,
) => {
  const wordings = typeof texts === 'string' ? [texts] : texts
  return { label: { key: wordings[0]!, texts: wordings }, left, right, y, ...more }
}
