import { queryOptions } from '@tanstack/react-query'
import type { ExternalKeyChange, ExternalKeySummary, ExternalKeyWish } from '../../../src/operations/operator.ts'
import { ask, change, type Changed, destroys, type Destruction, tell } from './client.ts'

const path = (id: string, act = ''): string => `/api/external-keys/${encodeURIComponent(id)}${act}`

export const externalKeysQuery = queryOptions({ queryKey: ['externalKeys'], queryFn: ({ signal }) => ask<readonly ExternalKeySummary[]>('/api/external-keys', signal), refetchInterval: 15_000 })
export const addExternalKey = (wish: ExternalKeyWish): Promise<Changed<ExternalKeySummary>> => change({ method: 'POST', path: '/api/external-keys', body: wish })
export const editExternalKey = ({ id, ...body }: ExternalKeyChange): Promise<Changed<ExternalKeySummary>> => change({ method: 'PATCH', path: path(id), body })
export const removeExternalKey = (id: string): Destruction => destroys('externalKey.remove', () => change({ method: 'DELETE', path: path(id) }))
/** By reading alone, so no factor is asked for. */
export const examineExternalKey = (id: string): Promise<ExternalKeySummary> => tell('POST', path(id, '/examination'))
