import type { Transfer } from '../../../exchange/transfers/transfer.ts'
import type { AccountId } from '../../../ids.ts'
import { formatDecimal } from '../../../money.ts'
import { DAY, type TimeUs } from '../../../time.ts'
import { type Answer, endpoint } from '../../endpoint.ts'
import { errorAnswer, type ErrorAnswer, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { assetName, decimal, endOfSpan, integerWithin, limitOf, mandatory, oneOf, optional, symbolName, time, withDefault } from '../../parameter-types.ts'
import { endsOf, TRANSFER_TYPES, type TransferEnds, type TransferType, walletOf, type WalletSpelling } from '../../wallet-names.ts'
import { wireTime } from '../../wire-time.ts'
import { isWithin } from './history-window.ts'

const NOT_BUILT: Readonly<Partial<Record<WalletSpelling, ErrorAnswer>>> = {
  CMFUTURE: errorAnswer(-5011, 'future account not exists.'),
  OPTION: errorAnswer(-5010, 'Asset transfer fail.'),
  PORTFOLIO_MARGIN: errorAnswer(-5010, 'Asset transfer fail.'),
}
const MARGIN_NOT_OPENED = errorAnswer(-3003, 'Margin account does not exist.')
const FUTURES_NOT_OPENED = errorAnswer(-5011, 'future account not exists.')

interface Symbols {
  readonly type: TransferType
  readonly fromSymbol: string | undefined
  readonly toSymbol: string | undefined
}

const symbolFault = ({ type, fromSymbol, toSymbol }: Symbols) => {
  const { from, to } = endsOf(type)
  if (from === 'ISOLATEDMARGIN' && fromSymbol === undefined) return { fault: 'missing', name: 'fromSymbol' } as const
  if (to === 'ISOLATEDMARGIN' && toSymbol === undefined) return { fault: 'missing', name: 'toSymbol' } as const
  return undefined
}

/** A product that the account has not opened has no wallet to move into or out of; on the testnet every product is open. */
const closedProduct = ({ from, to }: TransferEnds, products: { readonly margin: boolean; readonly futures: boolean }): ErrorAnswer | undefined => {
  for (const spelling of [from, to]) {
    const refusal = NOT_BUILT[spelling]
      ?? ((spelling === 'MARGIN' || spelling === 'ISOLATEDMARGIN') && !products.margin ? MARGIN_NOT_OPENED : undefined)
      ?? (spelling === 'UMFUTURE' && !products.futures ? FUTURES_NOT_OPENED : undefined)
    if (refusal) return refusal
  }
  return undefined
}

const EVERY_PRODUCT = { margin: true, futures: true }

const TRANSFER_WEIGHT = { of: 900, scope: 'account' } as const

/** The right is for this row alone: rows of a product that move money into it ask for that product's right. */
export const universalTransfer = endpoint({
  method: 'POST', path: '/sapi/v1/asset/transfer', security: 'USER_DATA', permission: 'universalTransfer', weight: TRANSFER_WEIGHT,
  parameters: { type: mandatory(oneOf(TRANSFER_TYPES)), asset: mandatory(assetName), amount: mandatory(decimal), fromSymbol: optional(symbolName), toSymbol: optional(symbolName) },
  check: symbolFault,
  summary: 'Move money between wallets of the account',
  answer: ({ caller: { account, key }, parameters, services: { venue }, isInTime }): Answer => {
    const ends = endsOf(parameters.type)
    const closed = closedProduct(ends, key.environment === 'testnet' ? EVERY_PRODUCT : account.products)
    if (closed) return closed
    const [from, to] = [walletOf(ends.from, parameters.fromSymbol), walletOf(ends.to, parameters.toSymbol)]
    if (from === undefined || to === undefined) throw new Error(`${parameters.type} has no wallet, and was let through`)
    if (!isInTime()) return TOO_LATE
    const outcome = venue.execute({ kind: 'transfer', from: { accountId: account.id, wallet: from }, to: { accountId: account.id, wallet: to }, asset: parameters.asset, amount: parameters.amount })
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'wallet' })
    const moved = outcome.events.find((event) => event.kind === 'transfer')
    if (moved === undefined) throw new Error('the venue moved money and told nothing of it')
    return { ok: true, body: { tranId: moved.transfer.id } }
  },
})

const HISTORY_DAYS = 7
/** What Binance keeps: the last six months. */
const KEPT_US = 183 * DAY
const TOO_OLD = errorAnswer(-4047, 'Time interval must be within 0-180 days')

/** Between the account's own wallets, of one type, in a span of time. */
const isMeant = ({ from, to }: Transfer, accountId: AccountId, { type, fromSymbol, toSymbol }: Symbols): boolean => {
  if (from.accountId !== accountId || to.accountId !== accountId) return false
  const ends = endsOf(type)
  return from.wallet === walletOf(ends.from, fromSymbol) && to.wallet === walletOf(ends.to, toSymbol)
}

const spanOf = (startUs: TimeUs | undefined, endUs: TimeUs | undefined, nowUs: TimeUs) => {
  const end = endUs ?? (startUs === undefined ? nowUs : Math.min(nowUs, startUs + HISTORY_DAYS * DAY))
  return { ok: true, startUs: startUs ?? end - HISTORY_DAYS * DAY, endUs: end } as const
}

export const transferHistory = endpoint({
  method: 'GET', path: '/sapi/v1/asset/transfer', security: 'USER_DATA', permission: 'reading', weight: 1,
  parameters: {
    type: mandatory(oneOf(TRANSFER_TYPES)), startTime: optional(time), endTime: optional(endOfSpan), current: withDefault(integerWithin(1, 1_000_000), 1), size: limitOf(10, 100),
    fromSymbol: optional(symbolName), toSymbol: optional(symbolName),
  },
  check: symbolFault,
  summary: 'Transfers between wallets of the account, newest first',
  answer: ({ caller: { account }, parameters, services: { venue }, timeUnit }): Answer => {
    const nowUs = venue.nowUs()
    const span = spanOf(parameters.startTime, parameters.endTime, nowUs)
    if (span.startUs > span.endUs || span.endUs - span.startUs > KEPT_US) return TOO_OLD
    const meant = venue.view.transfers.of(account.id).filter((transfer) => isWithin(span, transfer.timeUs) && isMeant(transfer, account.id, parameters)).reverse()
    const begin = (parameters.current - 1) * parameters.size
    return {
      ok: true,
      body: {
        total: meant.length,
        rows: meant.slice(begin, begin + parameters.size).map(({ asset, amount, id, timeUs }) => ({ asset, amount: formatDecimal(amount), type: parameters.type, status: 'CONFIRMED', tranId: id, timestamp: wireTime(timeUs, timeUnit) })),
      },
    }
  },
})
