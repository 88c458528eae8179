import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MarginWalletName } from '../../src/exchange/command.ts'
import type { Exchange } from '../../src/exchange/exchange.ts'
import { entryPriceOf } from '../../src/exchange/futures/futures-state.ts'
import { isolatedWallet } from '../../src/exchange/wallet-name.ts'
import { type AccountId, accountId } from '../../src/ids.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { type Parameters, signedCall } from '../harness/signed-request.ts'
import { LoadConnection, units } from './acknowledged.ts'
import { assertCleared, assertLent, assertSumsToZero, durableExchange } from './durable-exchange.ts'

const ROUNDS = 2
/** Calls of each kind that are answered before the server is killed. */
const ANSWERED = 20
const PAIR = 'BTCUSDT'
const ISOLATED = { isIsolated: 'TRUE', symbol: PAIR }

type Call = readonly [path: string, parameters: Parameters]

/** A position that grows: two buys for each sale, in two contracts. */
const trades = (number: number): Call => ['/fapi/v1/order', { symbol: number % 2 === 0 ? 'ETHUSDT' : PAIR, side: number % 3 === 2 ? 'SELL' : 'BUY', type: 'MARKET', quantity: number % 2 === 0 ? '0.05' : '0.002' }]

/** Debts that grow, in both kinds of margin wallet, and orders that trade with what was borrowed. */
const loans = (number: number): Call => {
  const where = number % 2 === 0 ? {} : ISOLATED
  switch (number % 6) {
    case 4: return ['/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '5', type: 'REPAY' }]
    case 5: return ['/sapi/v1/margin/order', { symbol: PAIR, side: 'BUY', type: 'MARKET', quoteOrderQty: '12', sideEffectType: 'MARGIN_BUY' }]
    default: return ['/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '20', type: 'BORROW', ...where }]
  }
}

/** Calls one after the other until the server is gone; tells how many were answered. */
const load = async (server: RunningServer, key: DemoKeyFile, callOf: (number: number) => Call, mark: string, onAnswered: (count: number) => void): Promise<void> => {
  const client = await LoadConnection.open(server.demo.rest, key)
  for (let number = 0; ; number += 1) {
    const [path, parameters] = callOf(number)
    const answer = await client.call<unknown>('POST', path, { ...parameters, mark: `${mark}-${number}` })
    if (!answer) break
    assert.equal(answer.status, 200, `${path} ${JSON.stringify(parameters)} → ${JSON.stringify(answer.body)}`)
    onAnswered(number + 1)
  }
  client.hangUp()
}

/** Both loads at once, and kill -9 as soon as enough of each is answered. */
const killAmid = async (server: RunningServer, round: number): Promise<void> => {
  const { futures, margin } = server.demo.keys
  const [enough, isEnough] = [Promise.withResolvers<void>(), new Set<string>()]
  const note = (kind: string) => (count: number): void => {
    if (count >= ANSWERED) isEnough.add(kind)
    if (isEnough.size === 2) enough.resolve()
  }
  const under = Promise.all([load(server, futures, trades, `futures-${round}`, note('futures')), load(server, margin, loans, `margin-${round}`, note('margin'))])
  await Promise.race([enough.promise, under])
  assert.equal(isEnough.size, 2, 'the server was there until it was killed')
  assert.equal(await server.end('SIGKILL'), 'SIGKILL')
  await under
}

interface Standing {
  /** Contract, quantity and entry price. */
  readonly positions: readonly (readonly [symbol: string, quantity: bigint, entryPrice: bigint])[]
  /** Principal in USDT. */
  readonly owedCross: bigint
  readonly owedIsolated: bigint
}

/** What the killed server left behind. */
const onDisk = ({ futures, margin }: Exchange, owner: AccountId): Standing => {
  const owedIn = (wallet: MarginWalletName): bigint => margin.account(owner, wallet).balances.find(({ asset }) => asset === 'USDT')?.principal ?? 0n
  return {
    positions: futures.positions(owner).filter(({ quantity }) => quantity !== 0n).map((position) => [position.symbol, position.quantity, entryPriceOf(position)] as const).sort(),
    owedCross: owedIn('crossMargin'), owedIsolated: owedIn(isolatedWallet(PAIR)),
  }
}

/** What the server that was started again tells. */
const told = async ({ demo: { rest, keys } }: RunningServer): Promise<Standing> => {
  const { body: positions } = await signedCall<{ symbol: string; positionAmt: string; entryPrice: string }[]>(rest, keys.futures, 'GET', '/fapi/v3/positionRisk')
  const { body: cross } = await signedCall<{ userAssets: { asset: string; borrowed: string }[] }>(rest, keys.margin, 'GET', '/sapi/v1/margin/account')
  const { body: isolated } = await signedCall<{ assets: { quoteAsset: { borrowed: string } }[] }>(rest, keys.margin, 'GET', '/sapi/v1/margin/isolated/account', { symbols: PAIR })
  return {
    positions: positions.map(({ symbol, positionAmt, entryPrice }) => [symbol, units(positionAmt), units(entryPrice)] as const).sort(),
    owedCross: units(cross.userAssets.find(({ asset }) => asset === 'USDT')?.borrowed ?? '0'), owedIsolated: units(isolated.assets[0]?.quoteAsset.borrowed ?? '0'),
  }
}

test(`kill -9, ${ROUNDS} times with positions and loans open at once: every asset sums to zero, and what is held and owed is the same before and after`, async () => {
  const server = await RunningServer.start({ options: ['--rate-limits', 'off'] })
  try {
    const { body: { uid } } = await signedCall<{ uid: number }>(server.demo.rest, server.demo.keys.margin, 'GET', '/api/v3/account')
    for (let round = 1; round <= ROUNDS; round += 1) {
      await killAmid(server, round)
      const exchange = await durableExchange(server.dataFolder)
      assertSumsToZero(exchange)
      assertCleared(exchange)
      assertLent(exchange)
      const before = onDisk(exchange, accountId(uid))
      assert.equal(before.positions.length, 2, 'positions are open in both contracts')
      assert.ok(before.owedCross > 0n && before.owedIsolated > 0n, 'loans are open in both kinds of wallet')
      await server.launch()
      assert.deepEqual(await told(server), before, `round ${round}`)
    }
  } finally {
    await server.stop()
  }
})
