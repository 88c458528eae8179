import type { MarginWalletName } from '../../../exchange/command.ts'
import type { Transfer } from '../../../exchange/transfers/transfer.ts'
import { symbolOfIsolated, type WalletName } from '../../../exchange/wallet-name.ts'
import type { AccountId } from '../../../ids.ts'
import { type Amount, formatDecimal } from '../../../money.ts'
import { type Answer, type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { assetName, decimal, endOfSpan, integer, integerWithin, limitOf, mandatory, oneOf, optional, symbolName, time, withDefault } from '../../parameter-types.ts'
import { wireTime } from '../../wire-time.ts'
import { historyWindow, isWithin } from '../wallet/history-window.ts'
import { assetTerms } from '../../../exchange/margin/margin-terms.ts'
import { isolatedAt, walletAt, whereFault } from './margin-wallet.ts'

type Loan = 'borrow' | 'repay'

const move = ({ caller: { account }, services: { venue }, isInTime }: Call<unknown>, kind: Loan, wallet: MarginWalletName, asset: string, amount: Amount): Answer => {
  if (!isInTime()) return TOO_LATE
  const outcome = venue.execute({ kind, accountId: account.id, wallet, asset, amount })
  if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'wallet' })
  const record = venue.view.margin.loanRecords(account.id).at(-1)
  if (record === undefined) throw new Error(`the venue did ${kind} and kept no record of it`)
  return { ok: true, body: { tranId: record.id } }
}

const BORROWING = { method: 'POST', security: 'MARGIN', permission: 'margin' } as const

const borrowRepay = endpoint({
  ...BORROWING, path: '/sapi/v1/margin/borrow-repay', weight: { of: 1500, scope: 'account' },
  parameters: { asset: mandatory(assetName), amount: mandatory(decimal), type: mandatory(oneOf(['BORROW', 'REPAY'])), ...isolatedAt }, check: whereFault,
  summary: 'Borrow into a margin account, or repay',
  answer: (call) => move(call, call.parameters.type === 'BORROW' ? 'borrow' : 'repay', walletAt(call.parameters), call.parameters.asset, call.parameters.amount),
})

const formerLoan = (kind: Loan, path: string) => endpoint({
  ...BORROWING, path, weight: { of: 3000, scope: 'account' },
  parameters: { asset: mandatory(assetName), amount: mandatory(decimal), ...isolatedAt }, check: whereFault,
  summary: `Former way to ${kind}`,
  answer: (call) => move(call, kind, walletAt(call.parameters), call.parameters.asset, call.parameters.amount),
})

const transfer = ({ caller: { account }, services: { venue }, isInTime }: Call<unknown>, from: WalletName, to: WalletName, asset: string, amount: Amount): Answer => {
  if (!isInTime()) return TOO_LATE
  const outcome = venue.execute({ kind: 'transfer', from: { accountId: account.id, wallet: from }, to: { accountId: account.id, wallet: to }, asset, amount })
  if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'wallet' })
  return { ok: true, body: { tranId: venue.view.transfers.of(account.id).at(-1)?.id } }
}

const formerTransfer = endpoint({
  ...BORROWING, path: '/sapi/v1/margin/transfer', weight: { of: 600, scope: 'account' },
  parameters: { asset: mandatory(assetName), amount: mandatory(decimal), type: mandatory(integerWithin(1, 2)) },
  summary: 'Former way to move money into the cross margin account (1) or out of it (2)',
  answer: (call) => {
    const { asset, amount, type } = call.parameters
    return type === 1 ? transfer(call, 'spot', 'crossMargin', asset, amount) : transfer(call, 'crossMargin', 'spot', asset, amount)
  },
})

const ENDS = oneOf(['SPOT', 'ISOLATED_MARGIN'])

const formerIsolatedTransfer = endpoint({
  ...BORROWING, path: '/sapi/v1/margin/isolated/transfer', weight: { of: 600, scope: 'account' },
  parameters: { asset: mandatory(assetName), symbol: mandatory(symbolName), transFrom: mandatory(ENDS), transTo: mandatory(ENDS), amount: mandatory(decimal) },
  summary: 'Former way to move money between the spot wallet and an isolated margin account',
  answer: (call) => {
    const { asset, amount, symbol, transFrom, transTo } = call.parameters
    const walletOf = (end: 'SPOT' | 'ISOLATED_MARGIN'): WalletName => (end === 'SPOT' ? 'spot' : walletAt({ isIsolated: true, symbol }))
    return transfer(call, walletOf(transFrom), walletOf(transTo), asset, amount)
  },
})

const PAGES = { current: withDefault(integerWithin(1, 1_000_000), 1), size: limitOf(10, 100) }
const SPAN = { startTime: optional(time), endTime: optional(endOfSpan) }
/** Thirty days at once, as Binance has it for interest. */
const SPAN_DAYS = 30

const pageOf = <Row>(rows: readonly Row[], { current, size }: { readonly current: number; readonly size: number }) => ({ rows: rows.slice((current - 1) * size, current * size), total: rows.length })

/** Records of one account, newest first. `isolatedSymbol` names an isolated account; without it the cross account is meant. */
const isOf = (wallet: WalletName, isolatedSymbol: string | undefined): boolean => symbolOfIsolated(wallet) === isolatedSymbol

const isolatedField = (wallet: WalletName) => {
  const symbol = symbolOfIsolated(wallet)
  return symbol === undefined ? {} : { isolatedSymbol: symbol }
}

const READ = { method: 'GET', security: 'USER_DATA', permission: 'reading' } as const

const loanHistory = endpoint({
  ...READ, path: '/sapi/v1/margin/borrow-repay', weight: 10,
  parameters: { type: mandatory(oneOf(['BORROW', 'REPAY'])), asset: optional(assetName), isolatedSymbol: optional(symbolName), txId: optional(integer), ...SPAN, ...PAGES },
  summary: 'Loans or repayments of a margin account, newest first',
  answer: ({ parameters, caller: { account }, services: { venue }, timeUnit }): Answer => {
    const span = historyWindow(parameters, venue.nowUs(), SPAN_DAYS)
    if (!span.ok) return span
    const kind = parameters.type === 'BORROW' ? 'borrow' : 'repay'
    const records = venue.view.margin.loanRecords(account.id).filter((record) => record.kind === kind && isOf(record.wallet, parameters.isolatedSymbol) && isWithin(span, record.timeUs)
      && (parameters.asset === undefined || record.asset === parameters.asset) && (parameters.txId === undefined || record.id === parameters.txId))
    return {
      ok: true,
      body: pageOf(records.toReversed().map((record) => ({
        type: record.isAuto ? 'AUTO' : 'MANUAL', ...isolatedField(record.wallet), amount: formatDecimal(record.amount), asset: record.asset, interest: formatDecimal(record.interest),
        principal: formatDecimal(record.principal), status: 'CONFIRMED', timestamp: wireTime(record.timeUs, timeUnit), txId: record.id,
      })), parameters),
    }
  },
})

const transferHistory = endpoint({
  ...READ, path: '/sapi/v1/margin/transfer', weight: 1,
  parameters: { asset: optional(assetName), type: optional(oneOf(['ROLL_IN', 'ROLL_OUT'])), isolatedSymbol: optional(symbolName), ...SPAN, ...PAGES },
  summary: 'Money into and out of a margin account, newest first',
  answer: ({ parameters, caller: { account }, services: { venue }, timeUnit }): Answer => {
    const span = historyWindow(parameters, venue.nowUs(), SPAN_DAYS)
    if (!span.ok) return span
    const rows = venue.view.transfers.of(account.id).filter((each) => isWithin(span, each.timeUs) && (parameters.asset === undefined || each.asset === parameters.asset))
      .flatMap((each) => rollsOf(each, account.id, parameters.isolatedSymbol).map((type) => ({
        amount: formatDecimal(each.amount), asset: each.asset, status: 'CONFIRMED', timestamp: wireTime(each.timeUs, timeUnit), txId: each.id, type,
        transFrom: END_NAMES[kindName(each.from.wallet)], transTo: END_NAMES[kindName(each.to.wallet)],
        ...(symbolOfIsolated(each.from.wallet) !== undefined && { fromSymbol: symbolOfIsolated(each.from.wallet) }), ...(symbolOfIsolated(each.to.wallet) !== undefined && { toSymbol: symbolOfIsolated(each.to.wallet) }),
      })))
      .filter(({ type }) => parameters.type === undefined || type === parameters.type)
    return { ok: true, body: pageOf(rows.toReversed(), parameters) }
  },
})

const END_NAMES = { spot: 'SPOT', funding: 'FUNDING', crossMargin: 'CROSS_MARGIN', usdFutures: 'FUTURE', isolatedMargin: 'ISOLATED_MARGIN' } as const
const kindName = (wallet: WalletName): keyof typeof END_NAMES => (symbolOfIsolated(wallet) === undefined ? wallet as Exclude<WalletName, `isolatedMargin:${string}`> : 'isolatedMargin') // what is not isolated has its own name

const rollsOf = ({ from, to }: Transfer, accountId: AccountId, isolatedSymbol: string | undefined): readonly ('ROLL_IN' | 'ROLL_OUT')[] => {
  const wallet = isolatedSymbol === undefined ? 'crossMargin' : walletAt({ isIsolated: true, symbol: isolatedSymbol })
  return [...(to.accountId === accountId && to.wallet === wallet ? ['ROLL_IN' as const] : []), ...(from.accountId === accountId && from.wallet === wallet ? ['ROLL_OUT' as const] : [])]
}

const interestHistory = endpoint({
  ...READ, path: '/sapi/v1/margin/interestHistory', weight: 1,
  parameters: { asset: optional(assetName), isolatedSymbol: optional(symbolName), ...SPAN, ...PAGES },
  summary: 'Interest that a margin account was charged, newest first',
  answer: ({ parameters, caller: { account }, services: { venue }, timeUnit }): Answer => {
    const span = historyWindow(parameters, venue.nowUs(), SPAN_DAYS)
    if (!span.ok) return span
    const records = venue.view.margin.interestRecords(account.id).filter((record) => isOf(record.wallet, parameters.isolatedSymbol) && isWithin(span, record.timeUs) && (parameters.asset === undefined || record.asset === parameters.asset))
    return {
      ok: true,
      body: pageOf(records.toReversed().map((record) => ({
        txId: record.id, interestAccuredTime: wireTime(record.timeUs, timeUnit), asset: record.asset, rawAsset: record.asset, principal: formatDecimal(record.principal),
        interest: formatDecimal(record.interest), interestRate: formatDecimal(record.dailyRate), type: record.kind === 'onBorrow' ? 'ON_BORROW' : 'PERIODIC', ...isolatedField(record.wallet),
      })), parameters),
    }
  },
})

const whole = (wallet: { readonly asset: string; readonly isolatedSymbol: string | undefined }): MarginWalletName => walletAt({ isIsolated: wallet.isolatedSymbol !== undefined, symbol: wallet.isolatedSymbol })

const maxBorrowable = endpoint({
  ...READ, path: '/sapi/v1/margin/maxBorrowable', weight: 50, parameters: { asset: mandatory(assetName), isolatedSymbol: optional(symbolName) },
  summary: 'How much may be borrowed of an asset',
  answer: ({ parameters, caller: { account }, services: { venue: { view } } }): Answer => view.asset(parameters.asset)
    ? { ok: true, body: { amount: formatDecimal(view.margin.maxBorrowable(account.id, whole(parameters), parameters.asset)), borrowLimit: formatDecimal(assetTerms(parameters.asset).borrowLimit) } }
    : rejectionAnswer({ reason: 'unknownAsset' }, { act: 'wallet' }),
})

const maxTransferable = endpoint({
  ...READ, path: '/sapi/v1/margin/maxTransferable', weight: 50, parameters: { asset: mandatory(assetName), isolatedSymbol: optional(symbolName) },
  summary: 'How much of an asset may leave a margin account',
  answer: ({ parameters, caller: { account }, services: { venue: { view } } }): Answer => view.asset(parameters.asset)
    ? { ok: true, body: { amount: formatDecimal(view.margin.maxTransferable(account.id, whole(parameters), parameters.asset)) } }
    : rejectionAnswer({ reason: 'unknownAsset' }, { act: 'wallet' }),
})

export const marginLoanEndpoints: readonly Endpoint[] = [
  borrowRepay, loanHistory, transferHistory, interestHistory, maxBorrowable, maxTransferable,
  formerLoan('borrow', '/sapi/v1/margin/loan'), formerLoan('repay', '/sapi/v1/margin/repay'), formerTransfer, formerIsolatedTransfer,
]
