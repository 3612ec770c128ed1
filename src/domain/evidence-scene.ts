import type { MaterialKind } from './application.ts'

export interface PhotoMetadata {
  make?: string
  model?: string
  software?: string
  /** Local wall-clock time as the camera wrote it, `YYYY-MM-DDTHH:MM:SS`. */
  takenAt?: string
  gps?: { latitude: number; longitude: number }
}

/** How an AI-content label of GB 45438-2025 may be written into a file. */
export const aiLabelForms = ['xmp', 'png-text', 'exif-comment', 'exif-description', 'app-segment'] as const

/** What the file itself says of its making. Anyone can write it and messengers strip it: absence says nothing. */
export interface Provenance {
  /** GB 45438-2025: `1` is generated, `2` possibly, `3` suspected; null where the label names none of them. */
  aiLabel?: { form: (typeof aiLabelForms)[number]; label: '1' | '2' | '3' | null; producer?: string }
  /** IPTC digital source type, the last part of its address: `trainedAlgorithmicMedia`, `digitalCapture` … */
  digitalSourceType?: string
  /** A generator of pictures that left its parameters in the file, by its name. */
  generator?: string
  /** A C2PA manifest, not verified. */
  c2pa?: { claimGenerator?: string; digitalSourceTypes: readonly string[]; actions: readonly string[] }
  /** A program that changes pictures, by its name. */
  editor?: string
  /** What makes it look like a picture of a screen made by the screen's own device. */
  screenshot?: {
    signs: readonly ('device-size' | 'device-shape' | 'letterbox' | 'png-without-camera' | 'software')[]
    device?: string
  }
}

/** Signs of a photo taken of a screen. A cue only: phones and screens that were not measured behave otherwise. */
export interface Recapture {
  /** Strength of the strongest periodic peak, in standard deviations above what genuine photos show. */
  moire: number
  /** Share of genuine photos (0-1) whose peak is weaker. */
  moireQuantile: number
  /** A dark, straight frame around a brighter picture. */
  bezel: boolean
}

/** What the pixels of a premises photo show, as far as it can be told without reading: shares 0-1 of its area. */
export interface PremisesContent {
  /** Without any detail: a wall, the sky. */
  blank: number
  /** Paper or screen with lines of print. */
  page: number
  /** What a classifier of the customer says, by its labels; absent where none is configured. */
  classified?: { role: string; confidence: number; model: string }
}

/** A fingerprint of a photo, or of a part of it. */
export interface Fingerprint {
  /** `whole`, `trimmed` of its borders, or the name of a crop. */
  variant: string
  /** PDQ, 64 hex digits. */
  hash: string
  /** 0-100; below 50 it says nothing. */
  quality: number
}

/** All that one premises photo shows by itself. */
export interface PremisesLook {
  width: number
  height: number
  /** What others are searched by and what it is found by; the whole photo first. */
  fingerprints: readonly Fingerprint[]
  /** Of the photo in a mirror: searched with, never stored to be found. */
  mirrored: readonly Fingerprint[]
  /** Crops turned by some degrees: searched with, never stored to be found; absent in looks from before. */
  turned?: readonly Fingerprint[]
  metadata: PhotoMetadata
  provenance: Provenance
  recapture: Recapture
  content: PremisesContent
}

/** Two photos laid over each other. */
export interface SamePhoto {
  same: boolean
  /** Correlation of the brightness where they overlap, -1 to 1; null where no overlap was found. */
  correlation: number | null
  /** Share of the smaller photo that the overlap covers, 0-1. */
  overlap: number
  mirrored: boolean
}

/** A photo of another application that was found to be the same. */
export interface Reuse {
  /** The photo of this application. */
  kind: MaterialKind
  /** Where it was seen before. */
  other: { applicationId: string; reference: string; revision: number; kind: MaterialKind; submittedAt: string }
  /** Whether that application is of the same person (by the keyed hash of the ID number). */
  sameApplicant: boolean
  /** Of the same person's other application: whether it is for the same premises, as far as the addresses tell. */
  samePlace?: boolean
  /** Whether that application was returned or rejected because of that very photo. */
  rejected: boolean
  sameFile: boolean
  /** Bits of 256; 0 for the same file. */
  distance: number
  variant: string
  mirrored: boolean
  /** What laying one over the other gave; absent for the same file. */
  confirmed?: SamePhoto
}

/** In how many applications one photo was found. */
export interface ReuseCount {
  kind: MaterialKind
  /** Of other persons. */
  ofOthers: number
  /** Of the same person, for other premises. */
  elsewhere: number
}

/** The premises photos, together. */
export interface SceneEvidence {
  check: 'scene'
  photos: readonly {
    kind: MaterialKind
    sha256: string
    width: number
    height: number
    /** PDQ fingerprint, 64 hex digits, and its quality 0-100 (below 50 it says nothing). */
    pdq: string
    pdqQuality: number
    metadata: PhotoMetadata
    /** Absent in evidence from before they were looked for. */
    provenance?: Provenance
    recapture?: Recapture
    content?: PremisesContent
  }[]
  /** Each pair once; distance in bits of 256, the smallest of all that was compared. */
  pairs: readonly {
    a: MaterialKind
    b: MaterialKind
    sameFile: boolean
    distance: number
    mirrored: boolean
    /** Laid over each other; only near pairs are. */
    confirmed?: SamePhoto
  }[]
  /** Confirmed finds among the photos of all applications; absent where there were none to compare with. */
  reuse?: {
    /** Photos that were searched. */
    searched: number
    /** Near ones that could not be laid over ours, because their pixels are no longer kept. */
    gone: number
    found: readonly Reuse[]
    /** Of photos that were found more often than `found` names: all applications. Absent where it names all. */
    counts?: readonly ReuseCount[]
    /** Applications that are linked to this one by shared photos, ours not included; at most 20. */
    cluster: readonly string[]
  }
}
