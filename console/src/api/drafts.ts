import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { KeyWish, RiskSummary } from '../../../src/operations/operator.ts'
import { ask, tell } from './client.ts'

/** What a key would be, before it exists: its sentence, its risk, and what would not be allowed. Nothing is made. */
export interface KeyDraft {
  /** Null where it could not be made. */
  readonly sentence: string | null
  readonly risk: RiskSummary | null
  readonly faults: readonly { readonly field: string; readonly text: string }[]
  readonly remarks: readonly string[]
}
export const draftQuery = (wish: KeyWish) => queryOptions({ queryKey: ['draft', wish], queryFn: () => tell<KeyDraft>('POST', '/api/keys/draft', wish), staleTime: 60_000, placeholderData: keepPreviousData })

/** One row of the endpoint table. */
export interface EndpointView {
  readonly method: string
  readonly path: string
  readonly family: string
  readonly security: string
  readonly permission: string
  readonly summary?: string
  readonly isSigned: boolean
}
export const endpointsQuery = queryOptions({ queryKey: ['endpoints'], queryFn: ({ signal }) => ask<readonly EndpointView[]>('/api/endpoints', signal), staleTime: Infinity })
