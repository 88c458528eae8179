import { queryOptions } from '@tanstack/react-query'
import type { BoundAddress } from '../../../src/operations/moving-addresses/bind.ts'
import type { MovingAddressSummary } from '../../../src/operations/moving-addresses/list.ts'
import { ask, change, type Changed, destroys, type Destruction } from './client.ts'

export type MoveWish = { readonly source: 'name'; readonly name: string; readonly within: readonly string[] } | { readonly source: 'heartbeat'; readonly within: readonly string[] }
const of = (key: string): string => `/api/keys/${encodeURIComponent(key)}/moving-addresses`

/** Entries of a key's list that follow a name, or that a heartbeat moves. */
export const movingAddressesQuery = (key: string) => queryOptions({ queryKey: ['keys', key, 'moving'], queryFn: ({ signal }) => ask<readonly MovingAddressSummary[]>(of(key), signal), refetchInterval: 10_000 })
/** The token that signs heartbeats is told this once. */
export const bindAddress = (key: string, wish: MoveWish): Promise<Changed<BoundAddress>> => change({ method: 'POST', path: of(key), body: wish })
export const unbindAddress = (id: string): Destruction => destroys('movingAddress.end', () => change({ method: 'DELETE', path: `/api/moving-addresses/${encodeURIComponent(id)}` }))
