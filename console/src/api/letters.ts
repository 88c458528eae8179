import { queryOptions } from '@tanstack/react-query'
import type { LetterSummary } from '../../../src/operations/outbox-list.ts'
import { ask } from './client.ts'

/** The newest letters and codes of the house; those that nothing carried stand with their text. */
export const outboxQuery = queryOptions({ queryKey: ['outbox'], queryFn: ({ signal }) => ask<readonly LetterSummary[]>('/api/outbox', signal), refetchInterval: 3_000 })
