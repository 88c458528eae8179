import { queryOptions } from '@tanstack/react-query'
import type { LetterSummary } from '../../../src/operations/outbox-list.ts'
import type { MailSummary, TestLetter } from '../../../src/operations/mail/mail-office.ts'
import { ask, tell } from './client.ts'

/** The newest letters and codes of the house; those that nothing carried stand with their text. */
export const outboxQuery = queryOptions({ queryKey: ['outbox'], queryFn: ({ signal }) => ask<readonly LetterSummary[]>('/api/outbox', signal), refetchInterval: 3_000 })

/** How mail goes out, what waits for it, and what was said last. */
export const mailQuery = queryOptions({ queryKey: ['mail'], queryFn: ({ signal }) => ask<MailSummary>('/api/mail', signal), refetchInterval: 5_000 })
export const sendTestLetter = (): Promise<TestLetter> => tell<TestLetter>('POST', '/api/mail/test')
