import { clarity } from './clarity.ts'
import { cost } from './cost.ts'
import { overlay } from './overlay.ts'
import { precheck } from './precheck.ts'
import { provenance } from './provenance.ts'
import { recapture } from './recapture.ts'
import { reuse } from './reuse.ts'
import type { Section } from './section.ts'

/** In the order in which a photo is judged. */
export const sections: readonly Section[] = [precheck, clarity, provenance, overlay, recapture, reuse, cost]
