import type { Withdrawal } from '../../../exchange/wallet/transfer-record.ts'
import { formatDecimal } from '../../../money.ts'
import type { TimeUs } from '../../../time.ts'
import { endpoint } from '../../endpoint.ts'
import { faultAnswer } from '../../errors.ts'
import { assetName, endOfSpan, integer, invalidData, limitOf, optional, text, time, withDefault } from '../../parameter-types.ts'
import { historyWindow, isWithin } from './history-window.ts'

const HISTORY_DAYS = 90
/** With a withdrawOrderId the span is shorter. */
const HISTORY_DAYS_BY_ORDER_ID = 7
const MOST_ROWS = 1000
const MOST_IDS = 45

const STATUS_NUMBER: Readonly<Record<Withdrawal['state'], number>> = { cancelled: 1, awaitingApproval: 2, rejected: 3, processing: 4, failed: 5, completed: 6 }

/** `2019-10-12 11:12:02`, in UTC: the one place of the wire where times are texts. */
const utcText = (timeUs: TimeUs): string => new Date(timeUs / 1_000).toISOString().slice(0, 19).replace('T', ' ')

const withdrawalBody = (one: Withdrawal): object => ({
  id: one.id,
  amount: formatDecimal(one.amount),
  transactionFee: formatDecimal(one.fee),
  coin: one.asset,
  status: STATUS_NUMBER[one.state],
  address: one.address,
  ...(one.addressTag !== '' && { addressTag: one.addressTag }),
  txId: one.txId,
  applyTime: utcText(one.createdAtUs),
  network: one.network,
  transferType: one.isInternal ? 1 : 0,
  ...(one.clientWithdrawalId !== null && { withdrawOrderId: one.clientWithdrawalId }),
  info: '',
  confirmNo: one.confirmations,
  walletType: one.walletType === 'funding' ? 1 : 0,
  txKey: '',
  ...(one.completedAtUs !== null && { completeTime: utcText(one.completedAtUs) }),
})

export const withdrawalHistory = endpoint({
  method: 'GET', path: '/sapi/v1/capital/withdraw/history', security: 'USER_DATA', permission: 'reading',
  // Ten calls a second, in weight: the one row whose window is a second.
  weight: { of: 18_000, scope: 'account', limit: { limit: 180_000, windowMs: 1_000 } },
  parameters: {
    coin: optional(assetName), withdrawOrderId: optional(text(64)), status: optional(integer), offset: withDefault(integer, 0), limit: limitOf(MOST_ROWS, MOST_ROWS),
    idList: optional(text(4096)), startTime: optional(time), endTime: optional(endOfSpan),
  },
  summary: 'Withdrawals of the last 90 days, newest first',
  answer: ({ caller, parameters, services: { venue } }) => {
    const { coin, withdrawOrderId, status, offset, limit, idList } = parameters
    const ids = idList?.split(',')
    if (ids && ids.length > MOST_IDS) return faultAnswer(invalidData('idList'), 'sapi')
    const window = historyWindow(parameters, venue.nowUs(), withdrawOrderId === undefined ? HISTORY_DAYS : HISTORY_DAYS_BY_ORDER_ID)
    if (!window.ok) return window
    const rows = venue.view.wallet.withdrawals(caller.account.id).filter((one) =>
      isWithin(window, one.createdAtUs)
      && (coin === undefined || one.asset === coin)
      && (withdrawOrderId === undefined || one.clientWithdrawalId === withdrawOrderId)
      && (status === undefined || STATUS_NUMBER[one.state] === status)
      && (!ids || ids.includes(one.id)))
    return { ok: true, body: rows.toReversed().slice(offset, offset + limit).map(withdrawalBody) }
  },
})

/** The address book: what the account's people put there, and addresses from the first withdrawal that gave them a name. */
export const withdrawalAddresses = endpoint({
  method: 'GET', path: '/sapi/v1/capital/withdraw/address/list', security: 'USER_DATA', permission: 'reading', weight: 10,
  parameters: {},
  summary: 'The address book for withdrawals',
  answer: ({ caller, services: { venue: { view }, moneyOut } }) => {
    const named = new Map<string, object>()
    const line = (coin: string, network: string, address: string, addressTag: string, name: string, whiteStatus: boolean): void => {
      const key = JSON.stringify([coin, network, address, addressTag])
      if (!named.has(key)) named.set(key, { address, addressTag, coin, name, network, origin: '', originType: 'others', whiteStatus })
    }
    // On the white list is what withdrawals may go to while it is switched on: a new address waits first.
    for (const { coin, network, address, tag, name, isInForce } of moneyOut.book(caller.account.id)) line(coin, network, address, tag, name, isInForce)
    for (const { asset, network, address, addressTag, name } of view.wallet.withdrawals(caller.account.id)) if (name !== '') line(asset, network, address, addressTag, name, false)
    return { ok: true, body: [...named.values()] }
  },
})
