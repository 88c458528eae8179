import { z } from '@hono/zod-openapi'
import { showAccount, showProductTerms } from '../../operations/accounts/account-page.ts'
import type { AccountPolicy } from '../../authority/account-policy.ts'
import { accountDetails, productTerms } from './answers/account-answers.ts'
import { permission } from './answers/shared-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { given, isSeen, operationChange } from './operation-change.ts'
import { NOT_THERE } from './people-change.ts'
import { type Asked, changeRoute, ofOutcome, route, type Route } from './route.ts'
import { accountParams, list, text } from './schemas.ts'

type OfAccount<Body = unknown> = Asked<{ account: number }, unknown, Body>
const account = ({ params }: OfAccount): number => params.account
const rights = list(permission)
const subAccountWish = z.strictObject({ email: text(300), label: text(200).optional(), ceiling: rights.optional(), invite: z.boolean().optional() })
const subAccountChange = z.strictObject({ label: text(200).optional(), ceiling: rights.nullable().optional() })
const answers = z.record(text(100), z.number().int())

/** Accounts, their sub-accounts, the products that are opened, and their policies. */
export const accountRoutes = (parts: ConsoleParts): readonly Route[] => {
  const { accountActs, accountParts, people } = parts
  return [
    route({
      method: 'GET', path: '/api/accounts/{account}', tag: 'Accounts', summary: 'One account with its policy and products', params: accountParams, value: accountDetails,
      act: async ({ params }, principal) => ofOutcome(isSeen(people, principal, params.account) ? await showAccount(params.account, accountParts) : NOT_THERE),
    }),
    route({ method: 'GET', path: '/api/products', tag: 'Accounts', summary: 'What is read and answered before a product is opened', value: productTerms, act: async () => ofOutcome(await showProductTerms()) }),
    changeRoute({
      method: 'POST', path: '/api/accounts/{account}/sub-accounts', tag: 'Accounts', summary: 'Make a sub-account', params: accountParams, body: subAccountWish, value: accountDetails,
      ...operationChange(parts, accountActs.createSubAccount, ({ params, body }: OfAccount<z.output<typeof subAccountWish>>) => given({ main: params.account, ...body }), account),
    }),
    changeRoute({
      method: 'PATCH', path: '/api/accounts/{account}', tag: 'Accounts', summary: 'Change a sub-account: its label, or what its keys may open at most', params: accountParams, body: subAccountChange, value: accountDetails,
      ...operationChange(parts, accountActs.editSubAccount, ({ params, body }: OfAccount<z.output<typeof subAccountChange>>) => given({ account: params.account, ...body }), account),
    }),
    changeRoute({ method: 'POST', path: '/api/accounts/{account}/close', tag: 'Accounts', summary: 'Close a sub-account\'s API access at once', params: accountParams, value: accountDetails, ...operationChange(parts, accountActs.closeSubAccount, ({ params }: OfAccount) => ({ account: params.account }), account) }),
    changeRoute({ method: 'POST', path: '/api/accounts/{account}/reopen', tag: 'Accounts', summary: 'Open it again', params: accountParams, value: accountDetails, ...operationChange(parts, accountActs.reopenSubAccount, ({ params }: OfAccount) => ({ account: params.account }), account) }),
    changeRoute({
      method: 'POST', path: '/api/accounts/{account}/products/margin', tag: 'Accounts', summary: 'Accept the margin agreement of this version', params: accountParams, body: z.strictObject({ version: text(40) }), value: accountDetails,
      ...operationChange(parts, accountActs.openProduct, ({ params, body }: OfAccount<{ version: string }>) => ({ account: params.account, product: 'margin' as const, agreement: body.version }), account),
    }),
    changeRoute({
      method: 'POST', path: '/api/accounts/{account}/products/futures', tag: 'Accounts', summary: 'Open futures by the knowledge check', params: accountParams, body: z.strictObject({ version: text(40).optional(), answers }), value: accountDetails,
      ...operationChange(parts, accountActs.openProduct, ({ params, body }: OfAccount<{ answers: Record<string, number> }>) => ({ account: params.account, product: 'futures' as const, answers: body.answers }), account),
    }),
    changeRoute({
      method: 'PATCH', path: '/api/accounts/{account}/policy', tag: 'Accounts', summary: 'Change fields of the account\'s policy; its room names those that are wrong', params: accountParams, body: z.record(text(60), z.unknown()), value: accountDetails,
      // The room of accounts reads each field of a policy itself, whatever stands in it.
      ...operationChange(parts, accountActs.editPolicy, ({ params, body }: OfAccount<Record<string, unknown>>) => ({ account: params.account, change: body as Partial<AccountPolicy> }), account),
    }),
  ]
}
