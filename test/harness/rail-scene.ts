import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import type { GuardRails } from '../../src/authority/guard-rails.ts'
import type { ApiKey } from '../../src/authority/api-key.ts'
import { lineageOf } from '../../src/authority/handover.ts'
import type { Endpoint, SocketFamily } from '../../src/binance/endpoint.ts'
import type { Decision, GateRequest } from '../../src/gate/gate.ts'
import type { RollingRail, Spending } from '../../src/gate/guard-rails/spending.ts'
import { requestId } from '../../src/ids.ts'
import { amount, plainAmount } from '../../src/money.ts'
import { anAccount } from './in-process.ts'
import { InProcessWire, type SecretKey, type WireReply } from './in-process-wire.ts'

export const alice = anAccount(100_001)
export type Parameters = Readonly<Record<string, string>>

/** One account with money, before the real wire. A bitcoin is worth 90,000 dollars here, an ether 3,000; it is noon, UTC. */
export class RailScene {
  readonly wire: InProcessWire

  constructor(spending?: Spending) {
    this.wire = new InProcessWire([alice], spending && { spending })
    for (const [asset, much] of [['USDT', '1000000'], ['BTC', '100'], ['ETH', '1000'], ['BNB', '10'], ['LTC', '100']] as const) this.wire.world.fund(alice, asset, much)
  }

  key(guardRails: GuardRails = {}, more: Partial<ApiKey> = {}): SecretKey { return this.wire.addKey(alice, { guardRails, ...more }) }

  /** What counts against a limit of the key now. */
  spent({ key }: SecretKey, rail: RollingRail = 'notionalPerWindow', hours = 24): string { return plainAmount(this.wire.spending.spentWithin(lineageOf(key), rail, hours, this.wire.world.clock.nowUs())) }

  /** Money in the cross margin wallet. */
  openMargin(): void {
    for (const [asset, much] of [['USDT', '100000'], ['BTC', '10']] as const) this.wire.world.venue.execute({ kind: 'transfer', from: { accountId: alice.id, wallet: 'spot' }, to: { accountId: alice.id, wallet: 'crossMargin' }, asset, amount: amount(much) })
  }

  /** Money in the futures wallet, and marks for every contract. */
  openFutures(): void {
    const { venue, clock } = this.wire.world
    venue.execute({ kind: 'transfer', from: { accountId: alice.id, wallet: 'spot' }, to: { accountId: alice.id, wallet: 'usdFutures' }, asset: 'USDT', amount: amount('100000') })
    clock.advance()
    venue.execute({ kind: 'tick' })
  }

  send(key: SecretKey, method: string, path: string, parameters: Parameters): Promise<WireReply> {
    return this.wire.send({ method, target: `${path}?${this.#signed(key, parameters)}`, headers: { 'X-MBX-APIKEY': key.apiKey } })
  }

  /** What the gate says to an order; nobody carries it out. */
  async admit(key: SecretKey, parameters: Parameters, more: Partial<GateRequest> = {}): Promise<Decision<Endpoint>> {
    return this.wire.gate.admit({
      id: requestId('r_test'), receivedAtUs: this.wire.world.clock.nowUs(), environment: 'live', method: 'POST', path: '/api/v3/order', query: this.#signed(key, parameters), body: '', apiKey: key.apiKey, address: '127.0.0.1', ...more,
    })
  }

  #signed({ secretKey }: SecretKey, parameters: Parameters): string {
    const query = new URLSearchParams({ ...parameters, timestamp: String(this.wire.world.clock.nowUs() / 1000) }).toString()
    return `${query}&signature=${createHmac('sha256', secretKey).update(query).digest('hex')}`
  }

  /** The limit that refused the call, 'taken' where the venue took it, else its code. */
  async outcome(key: SecretKey, method: string, path: string, parameters: Parameters): Promise<string> {
    const { status, body, decision } = await this.send(key, method, path, parameters)
    if (!decision.admitted && decision.refusal.reason === 'guardRail') {
      const { code, msg } = JSON.parse(body) as { code: number; msg: string }
      assert.match(msg, new RegExp(decision.refusal.limit), 'the text names the limit')
      return path.includes('withdraw') ? `${decision.refusal.limit} ${code}` : (assert.equal(code, -2010), decision.refusal.limit)
    }
    return status === 200 ? 'taken' : `venue ${(JSON.parse(body) as { code: number }).code}`
  }

  message(key: SecretKey, method: string, parameters: Parameters, family: SocketFamily = 'api'): string {
    const params: Parameters = { ...parameters, apiKey: key.apiKey, timestamp: String(this.wire.world.clock.nowUs() / 1000) }
    const payload = Object.keys(params).sort().map((name) => `${name}=${params[name] ?? ''}`).join('&')
    const { decision } = this.wire.message(JSON.stringify({ id: 1, method, params: { ...params, signature: createHmac('sha256', key.secretKey).update(payload).digest('hex') } }), { family })
    return decision.admitted ? 'admitted' : decision.refusal.reason === 'guardRail' ? decision.refusal.limit : decision.refusal.reason
  }
}

export const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '89000' }
export const OCO = { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.001', aboveType: 'LIMIT_MAKER', abovePrice: '91000', belowType: 'STOP_LOSS_LIMIT', belowStopPrice: '89000', belowPrice: '88900', belowTimeInForce: 'GTC' }
export const OLD_OCO = { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.001', price: '91000', stopPrice: '89000', stopLimitPrice: '88900', stopLimitTimeInForce: 'GTC' }
const WORKING = { symbol: 'BTCUSDT', workingType: 'LIMIT', workingSide: 'BUY', workingPrice: '89000', workingQuantity: '0.001', workingTimeInForce: 'GTC', pendingSide: 'SELL', pendingQuantity: '0.001' }
export const OTO = { ...WORKING, pendingType: 'LIMIT_MAKER', pendingPrice: '91000' }
export const OTOCO = { ...WORKING, pendingAboveType: 'LIMIT_MAKER', pendingAbovePrice: '91000', pendingBelowType: 'STOP_LOSS', pendingBelowStopPrice: '89000' }
const { pendingQuantity: _, ...WORKING_ALONE } = WORKING
export const OPO = { ...WORKING_ALONE, pendingType: OTO.pendingType, pendingPrice: OTO.pendingPrice }
export const OPOCO = { ...WORKING_ALONE, pendingAboveType: 'LIMIT_MAKER', pendingAbovePrice: '91000', pendingBelowType: 'STOP_LOSS', pendingBelowStopPrice: '89000' }
export const REPLACE = { ...LIMIT, cancelReplaceMode: 'ALLOW_FAILURE', cancelOrderId: '1' }

/** Every row that names an order in BTCUSDT, with a call that places one and, of lists, several. */
export const ROWS: readonly (readonly [path: string, parameters: Parameters])[] = [
  ['/api/v3/order', LIMIT], ['/api/v3/order/test', LIMIT], ['/api/v3/sor/order', LIMIT], ['/api/v3/sor/order/test', LIMIT], ['/api/v3/order/cancelReplace', REPLACE],
  ['/api/v3/order/oco', OLD_OCO], ['/api/v3/orderList/oco', OCO], ['/api/v3/orderList/oto', OTO], ['/api/v3/orderList/otoco', OTOCO],
  ['/api/v3/orderList/opo', OPO], ['/api/v3/orderList/opoco', OPOCO],
  ['/sapi/v1/margin/order', LIMIT], ['/sapi/v1/margin/order/oco', OLD_OCO], ['/sapi/v1/margin/order/oto', OTO], ['/sapi/v1/margin/order/otoco', OTOCO],
  ['/sapi/v1/convert/limit/placeOrder', { baseAsset: 'BTC', quoteAsset: 'USDT', side: 'BUY', limitPrice: '89000', baseAmount: '0.001', expiredType: '1_D' }],
]
