import { accountId as makeAccountId, type AccountId } from '../../ids.ts'
import { type Amount, notionalRoundedDown, notionalRoundedUp, ratioRoundedDown, UNIT } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { CommandOf } from '../command.ts'
import type { Postings } from '../ledger.ts'
import type { StateValue, VenueFacts, Verdict } from '../market-port.ts'
import type { Rejection } from '../rejection.ts'
import type { WalletRules } from '../transfers/wallet-rules.ts'
import { valueIn } from '../wallet/valuation.ts'
import type { Conversion, ConversionQuote, ConvertWallet } from './conversion.ts'
import { type ConvertLimits, givenFor, limitsOf, receivedFor } from './convert-price.ts'

export type ConvertCommand = CommandOf<'quoteConversion' | 'acceptConversion' | 'placeConversionOrder' | 'cancelConversionOrder'>

/** Of one account the newest so many that are finished are told. */
const KEPT_AN_ACCOUNT = 5_000

type Row = readonly [accountId: number, wallet: string, fromAsset: string, toAsset: string, fromAmount: string, toAmount: string]
interface ConvertState {
  readonly lastOrderId: number
  readonly quotes: readonly (readonly [id: string, validUntilUs: TimeUs, ...Row])[]
  readonly conversions: readonly (readonly [orderId: number, quoteId: string, state: string, createdAtUs: TimeUs, expiresAtUs: TimeUs | null, ...Row])[]
}

/**
 * Conversions of one asset into another at a price the venue names, or once the market reaches a price the account names. The venue trades
 * elsewhere for it: what is given leaves for the world outside, and what is got comes from there.
 */
export class ConvertDesk {
  readonly #ledger: Postings
  readonly #facts: VenueFacts
  readonly #rulesOf: (wallet: ConvertWallet) => WalletRules
  readonly #quotes = new Map<string, ConversionQuote>()
  readonly #conversions = new Map<AccountId, Conversion[]>()
  readonly #open = new Map<number, Conversion>()
  #lastOrderId = 0

  /** @param rulesOf what a wallet says of assets that come into it and amounts that leave it, asked when something is converted */
  constructor(ledger: Postings, facts: VenueFacts, rulesOf: (wallet: ConvertWallet) => WalletRules) {
    this.#ledger = ledger
    this.#rulesOf = rulesOf
    this.#facts = facts
  }

  judge(command: ConvertCommand, nowUs: TimeUs): Rejection | null {
    const given = this.#prepare(command, nowUs)
    return 'reason' in given ? given : null
  }

  execute(command: ConvertCommand, nowUs: TimeUs): Verdict {
    const given = this.#prepare(command, nowUs)
    if ('reason' in given) return given
    given.change()
    return 'changed'
  }

  /** Forgets quotes that ran out, makes the conversions whose price is there, and ends those whose time is over. @returns whether anything changed */
  tick(nowUs: TimeUs): boolean {
    let isChanged = false
    for (const [id, { validUntilUs }] of this.#quotes) if (validUntilUs < nowUs) isChanged = this.#quotes.delete(id) || isChanged
    for (const order of [...this.#open.values()]) {
      if (order.expiresAtUs !== null && order.expiresAtUs <= nowUs) this.#close(order, 'expired')
      else if (this.#isReached(order)) this.#close(order, 'done')
      else continue
      isChanged = true
    }
    return isChanged
  }

  limits(asset: string): ConvertLimits | null {
    return this.#facts.asset(asset) === undefined ? null : limitsOf(this.#valueIn, asset)
  }

  quote(accountId: AccountId, id: string): ConversionQuote | undefined {
    const quote = this.#quotes.get(id)
    return quote?.accountId === accountId ? quote : undefined
  }

  /** Oldest first. */
  conversions(accountId: AccountId): readonly Conversion[] {
    return this.#conversions.get(accountId) ?? []
  }

  state(): StateValue {
    const state: ConvertState = {
      lastOrderId: this.#lastOrderId,
      quotes: [...this.#quotes.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((quote) => [quote.id, quote.validUntilUs, ...rowOf(quote)] as const),
      conversions: [...this.#conversions.values()].flat().sort((a, b) => a.orderId - b.orderId)
        .map((conversion) => [conversion.orderId, conversion.quoteId, conversion.state, conversion.createdAtUs, conversion.expiresAtUs, ...rowOf(conversion)] as const),
    }
    return state as unknown as StateValue // rows of texts, numbers and nulls, which interfaces do not let the compiler see
  }

  restore(value: StateValue): void {
    const state = value as unknown as ConvertState // only what `state` made is restored
    this.#lastOrderId = state.lastOrderId
    this.#quotes.clear()
    this.#conversions.clear()
    this.#open.clear()
    for (const [id, validUntilUs, ...row] of state.quotes) this.#quotes.set(id, { id, validUntilUs, ...termsOf(row) })
    for (const [orderId, quoteId, kept, createdAtUs, expiresAtUs, ...row] of state.conversions) {
      // The state's own words, written by `state`.
      this.#keep({ orderId, quoteId, state: kept as Conversion['state'], createdAtUs, expiresAtUs, ...termsOf(row) })
    }
  }

  readonly #valueIn = (asset: string, amount: Amount, quoteAsset: string): Amount | null => valueIn((symbol) => this.#facts.lastPrice(symbol), asset, amount, quoteAsset)

  #prepare(command: ConvertCommand, nowUs: TimeUs): Rejection | { change(): void } {
    if (!this.#facts.terms(command.accountId)) return { reason: 'unknownAccount' }
    switch (command.kind) {
      case 'quoteConversion': return this.#prepareQuote(command, nowUs)
      case 'acceptConversion': return this.#prepareAcceptance(command, nowUs)
      case 'placeConversionOrder': return this.#prepareOrder(command, nowUs)
      case 'cancelConversionOrder': return this.#prepareCancel(command)
    }
  }

  #prepareQuote({ accountId, quote: { id, wallet, fromAsset, toAsset, amount, isAmountOf, validForUs } }: CommandOf<'quoteConversion'>, nowUs: TimeUs): Rejection | { change(): void } {
    const fromAmount = isAmountOf === 'from' ? amount : givenFor(this.#valueIn, fromAsset, toAsset, amount)
    const toAmount = isAmountOf === 'to' ? amount : receivedFor(this.#valueIn, fromAsset, toAsset, amount)
    const fault = this.#pairFault(fromAsset, toAsset)
    if (fault) return fault
    const rules = this.#rulesOf(wallet)
    for (const asset of [fromAsset, toAsset]) if (rules.judgeEntering({ accountId, wallet }, asset, amount) !== null) return { reason: 'notConvertible' }
    if (fromAmount === null || toAmount === null) return { reason: 'notConvertible' }
    const outside = this.#outsideLimits(fromAsset, fromAmount, toAmount)
    if (outside) return outside
    return { change: () => { this.#quotes.set(id, { id, accountId, wallet, fromAsset, toAsset, fromAmount, toAmount, validUntilUs: nowUs + validForUs }) } }
  }

  #prepareAcceptance({ accountId, quoteId }: CommandOf<'acceptConversion'>, nowUs: TimeUs): Rejection | { change(): void } {
    const quote = this.quote(accountId, quoteId)
    if (quote === undefined || quote.validUntilUs < nowUs) return { reason: 'quoteExpired' }
    if (this.#ledger.free(accountId, quote.fromAsset, quote.wallet) < quote.fromAmount) return { reason: 'convertBalance' }
    if (this.#rulesOf(quote.wallet).judgeLeaving({ accountId, wallet: quote.wallet }, quote.fromAsset, quote.fromAmount) !== null) return { reason: 'convertBalance' }
    return {
      change: () => {
        this.#quotes.delete(quoteId)
        const { wallet, fromAsset, toAsset, fromAmount, toAmount } = quote
        this.#ledger.hold(accountId, fromAsset, fromAmount, wallet)
        this.#pay(quote)
        this.#keep({ accountId, wallet, fromAsset, toAsset, fromAmount, toAmount, orderId: this.#nextOrderId(), quoteId, state: 'done', createdAtUs: nowUs, expiresAtUs: null })
      },
    }
  }

  /** A BUY gives quote for base, a SELL base for quote, at the named price; what has to be given is rounded up, what is got is cut. */
  #prepareOrder({ accountId, order: { id, wallet, baseAsset, quoteAsset, side, price, amount, isAmountOf, expiresAfterUs } }: CommandOf<'placeConversionOrder'>, nowUs: TimeUs): Rejection | { change(): void } {
    const fault = this.#pairFault(baseAsset, quoteAsset)
    if (fault) return fault
    const isBuy = side === 'BUY'
    const base = isAmountOf === 'base' ? amount : ratioRoundedDown(amount, UNIT, price)
    const quote = isAmountOf === 'quote' ? amount : isBuy ? notionalRoundedUp(price, amount) : notionalRoundedDown(price, amount)
    const [fromAsset, toAsset, fromAmount, toAmount] = isBuy ? [quoteAsset, baseAsset, quote, base] : [baseAsset, quoteAsset, base, quote]
    const outside = this.#outsideLimits(fromAsset, fromAmount, toAmount)
    if (outside) return outside
    if (this.#ledger.free(accountId, fromAsset, wallet) < fromAmount) return { reason: 'convertBalance' }
    return {
      change: () => {
        this.#ledger.hold(accountId, fromAsset, fromAmount, wallet)
        this.#keep({ accountId, wallet, fromAsset, toAsset, fromAmount, toAmount, orderId: this.#nextOrderId(), quoteId: id, state: 'open', createdAtUs: nowUs, expiresAtUs: nowUs + expiresAfterUs })
      },
    }
  }

  #prepareCancel({ accountId, orderId }: CommandOf<'cancelConversionOrder'>): Rejection | { change(): void } {
    const order = this.#open.get(orderId)
    if (order === undefined || order.accountId !== accountId) return { reason: 'unknownConversion' }
    return { change: () => this.#close(order, 'cancelled') }
  }

  #pairFault(one: string, other: string): Rejection | null {
    if (!this.#facts.asset(one) || !this.#facts.asset(other)) return { reason: 'unknownAsset' }
    return one === other || this.#valueIn(one, UNIT, other) === null ? { reason: 'notConvertible' } : null
  }

  #outsideLimits(fromAsset: string, fromAmount: Amount, toAmount: Amount): Rejection | null {
    const limits = limitsOf(this.#valueIn, fromAsset)
    if (limits === null) return { reason: 'notConvertible' }
    if (fromAmount < limits.least || toAmount <= 0n) return { reason: 'convertTooLittle' }
    return fromAmount > limits.greatest ? { reason: 'convertTooMuch' } : null
  }

  #isReached({ fromAsset, toAsset, fromAmount, toAmount }: Conversion): boolean {
    const worth = this.#valueIn(fromAsset, fromAmount, toAsset)
    return worth !== null && worth >= toAmount
  }

  #close(order: Conversion, state: Exclude<Conversion['state'], 'open'>): void {
    this.#open.delete(order.orderId)
    if (state === 'done') this.#pay(order)
    else this.#ledger.release(order.accountId, order.fromAsset, order.fromAmount, order.wallet)
    const kept = this.#conversions.get(order.accountId) ?? []
    kept[kept.indexOf(order)] = { ...order, state }
  }

  /** What was held goes, what was promised comes. */
  #pay({ accountId, wallet, fromAsset, toAsset, fromAmount, toAmount }: ConversionQuote | Conversion): void {
    this.#ledger.payOut(accountId, fromAsset, fromAmount, wallet)
    this.#ledger.creditFromWorld(accountId, toAsset, toAmount, wallet)
  }

  #keep(conversion: Conversion): void {
    const kept = this.#conversions.get(conversion.accountId) ?? []
    this.#conversions.set(conversion.accountId, kept)
    kept.push(conversion)
    if (conversion.state === 'open') this.#open.set(conversion.orderId, conversion)
    if (kept.length <= KEPT_AN_ACCOUNT) return
    const oldest = kept.findIndex(({ state }) => state !== 'open')
    if (oldest !== -1) kept.splice(oldest, 1)
  }

  #nextOrderId(): number {
    this.#lastOrderId += 1
    return this.#lastOrderId
  }
}

type Terms = Pick<Conversion, 'accountId' | 'wallet' | 'fromAsset' | 'toAsset' | 'fromAmount' | 'toAmount'>

const rowOf = ({ accountId, wallet, fromAsset, toAsset, fromAmount, toAmount }: Terms): Row => [accountId, wallet, fromAsset, toAsset, fromAmount.toString(), toAmount.toString()]

const termsOf = ([id, wallet, fromAsset, toAsset, fromAmount, toAmount]: Row): Terms =>
  // The state's own words, written by `rowOf`.
  ({ accountId: makeAccountId(id), wallet: wallet as Conversion['wallet'], fromAsset, toAsset, fromAmount: BigInt(fromAmount), toAmount: BigInt(toAmount) })
