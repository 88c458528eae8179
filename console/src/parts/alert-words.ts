import type { Evidence } from '../../../src/watch/anomalies/anomaly.ts'
import type { Words } from '../words/english.ts'

/** What was seen, in the reader's language, from the evidence itself. */
// Each kind's sentence takes the evidence of that kind: what the compiler cannot follow through the index.
export const alertInWords = (evidence: Evidence, w: Words): string => (w.alerts.sentences[evidence.kind] as (of: Evidence) => string)(evidence)

export const SEVERITIES = { notice: 'neutral', warning: 'caution', alarm: 'danger' } as const
