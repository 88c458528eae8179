import type { Account } from '../../../accounts/account.ts'
import type { Transfer } from '../../../exchange/transfers/transfer.ts'
import { formatDecimal } from '../../../money.ts'
import type { TimeUs } from '../../../time.ts'
import { type Answer, type Endpoint, endpoint, type Services } from '../../endpoint.ts'
import type { ErrorAnswer } from '../../errors.ts'
import { assetName, badCombination, endOfSpan, integerWithin, limitOf, mandatory, oneOf, optional, text, time, withDefault } from '../../parameter-types.ts'
import { wireTime } from '../../wire-time.ts'
import { type HistoryWindow, historyWindow, isWithin } from '../wallet/history-window.ts'
import { email, familyOf, memberAt, NO_COIN_FUTURES, NO_RELATION, pageOf } from './family.ts'
import { typeOfWallet } from './moving.ts'

const OF_MAIN = { method: 'GET', security: 'USER_DATA', permission: 'reading', callers: 'main', weight: 1 } as const
const RANGE = { startTime: optional(time), endTime: optional(endOfSpan) }
const PAGE = withDefault(integerWithin(1, 1_000_000), 1)

const HISTORY_DAYS = 7
const SPOT_DAYS = 30

interface Between {
  readonly fromEmail: string | undefined
  readonly toEmail: string | undefined
}

/** Told from one side: both at once are refused. */
const oneSide = ({ fromEmail, toEmail }: Between) => (fromEmail !== undefined && toEmail !== undefined ? badCombination : undefined)

/** What one account sent, or what it was sent; what the main account sent where neither is named. Newest first. */
const transfersOf = (main: Account, { fromEmail, toEmail }: Between, services: Services): readonly Transfer[] | undefined => {
  const account = memberAt(main, toEmail ?? fromEmail ?? main.email, services)
  return account && services.venue.view.transfers.of(account.id).filter(({ from, to }) => (toEmail === undefined ? from : to).accountId === account.id).toReversed()
}

const isAcross = ({ from, to }: Transfer): boolean => from.accountId !== to.accountId

const windowOf = (range: { readonly startTime: TimeUs | undefined; readonly endTime: TimeUs | undefined }, services: Services, days: number): HistoryWindow | ErrorAnswer => historyWindow(range, services.venue.nowUs(), days)

const universalHistory = endpoint({
  ...OF_MAIN, path: '/sapi/v1/sub-account/universalTransfer',
  parameters: { fromEmail: optional(email), toEmail: optional(email), clientTranId: optional(text(64)), ...RANGE, page: PAGE, limit: limitOf(500, 500) },
  check: oneSide,
  summary: 'Transfers between accounts and their wallets, newest first',
  answer: ({ caller: { account: main }, parameters, services, timeUnit }): Answer => {
    const window = windowOf(parameters, services, HISTORY_DAYS)
    if (!window.ok) return window
    const transfers = transfersOf(main, parameters, services)
    if (!transfers) return NO_RELATION
    const family = familyOf(main, services)
    const rows = transfers.flatMap((transfer) => {
      const { id, from, to, asset, amount, clientTransferId, timeUs } = transfer
      const [fromType, toType] = [typeOfWallet(from.wallet), typeOfWallet(to.wallet)]
      // What the main account moved between its own wallets is told by its own history.
      const isOwn = !isAcross(transfer) && from.accountId === main.id
      if (isOwn || fromType === undefined || toType === undefined || !isWithin(window, timeUs)) return []
      if (parameters.clientTranId !== undefined && clientTransferId !== parameters.clientTranId) return []
      return [{
        tranId: id, fromEmail: family.get(from.accountId)?.email ?? '', toEmail: family.get(to.accountId)?.email ?? '', asset, amount: formatDecimal(amount), createTimeStamp: wireTime(timeUs, timeUnit),
        fromAccountType: fromType, toAccountType: toType, status: 'SUCCESS', clientTranId: clientTransferId ?? '',
      }]
    })
    return { ok: true, body: { result: pageOf(rows, parameters.page, parameters.limit), totalCount: rows.length } }
  },
})

const spotHistory = endpoint({
  ...OF_MAIN, path: '/sapi/v1/sub-account/sub/transfer/history',
  parameters: { fromEmail: optional(email), toEmail: optional(email), ...RANGE, page: PAGE, limit: limitOf(500, 500) },
  check: oneSide,
  summary: 'Transfers from spot wallet to spot wallet between accounts, newest first',
  answer: ({ caller: { account: main }, parameters, services, timeUnit }): Answer => {
    const window = windowOf(parameters, services, SPOT_DAYS)
    if (!window.ok) return window
    const transfers = transfersOf(main, parameters, services)
    if (!transfers) return NO_RELATION
    const family = familyOf(main, services)
    const meant = transfers.filter((transfer) => isAcross(transfer) && transfer.from.wallet === 'spot' && transfer.to.wallet === 'spot' && isWithin(window, transfer.timeUs))
    return {
      ok: true,
      body: pageOf(meant, parameters.page, parameters.limit).map(({ id, from, to, asset, amount, timeUs }) => ({
        from: family.get(from.accountId)?.email ?? '', to: family.get(to.accountId)?.email ?? '', asset, qty: formatDecimal(amount), status: 'SUCCESS', tranId: id, time: wireTime(timeUs, timeUnit),
      })),
    }
  },
})

const futuresHistory = endpoint({
  ...OF_MAIN, path: '/sapi/v1/sub-account/futures/internalTransfer',
  parameters: { email: mandatory(email), futuresType: mandatory(oneOf(['1', '2'])), ...RANGE, page: PAGE, limit: limitOf(50, 500) },
  summary: 'Transfers from futures wallet to futures wallet between accounts, newest first',
  answer: ({ caller: { account: main }, parameters, services, timeUnit }): Answer => {
    const account = memberAt(main, parameters.email, services)
    if (!account) return NO_RELATION
    if (parameters.futuresType === '2') return NO_COIN_FUTURES
    const window = windowOf(parameters, services, SPOT_DAYS)
    if (!window.ok) return window
    const family = familyOf(main, services)
    const meant = services.venue.view.transfers.of(account.id).filter((transfer) => isAcross(transfer) && transfer.from.wallet === 'usdFutures' && transfer.to.wallet === 'usdFutures' && isWithin(window, transfer.timeUs)).toReversed()
    return {
      ok: true,
      body: {
        success: true, futuresType: 1,
        transfers: pageOf(meant, parameters.page, parameters.limit).map(({ id, from, to, asset, amount, timeUs }) => ({
          from: family.get(from.accountId)?.email ?? '', to: family.get(to.accountId)?.email ?? '', asset, qty: formatDecimal(amount), tranId: String(id), time: wireTime(timeUs, timeUnit),
        })),
      },
    }
  },
})

const INTO = 1
const OUT_OF = 2

const subUserHistory = endpoint({
  ...OF_MAIN, callers: 'sub', path: '/sapi/v1/sub-account/transfer/subUserHistory',
  parameters: { asset: optional(assetName), type: optional(oneOf(['1', '2'])), ...RANGE, limit: limitOf(500, 500) },
  summary: 'What a sub-account was sent by other accounts, and sent to them, newest first',
  answer: ({ caller: { account }, parameters, services, timeUnit }): Answer => {
    const window = windowOf(parameters, services, SPOT_DAYS)
    if (!window.ok) return window
    const rows = services.venue.view.transfers.of(account.id).toReversed().flatMap((transfer) => {
      const { id, from, to, asset, amount, timeUs } = transfer
      const type = to.accountId === account.id ? INTO : OUT_OF
      if (!isAcross(transfer) || !isWithin(window, timeUs) || (parameters.asset !== undefined && asset !== parameters.asset) || (parameters.type !== undefined && type !== Number(parameters.type))) return []
      const other = services.accounts.byId(type === INTO ? from.accountId : to.accountId)
      return [{
        counterParty: other?.parentId === null ? 'master' : 'subAccount', email: other?.email ?? '', type, asset, qty: formatDecimal(amount),
        fromAccountType: typeOfWallet(from.wallet) ?? 'FUNDING', toAccountType: typeOfWallet(to.wallet) ?? 'FUNDING', status: 'SUCCESS', tranId: id, time: wireTime(timeUs, timeUnit),
      }]
    })
    return { ok: true, body: rows.slice(0, parameters.limit) }
  },
})

/** What was moved between accounts, told from each side. */
export const histories: readonly Endpoint[] = [universalHistory, spotHistory, futuresHistory, subUserHistory]
