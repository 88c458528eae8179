import { z } from '@hono/zod-openapi'
import type { ReviewSummary } from '../../../operations/keys/reviews-due.ts'
import { instant, orNull } from '../schemas.ts'
import { keyAdvice } from './call-answers.ts'
import { exactly } from './exactly.ts'
import { keySummary } from './key-answers.ts'

export const reviewSummary = exactly<ReviewSummary>()(z.strictObject({
  key: keySummary, state: z.enum(['overdue', 'due', 'later']), dueAt: instant, everyDays: z.number().int(),
  last: orNull(z.strictObject({ at: instant, by: z.string(), decision: z.enum(['keep', 'narrow', 'delete']), note: orNull(z.string()) })), advice: orNull(keyAdvice),
})).openapi('KeyReview')
