/**
 * A lockdown closes what a thief could use in every product, and one whose process dies in between is finished at the next start: a row for each
 * durable step, before it and after it.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Authority } from '../../src/authority/authority.ts'
import { KeyDirectory } from '../../src/authority/key-directory.ts'
import { closureOf } from '../../src/authority/key-life.ts'
import { isolatedWallet } from '../../src/exchange/wallet-name.ts'
import { accountId, apiKeyId, type ApiKeyId } from '../../src/ids.ts'
import { amount } from '../../src/money.ts'
import { LockdownOffice, type LockdownWish } from '../../src/operations/lockdown/lockdown.ts'
import { countOpenOrders, ORDER_PLACES, totalOf } from '../../src/operations/open-orders.ts'
import type { Doing } from '../../src/operations/operation.ts'
import { DEFAULT_WAITING_US } from '../../src/withdrawals/withdrawal-policy.ts'
import { WithdrawalRules } from '../../src/withdrawals/withdrawal-rules.ts'
import { Died, Fuse, fused } from '../harness/fuse.ts'
import { aFuturesWorld, type FuturesWorld } from '../harness/futures-world.ts'
import { anAccount } from '../harness/in-process.ts'
import type { Actor } from '../people/people-scene.ts'
import { KeysScene } from './keys-scene.ts'

const MAIN = accountId(100_001)
const OWNER = anAccount(MAIN)
const SYMBOL = 'BTCUSDT'
const WISH: LockdownWish = { account: MAIN, way: 'delete', cancelOrders: true, endSessions: true, renewFactors: false, sinceHours: 24 }

/** 2,000 USDT in each margin account besides. */
const aFundedWorld = (): FuturesWorld => {
  const futuresWorld = aFuturesWorld([OWNER])
  for (const wallet of ['crossMargin', isolatedWallet(SYMBOL)] as const) {
    assert.ok(futuresWorld.world.venue.execute({ kind: 'transfer', from: { accountId: MAIN, wallet: 'spot' }, to: { accountId: MAIN, wallet }, asset: 'USDT', amount: amount('2000') }).ok)
  }
  return futuresWorld
}

/** An open order in every product: far from the price, so that none is filled. */
const placeEverywhere = async ({ as, price }: FuturesWorld): Promise<void> => {
  const call = as(OWNER)
  const must = async (path: string, parameters: Readonly<Record<string, string>>): Promise<void> => {
    const { status, body } = await call('POST', path, parameters)
    assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`)
  }
  const limit = { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: price(SYMBOL, 0.8) }
  await must('/api/v3/order', limit)
  await must('/api/v3/order', { ...limit, symbol: 'ETHUSDT', price: price('ETHUSDT', 0.8), quantity: '0.1' })
  await must('/api/v3/order', { symbol: SYMBOL, side: 'BUY', type: 'STOP_LOSS_LIMIT', timeInForce: 'GTC', quantity: '0.01', price: price(SYMBOL, 1.2), stopPrice: price(SYMBOL, 1.15) })
  await must('/sapi/v1/margin/order', limit)
  await must('/sapi/v1/margin/order', { ...limit, isIsolated: 'TRUE' })
  await must('/fapi/v1/order', limit)
  await must('/fapi/v1/algoOrder', { algoType: 'CONDITIONAL', symbol: SYMBOL, side: 'BUY', type: 'STOP_MARKET', quantity: '0.01', triggerPrice: price(SYMBOL, 1.2) })
  await must('/sapi/v1/convert/limit/placeOrder', { baseAsset: 'BTC', quoteAsset: 'USDT', side: 'BUY', limitPrice: price(SYMBOL, 0.5), baseAmount: '0.001', expiredType: '1_D' })
}
const PLACED = { spot: 3, crossMargin: 1, isolatedMargin: 1, futures: 1, conditional: 1, convert: 1 }
const ORDERS = 8

/** Who would lock down, over ports that may die. */
class House {
  readonly scene: KeysScene
  readonly live: FuturesWorld
  readonly testnet: FuturesWorld
  #lives = 0
  #made = 0

  constructor(scene: KeysScene) {
    this.scene = scene
    this.live = aFundedWorld()
    this.testnet = aFundedWorld()
  }

  /** What a process has in memory, read from the store. */
  open(fuse: Fuse) {
    const { scene, live, testnet } = this
    const { store, people: { sealer, randomBytes, people } } = scene
    this.#lives += 1
    const life = this.#lives
    const keys = fused(store.keys, new Set(['insert', 'update', 'saveTogether']), fuse)
    const directory = new KeyDirectory({ sealer })
    const accounts = { byId: (id: number) => (id === MAIN ? OWNER : undefined), all: () => [OWNER] }
    const authority = new Authority({ store: keys, directory, sealer, accounts, randomBytes, newKeyId: () => apiKeyId(`k_${life}_${this.#made += 1}`) })
    authority.load()
    const rules = new WithdrawalRules(fused(store.withdrawals, new Set(['savePolicy']), fuse), DEFAULT_WAITING_US)
    rules.load()
    const venues = { live: live.world.venue, testnet: testnet.world.venue }
    const clock = { nowUs: () => scene.people.nowUs }
    const office = new LockdownOffice({
      incidents: fused(store.incidents, new Set(['insert', 'update']), fuse), authority, keys: store.keys, findKey: () => assert.fail('no key is named'), accounts, rules,
      people: { previewLockdown: (id) => people.previewLockdown(id), lockDown: (...list) => fuse.guardAsync(() => people.lockDown(...list)) }, callLog: { usage: async () => [] },
      venueOf: (environment) => ({ view: venues[environment].view, nowUs: () => venues[environment].nowUs(), examine: (command) => venues[environment].examine(command), settled: () => venues[environment].settled(), execute: (command) => fuse.guard(() => venues[environment].execute(command)) }),
      randomText: (length) => `${life}x${this.#made += 1}`.padStart(length, 'x'), clock, wallClock: clock,
    })
    return { office, authority, directory, rules }
  }

  get doing(): Doing {
    return { actor: 'operator:local', source: 'local', nowUs: this.scene.people.nowUs, recordedAtUs: this.scene.people.nowUs, confirmation: null, personId: null }
  }

  /** Two open keys, one closed already, orders everywhere on both venues, and somebody who is signed in. */
  async furnish(owner: Actor): Promise<readonly ApiKeyId[]> {
    const { authority, rules } = this.open(new Fuse())
    const act = { actor: 'operator:local', source: 'local', nowUs: this.scene.people.nowUs }
    const ids: ApiKeyId[] = []
    for (const environment of ['live', 'testnet', 'live'] as const) {
      const made = await authority.create({ accountId: MAIN, environment, label: `bot ${this.#made += 1}`, kind: 'hmac', permissions: ['reading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] } }, act)
      assert.ok(made.ok)
      ids.push(made.key.id)
    }
    assert.ok(ids[2] !== undefined && (await authority.disable(ids[2], act)).ok)
    await rules.setPolicy(MAIN, { onlyAddressBook: false, lockedUntilUs: null }, { ...act, recordedAtUs: act.nowUs, confirmation: null })
    await placeEverywhere(this.live)
    await placeEverywhere(this.testnet)
    await this.scene.people.signIn(owner)
    return ids
  }
}

const ordersLeft = (house: House): number => [house.live, house.testnet].reduce((sum, { world }) => sum + totalOf(countOpenOrders(world.venue.view, MAIN)), 0)

test('every open order goes, in every product of both environments, and the report says each', () => KeysScene.run(async (scene) => {
  const house = new House(scene)
  const ids = await house.furnish(await scene.people.owner())
  assert.deepEqual(countOpenOrders(house.live.world.venue.view, MAIN), PLACED)
  const { office } = house.open(new Fuse())
  const preview = await office.preview(WISH)
  assert.ok(preview.ok && preview.value.openOrders === 2 * ORDERS)
  const done = await office.lockDown(WISH, { ...house.doing, recordedAtUs: house.live.world.clock.nowUs() })
  assert.ok(done.ok, JSON.stringify(done))
  const report = done.value
  assert.equal(ordersLeft(house), 0)
  assert.deepEqual(report.done.cancelled, (['live', 'testnet'] as const).flatMap((environment) => ORDER_PLACES.map((place) => ({ environment, place, orders: PLACED[place] }))))
  assert.deepEqual([report.done.ordersCancelled, report.done.ordersLeft], [2 * ORDERS, 0])
  assert.deepEqual([...new Set(report.orders.map(({ environment, place }) => `${environment} ${place}`))].sort(), ['live', 'testnet'].flatMap((environment) => ORDER_PLACES.map((place) => `${environment} ${place}`)).sort())
  assert.equal(report.orders.length, 2 * ORDERS)
  assert.ok(report.orders.every(({ status, isNewSymbol }) => isNewSymbol && status.startsWith('CANCEL')), JSON.stringify(report.orders.map(({ place, status }) => [place, status])))
  for (const where of ['BTCUSDT (spot)', 'BTCUSDT (cross margin)', 'BTCUSDT (isolated margin)', 'BTCUSDT (futures)', 'BTCUSDT (futures, when a price is reached)', 'USDT → BTC (convert)', 'BTCUSDT (futures (testnet))']) {
    assert.ok(report.deviations.some((sentence) => sentence.startsWith(`Ordered ${where}, not ordered in the 30 days before`)), `${where} in ${report.deviations.join('\n')}`)
  }
  assert.deepEqual(report.keys.map(({ id, wasOpen, isOpen }) => [id, wasOpen, isOpen]).sort(), ids.map((id, index) => [id, index < 2, false]).sort())
}))

test('of keys of the testnet alone, live orders stay', () => KeysScene.run(async (scene) => {
  const house = new House(scene)
  const ids = await house.furnish(await scene.people.owner())
  const { office, authority } = house.open(new Fuse())
  for (const id of [ids[0], ids[2]]) if (id !== undefined) await authority.delete(id, { actor: 'operator:local', source: 'local', nowUs: scene.people.nowUs })
  assert.ok((await office.lockDown(WISH, house.doing)).ok)
  assert.deepEqual([totalOf(countOpenOrders(house.live.world.venue.view, MAIN)), totalOf(countOpenOrders(house.testnet.world.venue.view, MAIN))], [ORDERS, 0])
}))

test('what was traded before is usual, in the product where it was, and a fill that is new is told', () => KeysScene.run(async (scene) => {
  const house = new House(scene)
  await house.furnish(await scene.people.owner())
  const { world, as, price } = house.live
  // A day later the same is ordered again on spot, and for the first time in futures another contract.
  world.clock.advance(25 * 3_600_000_000)
  const call = as(OWNER)
  assert.equal((await call('POST', '/api/v3/order', { symbol: SYMBOL, side: 'BUY', type: 'MARKET', quantity: '0.001' })).status, 200)
  assert.equal((await call('POST', '/sapi/v1/margin/order', { symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: '0.05' })).status, 200)
  assert.equal((await call('POST', '/fapi/v1/order', { symbol: 'ETHUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.1', price: price('ETHUSDT', 0.8) })).status, 200)
  const done = await house.open(new Fuse()).office.lockDown({ ...WISH, sinceHours: 24 }, { ...house.doing, recordedAtUs: world.clock.nowUs() })
  assert.ok(done.ok)
  const { orders, fills } = done.value
  assert.deepEqual(orders.filter(({ environment, status }) => environment === 'live' && status !== 'CANCELED').map(({ place, symbol, isNewSymbol }) => [place, symbol, isNewSymbol]).sort(), [['crossMargin', 'ETHUSDT', true], ['spot', SYMBOL, false]])
  assert.ok(orders.some(({ place, symbol, isNewSymbol }) => place === 'futures' && symbol === 'ETHUSDT' && isNewSymbol))
  assert.deepEqual([...new Set(fills.map(({ place, symbol, isNewSymbol }) => `${place} ${symbol} ${String(isNewSymbol)}`))].sort(), ['crossMargin ETHUSDT true', 'spot BTCUSDT false'])
}))

/** Steps of a lockdown that deletes three keys: the plan, the policy, closing, three deletions, 7 cancellations on each venue, the people, the report. */
const STEPS = 1 + 1 + 1 + 3 + 2 * 7 + 1 + 1

test('a lockdown whose process dies at any step is finished by the next start, once, and its report knows what was open', () => KeysScene.run(async (scene) => {
  const house = new House(scene)
  const owner = await scene.people.owner()
  let lockdowns = 0
  for (let step = 1; step <= STEPS; step += 1) {
    for (const dropsLast of [true, false]) {
      const at = `${dropsLast ? 'before' : 'after'} step ${step}`
      const ids = await house.furnish(owner)
      const { sessions } = await scene.people.people.previewLockdown(MAIN)
      const fuse = new Fuse()
      fuse.set(step, dropsLast)
      await assert.rejects(house.open(fuse).office.lockDown(WISH, house.doing), Died, at)
      const { office, directory, rules } = house.open(new Fuse())
      const resumed = await office.resume()
      if (step === 1 && dropsLast) {
        assert.deepEqual([resumed, ordersLeft(house)], [0, 2 * ORDERS], 'what was never asked for did not begin')
        assert.ok((await office.lockDown(WISH, house.doing)).ok)
      } else assert.equal(resumed, step === STEPS && !dropsLast ? 0 : 1, at)
      for (const id of ids) {
        const key = await scene.store.keys.byId(id)
        assert.ok(key && key.deletedAtUs !== null && closureOf(key, scene.people.nowUs) === 'keyDeleted', at)
        assert.equal(directory.find(key.text)?.key.deletedAtUs === null, false, at)
      }
      assert.equal(ordersLeft(house), 0, at)
      assert.ok(rules.policyOf(MAIN).onlyAddressBook && (rules.policyOf(MAIN).lockedUntilUs ?? 0) > scene.people.nowUs, at)
      assert.equal((await scene.people.people.previewLockdown(MAIN)).sessions, 0, at)
      const [incident] = office.incidents(MAIN, 1)
      assert.equal(incident?.state, 'closed', at)
      const report = incident.report ?? assert.fail()
      assert.deepEqual(report.keys.filter(({ wasOpen }) => wasOpen).map(({ id }) => id).sort(), ids.slice(0, 2).sort(), at)
      assert.deepEqual([report.done.ordersCancelled, report.done.ordersLeft, report.done.sessionsEnded], [2 * ORDERS, 0, sessions], at)
      lockdowns += 1
      for (const act of ['account.lockdown', 'account.lockedDown']) assert.equal(scene.store.audit.find({ act }, 1_000).length, lockdowns, `${act} ${at}`)
      assert.equal(await office.resume(), 0, at)
    }
  }
}))
