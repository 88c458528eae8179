import { queryOptions } from '@tanstack/react-query'
import type { AccountDetails, ProductTerms } from '../../../src/operations/accounts/account-page.ts'
import type { SubAccountWish } from '../../../src/operations/accounts/create-sub-account.ts'
import type { Permission } from '../../../src/permission.ts'
import { ask, change, type Changed, destroys, type Destruction } from './client.ts'

export const accountQuery = (id: number) => queryOptions({ queryKey: ['accounts', id], queryFn: ({ signal }) => ask<AccountDetails>(`/api/accounts/${id}`, signal) })
export const termsQuery = queryOptions({ queryKey: ['terms'], queryFn: ({ signal }) => ask<ProductTerms>('/api/products', signal), staleTime: Infinity })
export const createSubAccount = ({ main, ...wish }: SubAccountWish): Promise<Changed<AccountDetails>> => change({ method: 'POST', path: `/api/accounts/${main}/sub-accounts`, body: wish })
export const editSubAccount = (id: number, wish: { readonly label?: string; readonly ceiling?: readonly Permission[] | null }): Promise<Changed<AccountDetails>> => change({ method: 'PATCH', path: `/api/accounts/${id}`, body: wish })
export const closeToApi = (id: number): Destruction => destroys('account.close', () => change({ method: 'POST', path: `/api/accounts/${id}/close` }))
export const reopenToApi = (id: number): Promise<Changed<AccountDetails>> => change({ method: 'POST', path: `/api/accounts/${id}/reopen` })
export const openMargin = (id: number, version: string): Promise<Changed<unknown>> => change({ method: 'POST', path: `/api/accounts/${id}/products/margin`, body: { version } })
export const openFutures = (id: number, version: string, answers: Readonly<Record<string, number>>): Promise<Changed<unknown>> => change({ method: 'POST', path: `/api/accounts/${id}/products/futures`, body: { version, answers } })
