import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { KeyDraft } from '../../../src/operations/keys/draft.ts'
import type { KeyWish } from '../../../src/operations/operator.ts'
import { ask, tell } from './client.ts'

export type { KeyDraft }

export const draftQuery = (wish: KeyWish) => queryOptions({ queryKey: ['draft', wish], queryFn: () => tell<KeyDraft>('POST', '/api/keys/draft', wish), staleTime: 60_000, placeholderData: keepPreviousData })

/** One row of the endpoint table. */
export interface EndpointView {
  readonly method: string
  readonly path: string
  readonly family: string
  readonly security: string
  readonly permission: string
  readonly summary: string
  readonly isSigned: boolean
}
export const endpointsQuery = queryOptions({ queryKey: ['endpoints'], queryFn: ({ signal }) => ask<readonly EndpointView[]>('/api/endpoints', signal), staleTime: Infinity })
