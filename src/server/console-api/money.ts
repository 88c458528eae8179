import { z } from '@hono/zod-openapi'
import { rulesOfAccount } from '../../operations/approvals/operations.ts'
import { addressBook } from '../../operations/money-out/addresses.ts'
import { addressBookSeen, approvalSummary, bookedAddress, rulesSummary, withdrawalMade, withdrawalPolicy } from './answers/money-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { given, isSeen, operationChange } from './operation-change.ts'
import { NOT_THERE } from './people-change.ts'
import { answer, type Asked, changeRoute, ofOutcome, route, type Route } from './route.ts'
import { accountParams, idParams, list, text } from './schemas.ts'

type OfAccount<Body = unknown> = Asked<{ account: number }, unknown, Body>
const account = ({ params }: OfAccount): number => params.account
const addressWish = z.strictObject({ coin: text(20).optional(), network: text(20), address: text(300), tag: text(100).optional(), name: text(200) })
const policyWish = z.strictObject({ onlyAddressBook: z.boolean().optional(), waitingHours: z.number().nullable().optional(), lockHours: z.number().optional() })
const withdrawWish = z.strictObject({ coin: text(20), network: text(20).optional(), address: text(300), tag: text(100).optional(), amount: text(60), name: text(200).optional(), wallet: z.enum(['spot', 'funding']).optional() })
const rules = z.strictObject({ withdrawals: z.array(z.strictObject({ per: z.enum(['withdrawal', 'day']), from: text(60), approvals: z.number() })).max(20).readonly(), withdrawalRight: z.number(), newAddress: z.number(), ruleChange: z.number(), lifetimeHours: z.number() }).openapi('ApprovalRules')

/** Money that leaves: the book of addresses, what waits for several people, and their rules. */
export const moneyRoutes = (parts: ConsoleParts): readonly Route[] => {
  const { money, people, accounts } = parts
  const acts = money.operations
  return [
    route({ method: 'GET', path: '/api/accounts/{account}/addresses', tag: 'Money', summary: 'The address book and the policy of withdrawals', params: accountParams, value: addressBookSeen, act: async ({ params }, principal) => ofOutcome(isSeen(people, principal, params.account) ? addressBook(params.account, money.parts) : NOT_THERE) }),
    changeRoute({
      method: 'POST', path: '/api/accounts/{account}/addresses', tag: 'Money', summary: 'Add an address; it is in force after the waiting time', params: accountParams, body: addressWish, value: bookedAddress,
      ...operationChange(parts, acts.addAddress, ({ params, body }: OfAccount<z.output<typeof addressWish>>) => given({ account: params.account, ...body }), account),
    }),
    changeRoute({
      method: 'DELETE', path: '/api/accounts/{account}/addresses/{address}', tag: 'Money', summary: 'Take an address out of the book', params: accountParams.extend({ address: text(200) }), value: bookedAddress,
      ...operationChange(parts, acts.removeAddress, ({ params }: Asked<{ account: number; address: string }, unknown, unknown>) => ({ account: params.account, address: params.address }), ({ params }) => params.account),
    }),
    changeRoute({
      method: 'PATCH', path: '/api/accounts/{account}/withdrawal-policy', tag: 'Money', summary: 'The white list, the waiting time and the lock of withdrawals', params: accountParams, body: policyWish, value: withdrawalPolicy,
      ...operationChange(parts, acts.setWithdrawalPolicy, ({ params, body }: OfAccount<z.output<typeof policyWish>>) => given({ account: params.account, ...body }), account),
    }),
    changeRoute({
      method: 'POST', path: '/api/accounts/{account}/withdrawals', tag: 'Money', summary: 'Send money out; it may wait for other people', params: accountParams, body: withdrawWish, value: withdrawalMade,
      ...operationChange(parts, acts.withdraw, ({ params, body }: OfAccount<z.output<typeof withdrawWish>>) => given({ account: params.account, ...body }), account),
    }),
    route({
      method: 'GET', path: '/api/approvals', tag: 'Approvals', summary: 'What waits for several people; with `all` also what was decided', query: z.strictObject({ all: z.enum(['true', 'false']).default('false') }), value: list(approvalSummary),
      act: async ({ query }, principal) => {
        const seen = [...accounts.all()].map(({ id }): number => id).filter((id) => people.may(principal, 'approval.see', id, { isOwn: true }).ok)
        const found = await Promise.all(seen.map((id) => money.office.list(id, query.all === 'true')))
        // A trader sees what they asked for themselves.
        return answer(found.flat().filter((one) => people.may(principal, 'approval.see', one.account, { isOwn: money.office.byId(one.id)?.makerPersonId === principal.personId }).ok))
      },
    }),
    ...(['approve', 'reject'] as const).map((decision) => changeRoute({
      method: 'POST', path: `/api/approvals/{id}/${decision}`, tag: 'Approvals', summary: decision === 'approve' ? 'Say yes to exactly this payload' : 'Say no', params: idParams, value: approvalSummary,
      ...operationChange(parts, acts.decideApproval, ({ params }: Asked<{ id: string }, unknown, unknown>) => ({ approval: params.id, decision })),
    })),
    changeRoute({
      method: 'DELETE', path: '/api/approvals/{id}', tag: 'Approvals', summary: 'Take back what one asked for', params: idParams, value: approvalSummary,
      ...operationChange(parts, acts.cancelApproval, ({ params }: Asked<{ id: string }, unknown, unknown>) => ({ approval: params.id })),
    }),
    route({ method: 'GET', path: '/api/accounts/{account}/approval-rules', tag: 'Approvals', summary: 'Who must approve what', params: accountParams, value: rulesSummary, act: async ({ params }, principal) => ofOutcome(isSeen(people, principal, params.account) ? await rulesOfAccount(params.account, money.approvalParts) : NOT_THERE) }),
    changeRoute({
      method: 'PUT', path: '/api/accounts/{account}/approval-rules', tag: 'Approvals', summary: 'Set the rules, under those that are in force', params: accountParams, body: rules, value: rulesSummary,
      ...operationChange(parts, acts.setApprovalRules, ({ params, body }: OfAccount<z.output<typeof rules>>) => ({ account: params.account, rules: body }), account),
    }),
  ]
}
