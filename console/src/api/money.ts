import { queryOptions } from '@tanstack/react-query'
import type { ApprovalSummary } from '../../../src/operations/approvals/approval-summary.ts'
import type { RulesSummary } from '../../../src/operations/approvals/operations.ts'
import type { AddressBook } from '../../../src/operations/money-out/addresses.ts'
import { ask, change, type Changed, destroys, type Destruction } from './client.ts'

export const approvalsQuery = (all: boolean) => queryOptions({ queryKey: ['approvals', all], queryFn: ({ signal }) => ask<readonly ApprovalSummary[]>(`/api/approvals${all ? '?all=true' : ''}`, signal), refetchInterval: 5_000 })
export const rulesQuery = (account: number) => queryOptions({ queryKey: ['approvalRules', account], queryFn: ({ signal }) => ask<RulesSummary>(`/api/accounts/${account}/approval-rules`, signal) })
export const approve = (id: string): Promise<Changed<ApprovalSummary>> => change({ method: 'POST', path: `/api/approvals/${encodeURIComponent(id)}/approve` })
export const reject = (id: string): Destruction => destroys('approval.reject', () => change({ method: 'POST', path: `/api/approvals/${encodeURIComponent(id)}/reject` }))
export const takeBack = (id: string): Promise<Changed<ApprovalSummary>> => change({ method: 'DELETE', path: `/api/approvals/${encodeURIComponent(id)}` })

export const bookQuery = (account: number) => queryOptions({ queryKey: ['addresses', account], queryFn: ({ signal }) => ask<AddressBook>(`/api/accounts/${account}/addresses`, signal) })
export const addAddress = (account: number, wish: { readonly coin?: string; readonly network: string; readonly address: string; readonly tag?: string; readonly name: string }): Promise<Changed<unknown>> => change({ method: 'POST', path: `/api/accounts/${account}/addresses`, body: wish })
export const removeAddress = (account: number, id: string): Destruction => destroys('address.remove', () => change({ method: 'DELETE', path: `/api/accounts/${account}/addresses/${encodeURIComponent(id)}` }))
export const setWithdrawalPolicy = (account: number, wish: { readonly onlyAddressBook?: true; readonly lockHours?: number }): Promise<Changed<unknown>> => change({ method: 'PATCH', path: `/api/accounts/${account}/withdrawal-policy`, body: wish })
export const turnWhiteListOff = (account: number): Destruction => destroys('whiteList.off', () => change({ method: 'PATCH', path: `/api/accounts/${account}/withdrawal-policy`, body: { onlyAddressBook: false } }))
