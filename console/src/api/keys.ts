import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { AttentionItem, CreatedKey, CredentialWish, EditedKey, KeyChange, KeySummary, KeyWish, MadeFromKey, PresetRow, ReviewSummary, ReviewWish, StillUsed } from '../../../src/operations/operator.ts'
import { ask, change, type Changed, type ChangeRequest, changeTogether, destroys, type Destruction } from './client.ts'

export const keysQuery = queryOptions({ queryKey: ['keys'], queryFn: ({ signal }) => ask<readonly KeySummary[]>('/api/keys', signal), refetchInterval: 15_000 })
export const keyQuery = (id: string) => queryOptions({ queryKey: ['keys', id], queryFn: ({ signal }) => ask<KeySummary>(`/api/keys/${encodeURIComponent(id)}`, signal), refetchInterval: 5_000 })
/** From where a rotated key is still used; null where nothing took its place. */
export const stillUsedQuery = (id: string) => queryOptions({ queryKey: ['keys', id, 'still-used'], queryFn: ({ signal }) => ask<StillUsed | null>(`/api/keys/${encodeURIComponent(id)}/still-used`, signal), refetchInterval: 5_000, retry: false })
export const attentionQuery = queryOptions({ queryKey: ['attention'], queryFn: ({ signal }) => ask<readonly AttentionItem[]>('/api/keys/attention', signal), refetchInterval: 30_000 })
export const reviewsQuery = queryOptions({ queryKey: ['keys', 'reviews'], queryFn: ({ signal }) => ask<readonly ReviewSummary[]>('/api/reviews', signal) })
export const presetsQuery = queryOptions({ queryKey: ['presets'], queryFn: ({ signal }) => ask<readonly PresetRow[]>('/api/presets', signal), staleTime: Infinity })

const path = (id: string, act = ''): string => `/api/keys/${encodeURIComponent(id)}${act}`

const createKeyRequest = (wish: KeyWish): ChangeRequest => ({ method: 'POST', path: '/api/keys', body: wish })
export const createKey = (wish: KeyWish): Promise<Changed<CreatedKey>> => change(createKeyRequest(wish))
export const editKey = (id: string, body: KeyChange): Promise<Changed<EditedKey>> => change({ method: 'PATCH', path: path(id), body })
export const markProgram = (id: string, isOff: boolean): Promise<Changed<unknown>> => change({ method: 'PUT', path: path(id, '/program'), body: { isOff } })
const disableRequest = (id: string): ChangeRequest => ({ method: 'POST', path: path(id, '/disable') })
export const disableKeys = (ids: readonly string[]): Destruction => destroys('keys.disable', async () => {
  const outcomes = await changeTogether(ids.map(disableRequest))
  return outcomes.find(({ is }) => is !== 'done') ?? { is: 'done', value: null }
})
export const disableKey = (id: string): Destruction => destroys('key.disable', () => change(disableRequest(id)))
export const enableKey = (id: string): Promise<Changed<KeySummary>> => change({ method: 'POST', path: path(id, '/enable') })
export const deleteKey = (id: string): Destruction => destroys('key.delete', () => change({ method: 'DELETE', path: path(id) }))
export const extendKey = (id: string): Promise<Changed<EditedKey>> => change({ method: 'POST', path: path(id, '/extend'), body: {} })
export const rotateKey = (id: string, wish: CredentialWish & { readonly overlapHours?: number }): Promise<Changed<MadeFromKey>> => change({ method: 'POST', path: path(id, '/rotate'), body: wish })
export const splitKey = (id: string, wish: CredentialWish): Promise<Changed<MadeFromKey>> => change({ method: 'POST', path: path(id, '/split'), body: wish })
const reviewRequest = ({ key, ...body }: ReviewWish): ChangeRequest => ({ method: 'POST', path: path(key, '/review'), body })
export const deleteReviewed = (wish: Omit<ReviewWish, 'decision'>): Destruction => destroys('key.delete', () => change(reviewRequest({ ...wish, decision: 'delete' })))
export const reviewKey = (wish: ReviewWish): Promise<Changed<KeySummary>> => change(reviewRequest(wish))
/** Confirmed together, decided one after the other. */
export const reviewKeys = (wishes: readonly ReviewWish[]): Promise<readonly Changed<unknown>[]> => changeTogether(wishes.map(reviewRequest))
/** Once, and to whoever asked for the key alone. */
export const tellSecret = (id: string): Promise<Changed<CreatedKey>> => change({ method: 'POST', path: path(id, '/secret') })

/** A change of keys, after which every list of keys is asked for anew. */
export const useKeyChange = <Argument, Value>(act: (argument: Argument) => Promise<Value>) => {
  const queries = useQueryClient()
  return useMutation({ mutationFn: act, onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: ['keys'] }), queries.invalidateQueries({ queryKey: ['attention'] })]) })
}
