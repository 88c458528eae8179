import type { Account } from '../../../accounts/account.ts'
import type { ApiKey } from '../../../authority/api-key.ts'
import { toMs } from '../../../time.ts'
import { type Answer, type Endpoint, endpoint } from '../../endpoint.ts'
import { boolean, integerWithin, limitOf, mandatory, matching, optional, withDefault } from '../../parameter-types.ts'
import { email, NO_RELATION, pageOf, refusalAnswer, subAccountAt, UNSUPPORTED } from './family.ts'

const MANAGE = { method: 'POST', security: 'USER_DATA', permission: 'spotAndMarginTrading', callers: 'main', orders: 'none' } as const
const READ = { method: 'GET', security: 'USER_DATA', permission: 'reading', callers: 'main' } as const

const createVirtual = endpoint({
  ...MANAGE, path: '/sapi/v1/sub-account/virtualSubAccount', weight: 1,
  parameters: { subAccountString: mandatory(matching(/^[a-zA-Z0-9]{1,20}$/, 'STRING')) },
  summary: 'Make a sub-account with an address that nobody reads mail for',
  answer: async ({ caller, address, parameters: { subAccountString }, services: { subAccounts } }): Promise<Answer> => {
    const made = await subAccounts.create(subAccountString, { ...caller, address })
    return made.ok ? { ok: true, body: { email: made.value.email } } : refusalAnswer(made)
  },
})

const ANY_PAGE = withDefault(integerWithin(1, 1_000_000), 1)

const list = endpoint({
  ...READ, path: '/sapi/v1/sub-account/list', weight: 1,
  parameters: { email: optional(email), isFreeze: optional(boolean), page: ANY_PAGE, limit: limitOf(1, 200) },
  summary: 'Sub-accounts, by pages; one row a page where no limit is given',
  answer: ({ caller: { account: main }, parameters, services: { accounts } }) => {
    const meant = accounts.subAccountsOf(main.id).filter((account) =>
      (parameters.email === undefined || account.email === parameters.email) && (parameters.isFreeze === undefined || account.isApiAccessEnabled !== parameters.isFreeze))
    return {
      ok: true,
      body: {
        subAccounts: pageOf(meant, parameters.page, parameters.limit).map(({ id, email: address, label, isApiAccessEnabled, createdAtUs }) => ({
          subUserId: id, email: address, remark: label, isFreeze: !isApiAccessEnabled, createTime: toMs(createdAtUs), isManagedSubAccount: false, isAssetManagementSubAccount: false,
        })),
      },
    }
  },
})

/** On the testnet every product is open. */
const productsOf = ({ products }: Account, { environment }: ApiKey): Account['products'] => (environment === 'testnet' ? { margin: true, futures: true } : products)

const status = endpoint({
  ...READ, path: '/sapi/v1/sub-account/status', weight: 10,
  parameters: { email: optional(email) },
  summary: 'Which products each sub-account has opened',
  answer: ({ caller: { account: main, key }, parameters, services }): Answer => {
    const one = parameters.email === undefined ? undefined : subAccountAt(main, parameters.email, services)
    if (parameters.email !== undefined && !one) return NO_RELATION
    return {
      ok: true,
      body: (one ? [one] : services.accounts.subAccountsOf(main.id)).map((account) => ({
        email: account.email, isSubUserEnabled: account.isApiAccessEnabled, isUserActive: true, insertTime: toMs(account.createdAtUs),
        isMarginEnabled: productsOf(account, key).margin, isFutureEnabled: productsOf(account, key).futures,
        // Nobody's telephone is known here.
        mobile: 0,
      })),
    }
  },
})

const enableFutures = endpoint({
  ...MANAGE, path: '/sapi/v1/sub-account/futures/enable', weight: 1,
  parameters: { email: mandatory(email) },
  summary: 'Open futures on a sub-account, where the main account has opened it',
  answer: async ({ caller, address, parameters, services }): Promise<Answer> => {
    const account = subAccountAt(caller.account, parameters.email, services)
    if (!account) return NO_RELATION
    const opened = await services.subAccounts.openFutures(account, { ...caller, address })
    // Asked again, it is open.
    return opened.ok || opened.refused.code === 'alreadyOpen' ? { ok: true, body: { email: account.email, isFuturesEnabled: true } } : refusalAnswer(opened)
  },
})

const enableOptions = endpoint({
  ...MANAGE, path: '/sapi/v1/sub-account/eoptions/enable', weight: 1,
  parameters: { email: mandatory(email) },
  summary: 'Options are not built: refused',
  answer: ({ caller, parameters, services }): Answer => (subAccountAt(caller.account, parameters.email, services) ? UNSUPPORTED : NO_RELATION),
})

/** What a main account has of sub-accounts, and what is opened on them. */
export const accounts: readonly Endpoint[] = [createVirtual, list, status, enableFutures, enableOptions]
