import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Explanation } from '../../../src/gate/explain.ts'
import { ask } from './client.ts'

export interface CallView {
  readonly requestId: string
  readonly at: string
  readonly account: number | null
  readonly key: string | null
  readonly label: string | null
  readonly address: string
  readonly endpoint: string
  readonly permission: string | null
  readonly status: number
  readonly code: number | null
  readonly reason: string | null
  readonly durationUs: number
}

export interface CallFilter {
  readonly key?: string | undefined
  readonly account?: number | undefined
  readonly outcome?: 'refused' | 'admitted' | undefined
  readonly limit?: number
  readonly before?: string | undefined
}

const searchOf = (filter: object): string => {
  const search = new URLSearchParams(Object.entries(filter).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]])))
  return search.size === 0 ? '' : `?${search}`
}

export const callsQuery = (filter: CallFilter) => queryOptions({ queryKey: ['calls', filter], queryFn: async ({ signal }) => (await ask<{ readonly calls: readonly CallView[] }>(`/api/calls${searchOf(filter)}`, signal)).calls, refetchInterval: 3_000, placeholderData: keepPreviousData })
export const explanationQuery = (requestId: string) => queryOptions({ queryKey: ['explanation', requestId], queryFn: ({ signal }) => ask<Explanation>(`/api/requests/${encodeURIComponent(requestId)}`, signal), retry: false })
