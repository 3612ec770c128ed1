import { z } from 'zod'
import { sceneCaps, sceneSignals, signalStates } from '../domain/scene-signals.ts'

const signalView = z
  .object({
    signal: z.enum(sceneSignals).meta({
      description:
        'What was looked at: the sign against the declared name; the name again on another photo; words of the role that each photo is asked for; ' +
        'whether the photos differ; whether they were seen in other applications; signs of generation, editing, a screenshot, a photo of a screen, ' +
        'a picture of the web; time, place and whether all come from one visit.',
    }),
    state: z.enum(signalStates).meta({
      description: 'neutral: looked at, and it speaks neither way. unknown: could not be looked at.',
    }),
    contribution: z
      .number()
      .meta({ description: 'What it adds to the score, in log-odds; weights are in the policy.' }),
    seen: z.number().min(0).max(1).meta({ description: 'Share of the photos that could be looked at for it.' }),
    evidence: z
      .record(z.string(), z.unknown())
      .meta({ description: 'What was seen; empty for signals that suspect fraud.' }),
  })
  .meta({ id: 'SceneSignal' })

/** How much the premises photos are to be believed, and why. */
export const sceneView = z
  .object({
    score: z.number().int().min(0).max(100).meta({
      description:
        '100 / (1 + e^-(base + sum of the contributions)), at most the lowest cap. To sort by; no probability.',
    }),
    coverage: z.number().min(0).max(1).meta({
      description: 'Weighted share of what could be looked at. What could not lowers this, not the score.',
    }),
    caps: z.array(z.enum(sceneCaps)).readonly().meta({ description: 'Proven facts that hold the score down.' }),
    signals: z.array(signalView).readonly(),
  })
  .meta({
    id: 'SceneScore',
    examples: [
      {
        score: 96,
        coverage: 0.65,
        caps: [],
        signals: [
          {
            signal: 'sign',
            state: 'supports',
            contribution: 2,
            seen: 1,
            evidence: { photo: 'scene_signboard', verdict: 'MATCH', similarity: 1, steps: ['sign:云杉便利店'] },
          },
        ],
      },
    ],
  })
