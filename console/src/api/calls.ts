import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Explanation } from '../../../src/gate/explain.ts'
import type { CallRateView, CallPage, CallView } from '../../../src/operations/calls-list.ts'
import type { TaxKind } from '../../../src/operations/tax-records.ts'
import { ask } from './client.ts'

export type { CallView }

export interface CallFilter {
  readonly key?: string | undefined
  readonly account?: number | undefined
  readonly address?: string | undefined
  readonly endpoint?: string | undefined
  readonly outcome?: 'refused' | 'admitted' | undefined
  readonly limit?: number
  readonly before?: number | undefined
}

export const searchOf = (filter: object): string => {
  const search = new URLSearchParams(Object.entries(filter).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]])))
  return search.size === 0 ? '' : `?${search}`
}

const page = (filter: CallFilter, signal: AbortSignal): Promise<CallPage> => ask<CallPage>(`/api/calls${searchOf(filter)}`, signal)

export const callsQuery = (filter: CallFilter) => queryOptions({ queryKey: ['calls', filter], queryFn: async ({ signal }) => (await page(filter, signal)).calls, refetchInterval: 3_000, placeholderData: keepPreviousData })
/** Page by page, the newest first. */
export const callPagesQuery = (filter: CallFilter) => infiniteQueryOptions({
  queryKey: ['calls', 'pages', filter], queryFn: ({ signal, pageParam }) => page({ ...filter, before: pageParam }, signal), initialPageParam: undefined as number | undefined, getNextPageParam: ({ next }) => next ?? undefined,
})
/** Minutes without calls are left out. */
export const minutesQuery = (minutes: number) => queryOptions({ queryKey: ['calls', 'minutes', minutes], queryFn: ({ signal }) => ask<readonly CallRateView[]>(`/api/calls/minutes${searchOf({ minutes })}`, signal), refetchInterval: 5_000 })
/** Calls of a key in each of so many hours up to now; hours without any are left out. */
export const hoursQuery = (key: string, hours: number) => queryOptions({ queryKey: ['calls', 'hours', key, hours], queryFn: ({ signal }) => ask<readonly CallRateView[]>(`/api/calls/rates${searchOf({ grain: 'hour', key, slices: hours })}`, signal), refetchInterval: 10_000 })
export const explanationQuery = (requestId: string) => queryOptions({ queryKey: ['explanation', requestId], queryFn: ({ signal }) => ask<Explanation>(`/api/requests/${encodeURIComponent(requestId)}`, signal), retry: false })

/** The calls of a filter as a file, the oldest first, whole however many they are. */
export const exportPath = (filter: CallFilter, format: 'csv' | 'jsonl'): string => `/api/calls/export${searchOf({ ...filter, format })}`

/** One kind of an account's records of a year, as a file. */
export const taxPath = (account: number, year: string, kind: TaxKind): string => `/api/accounts/${account}/tax${searchOf({ year, kind })}`

export interface CallListener {
  readonly onCall: (call: CallView) => void
  /** The line stands, for the first time or again: what came meanwhile is to be asked for. */
  readonly onOpen: () => void
  readonly onLost: () => void
}
/** Hears each call as it comes, until the returned function is called. The server ends the line each minute, and the browser opens it again. */
export const hearCalls = (filter: Pick<CallFilter, 'key' | 'account'>, { onCall, onOpen, onLost }: CallListener): (() => void) => {
  const line = new EventSource(`/api/calls/live${searchOf(filter)}`)
  // The server writes what `CallView` says.
  line.addEventListener('call', ({ data }: MessageEvent<string>) => onCall(JSON.parse(data) as CallView))
  // Too many at once: some were left out, and the list itself has them.
  line.addEventListener('leftOut', onOpen)
  line.addEventListener('open', onOpen)
  line.addEventListener('error', onLost)
  return () => line.close()
}
