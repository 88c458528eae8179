import { infiniteQueryOptions } from '@tanstack/react-query'
import type { AuditEntrySummary } from '../../../src/operations/record/list.ts'
import type { AuditReport } from '../../../src/operations/record/verify.ts'
import { searchOf } from './calls.ts'
import { ask, tell } from './client.ts'

const PAGE = 200
/** Page by page, the newest first. */
export const auditPagesQuery = (filter: { readonly act?: string | undefined }) => infiniteQueryOptions({
  queryKey: ['audit', filter], initialPageParam: undefined as number | undefined,
  queryFn: ({ signal, pageParam }) => ask<readonly AuditEntrySummary[]>(`/api/audit${searchOf({ limit: PAGE, act: filter.act, before: pageParam })}`, signal),
  getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.sequence),
})
/** The whole record as a file that proves itself. */
export const EXPORT_PATH = '/api/audit/export'
export const verifyRecord = (): Promise<AuditReport> => tell('POST', '/api/audit/verify')
