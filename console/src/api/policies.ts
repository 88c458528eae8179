import { queryOptions } from '@tanstack/react-query'
import type { AccountPolicy } from '../../../src/authority/account-policy.ts'
import type { RulesWish } from '../../../src/approvals/approval-rules.ts'
import type { StepUpRequirements } from '../../../src/people/step-up-policy.ts'
import { ask, change, type Changed } from './client.ts'

/** What an account asks of its keys, of the changes that people make, and of other people. */
export const stepUpPolicyQuery = (account: number) => queryOptions({ queryKey: ['stepUpPolicy', account], queryFn: ({ signal }) => ask<StepUpRequirements>(`/api/accounts/${account}/step-up-policy`, signal) })
export const setStepUpPolicy = (account: number, wish: StepUpRequirements): Promise<Changed<unknown>> => change({ method: 'PUT', path: `/api/accounts/${account}/step-up-policy`, body: wish })
export const editPolicy = (account: number, wish: Partial<AccountPolicy>): Promise<Changed<unknown>> => change({ method: 'PATCH', path: `/api/accounts/${account}/policy`, body: wish })
export const setRules = (account: number, wish: RulesWish): Promise<Changed<unknown>> => change({ method: 'PUT', path: `/api/accounts/${account}/approval-rules`, body: wish })
