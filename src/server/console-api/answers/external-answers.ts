import { z } from '@hono/zod-openapi'
import type { ExternalKeySummary } from '../../../operations/external/external-summary.ts'
import { PROBES, VERDICTS } from '../../../watch/external/examination.ts'
import { instant, list, orNull } from '../schemas.ts'
import { exactly } from './exactly.ts'
import { permission } from './shared-answers.ts'

const word = z.string()
const remedy = orNull(word)
const finding = z.strictObject({ probe: z.enum(PROBES), verdict: z.enum(VERDICTS), what: word, remedy })

export const externalKey = exactly<ExternalKeySummary>()(z.strictObject({
  id: word, account: z.number().int(), label: word, url: word, apiKey: word, hasSecret: z.boolean(), preset: word, holder: orNull(word), enteredAt: instant, createdAt: orNull(instant), rotationDueAt: instant,
  lastExaminedAt: orNull(instant), nextExaminationAt: orNull(instant), fault: orNull(word), grade: orNull(z.enum(['A', 'B', 'C', 'D', 'E'])), gradeWord: orNull(word), permissions: orNull(list(permission)), isBound: orNull(z.boolean()), clockAheadMs: orNull(z.number()), addressSeen: orNull(word),
  findings: list(finding), concerns: list(z.strictObject({ text: word, remedy })),
})).openapi('ExternalKey')

export const externalKeyGone = z.strictObject({ id: word, label: word }).openapi('ExternalKeyGone')
