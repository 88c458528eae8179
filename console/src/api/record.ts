import { queryOptions } from '@tanstack/react-query'
import type { AuditEntrySummary } from '../../../src/operations/record/list.ts'
import type { AuditReport } from '../../../src/operations/record/verify.ts'
import { ask, tell } from './client.ts'

export const auditQuery = (filter: { readonly act?: string | undefined; readonly before?: number | undefined }) => queryOptions({
  queryKey: ['audit', filter], queryFn: ({ signal }) => ask<readonly AuditEntrySummary[]>(`/api/audit?${new URLSearchParams({ limit: '200', ...(filter.act && { act: filter.act }), ...(filter.before !== undefined && { before: String(filter.before) }) })}`, signal),
})
export const verifyRecord = (): Promise<AuditReport> => tell('POST', '/api/audit/verify')
