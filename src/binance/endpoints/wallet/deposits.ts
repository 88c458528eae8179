import type { Venue } from '../../../exchange/venue.ts'
import type { Deposit } from '../../../exchange/wallet/transfer-record.ts'
import type { AccountId } from '../../../ids.ts'
import { formatDecimal } from '../../../money.ts'
import { type TimeUs, toMs } from '../../../time.ts'
import { type Answer, endpoint } from '../../endpoint.ts'
import { errorAnswer, type ErrorAnswer } from '../../errors.ts'
import { assetName, boolean, endOfSpan, integer, limitOf, mandatory, optional, text, time, withDefault } from '../../parameter-types.ts'
import { coinNetwork } from './coin-network.ts'
import { historyWindow, isWithin } from './history-window.ts'

const HISTORY_DAYS = 90
const MOST_ROWS = 1000

const STATUS_NUMBER: Readonly<Record<Deposit['state'], number>> = { pending: 0, creditedLocked: 6, success: 1 }

export const depositAddress = endpoint({
  method: 'GET', path: '/sapi/v1/capital/deposit/address', security: 'USER_DATA', permission: 'reading', weight: 10,
  parameters: { coin: mandatory(assetName), network: optional(assetName) },
  summary: 'The account’s deposit address for a coin on a network',
  answer: ({ caller, parameters: { coin, network }, services: { venue: { view } } }) => {
    const found = coinNetwork(view, coin, network)
    if (!found.ok) return found
    const { address, tag } = view.wallet.depositAddress(caller.account.id, coin, found.network.network)
    return { ok: true, body: { address, coin, tag, url: '' } }
  },
})

export const depositAddressList = endpoint({
  method: 'GET', path: '/sapi/v1/capital/deposit/address/list', security: 'USER_DATA', permission: 'reading', weight: 10,
  parameters: { coin: mandatory(assetName), network: optional(assetName) },
  summary: 'Every deposit address of the account for a coin',
  answer: ({ caller, parameters: { coin, network }, services: { venue: { view } } }) => {
    const found = coinNetwork(view, coin, network)
    if (!found.ok) return found
    const networks = network === undefined ? found.asset.networks : [found.network]
    return {
      ok: true,
      body: networks.map((one) => ({ coin, ...view.wallet.depositAddress(caller.account.id, coin, one.network), isDefault: one.isDefault ? 1 : 0 })),
    }
  },
})

const depositBody = (deposit: Deposit, includeSource: boolean) => ({
  id: deposit.id,
  amount: formatDecimal(deposit.amount),
  coin: deposit.asset,
  network: deposit.network,
  status: STATUS_NUMBER[deposit.state],
  address: deposit.address,
  addressTag: deposit.addressTag,
  txId: deposit.txId,
  insertTime: toMs(deposit.createdAtUs),
  ...(deposit.completedAtUs !== null && { completeTime: toMs(deposit.completedAtUs) }),
  transferType: deposit.isInternal ? 1 : 0,
  confirmTimes: `${deposit.confirmations}/${deposit.confirmationsNeeded}`,
  unlockConfirm: deposit.unlockConfirmations,
  walletType: 0,
  travelRuleStatus: 0,
  // The simulated network knows no senders.
  ...(includeSource && { sourceAddress: '' }),
})

/** What a deposit history is asked for. */
export interface DepositQuery {
  readonly coin: string | undefined
  readonly status: number | undefined
  readonly startTime: TimeUs | undefined
  readonly endTime: TimeUs | undefined
  readonly offset: number
  readonly limit: number
  readonly txId: string | undefined
}

/** Deposits of one account as the wire tells them, newest first. */
export const depositRows = (accountId: AccountId, query: DepositQuery, venue: Venue, includeSource = false): { readonly ok: true; readonly rows: readonly ReturnType<typeof depositBody>[] } | ErrorAnswer => {
  const { coin, status, txId, offset, limit } = query
  const window = historyWindow(query, venue.nowUs(), HISTORY_DAYS)
  if (!window.ok) return window
  const meant = venue.view.wallet.deposits(accountId).filter((deposit) =>
    isWithin(window, deposit.createdAtUs)
    && (coin === undefined || deposit.asset === coin)
    && (status === undefined || STATUS_NUMBER[deposit.state] === status)
    && (txId === undefined || deposit.txId === txId))
  return { ok: true, rows: meant.toReversed().slice(offset, offset + limit).map((deposit) => depositBody(deposit, includeSource)) }
}

export const depositHistory = endpoint({
  method: 'GET', path: '/sapi/v1/capital/deposit/hisrec', security: 'USER_DATA', permission: 'reading', weight: 1,
  parameters: {
    includeSource: withDefault(boolean, false), coin: optional(assetName), status: optional(integer), startTime: optional(time), endTime: optional(endOfSpan),
    offset: withDefault(integer, 0), limit: limitOf(MOST_ROWS, MOST_ROWS), txId: optional(text(256)),
  },
  summary: 'Deposits of the last 90 days, newest first',
  answer: ({ caller, parameters, services: { venue } }) => {
    const rows = depositRows(caller.account.id, parameters, venue, parameters.includeSource)
    return rows.ok ? { ok: true, body: rows.rows } : rows
  },
})

const NO_SUCH_DEPOSIT = errorAnswer(-9000, 'There is no such deposit of this account.')

/** Deposits to addresses that have expired are asked for by hand; no address expires here, so that one that is known is credited, or will be. */
export const creditApply = endpoint({
  method: 'POST', path: '/sapi/v1/capital/deposit/credit-apply', security: 'USER_DATA', permission: 'spotAndMarginTrading', weight: 1, orders: 'none',
  parameters: { depositId: optional(text(64)), txId: optional(text(128)), subAccountId: optional(integer), subUserId: optional(integer) },
  check: ({ depositId, txId }) => (depositId === undefined && txId === undefined ? { fault: 'oneOfMissing', names: ['depositId', 'txId'] } : undefined),
  summary: 'Ask for a deposit that was sent to an expired address',
  answer: ({ caller: { account }, parameters: { depositId, txId }, services: { venue: { view } } }): Answer => {
    const found = view.wallet.deposits(account.id).find((deposit) => (depositId === undefined || deposit.id === depositId) && (txId === undefined || deposit.txId === txId))
    return found ? { ok: true, body: { code: '000000', message: 'success', data: true, success: true } } : NO_SUCH_DEPOSIT
  },
})
