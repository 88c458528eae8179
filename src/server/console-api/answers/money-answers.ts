import { z } from '@hono/zod-openapi'
import type { RulesWish } from '../../../approvals/approval-rules.ts'
import type { ApprovalSummary } from '../../../operations/approvals/approval-summary.ts'
import type { RulesSummary } from '../../../operations/approvals/operations.ts'
import type { AddressBook, AddressSummary, WithdrawalPolicySummary } from '../../../operations/money-out/addresses.ts'
import type { WithdrawalMade } from '../../../operations/money-out/withdraw.ts'
import { instant, list, toldChange } from '../schemas.ts'
import { auditValue, exactly } from './exactly.ts'

export const withdrawalPolicy = exactly<WithdrawalPolicySummary>()(z.strictObject({ account: z.number().int(), onlyAddressBook: z.boolean(), waitingHours: z.number(), lockedUntil: instant.nullable() })).openapi('WithdrawalPolicy')

export const bookedAddress = exactly<AddressSummary>()(z.strictObject({
  id: z.string(), account: z.number().int(), coin: z.string().nullable(), network: z.string(), address: z.string(), tag: z.string(), name: z.string(), addedAt: instant, inForceAt: instant, isInForce: z.boolean(),
})).openapi('Address')

export const addressBookSeen = exactly<AddressBook>()(z.strictObject({ policy: withdrawalPolicy, addresses: list(bookedAddress) })).openapi('AddressBook')
export const withdrawalMade = exactly<WithdrawalMade>()(z.strictObject({ id: z.string(), state: z.enum(['processing', 'awaitingApproval', 'completed']), approval: z.string().nullable(), approvalsNeeded: z.number().int() })).openapi('WithdrawalMade')

const somebody = z.strictObject({ person: z.string(), name: z.string() })
export const approvalSummary = exactly<ApprovalSummary>()(z.strictObject({
  id: z.string(), account: z.number().int(), operation: z.string(), sentence: z.string(), told: toldChange.nullable(), details: auditValue, digest: z.string(), askedBy: z.string(), askedByPerson: z.string().nullable(),
  state: z.enum(['waiting', 'approved', 'executing', 'done', 'failed', 'rejected', 'cancelled', 'expired']), approvalsNeeded: z.number().int(),
  approvedBy: list(z.strictObject({ person: z.string(), name: z.string(), at: instant })), mayDecide: list(somebody),
  askedAt: instant, expiresAt: instant, closedAt: instant.nullable(), closedBy: z.string().nullable(), remark: z.string().nullable(), remarkCode: z.string().nullable(), obstacle: z.strictObject({ code: z.string(), message: z.string(), remedy: z.string() }).nullable(),
})).openapi('Approval')

const rules = exactly<RulesWish>()(z.strictObject({
  withdrawals: list(z.strictObject({ per: z.enum(['withdrawal', 'day']), from: z.string(), approvals: z.number().int() })), withdrawalRight: z.number().int(), newAddress: z.number().int(), ruleChange: z.number().int(), lifetimeHours: z.number(),
}))
export const rulesSummary = exactly<RulesSummary>()(z.strictObject({ account: z.number().int(), rules, text: list(z.string()), deciders: list(somebody) })).openapi('RulesSummary')
