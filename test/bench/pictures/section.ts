/** One figure of a section. */
export interface Figure {
  /** What was measured, as a row of the table is named: `JPEG q20`, `AUC, ours`. */
  what: string
  value: number
  /** `%`, `ms`, or empty for a plain number. */
  unit: string
  /** `>=` or `<=` and the figure of the goal, in the same unit; absent where nothing is promised. */
  goal?: readonly ['>=' | '<=', number]
  /** Other software measured in the same run, by its name. */
  peers?: Readonly<Record<string, number>>
}

export interface Context {
  /** The folder of genuine photographs (camera/, screen/, varied/), which is no part of the project; null where absent. */
  photos: string | null
  /** Names the seeds: data of other seeds than anything was tuned on. */
  seeds: string
  /** 1 for a full run; smaller shares look at fewer pictures. */
  share: number
  say: (line: string) => void
}

/** One part of the benchmark: prints nothing itself. */
export interface Section {
  name: 'clarity' | 'precheck' | 'reuse' | 'provenance' | 'recapture' | 'overlay' | 'cost'
  /** What the figures come from: data, counts, seeds; one line each. */
  about: (context: Context) => string[]
  run: (context: Context) => Promise<Figure[]>
}
