import type { Account } from '../../../accounts/account.ts'
import type { ExchangeView } from '../../../exchange/exchange-view.ts'
import type { MarginAccountState, MarginBalance } from '../../../exchange/margin/margin-records.ts'
import { barsOf } from '../../../exchange/margin/margin-terms.ts'
import { type Amount, formatDecimal } from '../../../money.ts'
import { type Answer, type Endpoint, endpoint } from '../../endpoint.ts'
import { mandatory } from '../../parameter-types.ts'
import { email, NO_RELATION, subAccountAt } from './family.ts'

const READ = { method: 'GET', security: 'USER_DATA', permission: 'reading', callers: 'main', weight: 10 } as const

/** What a cross margin account has and owes, in BTC. */
interface Worth {
  readonly held: Amount
  readonly owed: Amount
}

const heldOf = ({ free, locked }: MarginBalance): Amount => free + locked
const owedOf = ({ principal, interest }: MarginBalance): Amount => principal + interest

const worthOf = (view: ExchangeView, { balances }: MarginAccountState): Worth => {
  const sum = (amountOf: (balance: MarginBalance) => Amount): Amount => balances.reduce((total, balance) => total + (view.wallet.valueIn(balance.asset, amountOf(balance), 'BTC') ?? 0n), 0n)
  return { held: sum(heldOf), owed: sum(owedOf) }
}

const worthBody = ({ held, owed }: Worth) => ({ totalAssetOfBtc: formatDecimal(held), totalLiabilityOfBtc: formatDecimal(owed), totalNetAssetOfBtc: formatDecimal(held - owed) })

const cross = (view: ExchangeView, { id }: Account): MarginAccountState => view.margin.account(id, 'crossMargin')

const marginAccount = endpoint({
  ...READ, path: '/sapi/v1/sub-account/margin/account', parameters: { email: mandatory(email) },
  summary: 'A sub-account’s cross margin account: what it holds and owes, and its level',
  answer: ({ caller: { account: main }, parameters, services }): Answer => {
    const account = subAccountAt(main, parameters.email, services)
    if (!account) return NO_RELATION
    const { view } = services.venue
    const state = cross(view, account)
    const bars = barsOf(state.leverage, false)
    return {
      ok: true,
      body: {
        email: account.email, marginLevel: formatDecimal(state.level), ...worthBody(worthOf(view, state)),
        marginTradeCoeffVo: { forceLiquidationBar: formatDecimal(bars.liquidation), marginCallBar: formatDecimal(bars.marginCall), normalBar: formatDecimal(bars.normal) },
        marginUserAssetVoList: state.balances.map((balance) => ({
          asset: balance.asset, borrowed: formatDecimal(balance.principal), free: formatDecimal(balance.free), interest: formatDecimal(balance.interest), locked: formatDecimal(balance.locked),
          netAsset: formatDecimal(heldOf(balance) - owedOf(balance)),
        })),
      },
    }
  },
})

const marginSummary = endpoint({
  ...READ, path: '/sapi/v1/sub-account/margin/accountSummary', parameters: {},
  summary: 'What the cross margin accounts of all sub-accounts are worth',
  answer: ({ caller: { account: main }, services: { accounts, venue: { view } } }) => {
    const each = accounts.subAccountsOf(main.id).map((account) => ({ account, worth: worthOf(view, cross(view, account)) }))
    const total = each.reduce<Worth>((sum, { worth }) => ({ held: sum.held + worth.held, owed: sum.owed + worth.owed }), { held: 0n, owed: 0n })
    return { ok: true, body: { ...worthBody(total), subAccountList: each.map(({ account, worth }) => ({ email: account.email, ...worthBody(worth) })) } }
  },
})

/** Cross margin accounts of sub-accounts, as their main account reads them. */
export const marginAccounts: readonly Endpoint[] = [marginAccount, marginSummary]
