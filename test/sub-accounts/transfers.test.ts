import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { formatDecimal } from '../../src/money.ts'
import { MS } from '../../src/time.ts'
import { anAccount, type CallParameters } from '../harness/in-process.ts'
import { InProcessWire } from '../harness/in-process-wire.ts'
import { SeededRandom } from '../harness/seeded-random.ts'
import { aWorld } from '../harness/world.ts'

const main = anAccount(100_001)
const one = anAccount(100_002, { parentId: main.id, email: 'one@example.com' })
const two = anAccount(100_003, { parentId: main.id, email: 'two@example.com' })
const stranger = anAccount(100_004)
const FAMILY = [main, one, two]

const UNIVERSAL = ['POST', '/sapi/v1/sub-account/universalTransfer'] as const
const codeOf = ({ body }: { readonly body: unknown }): number => (body as { code?: number }).code ?? 0

const scene = () => {
  const world = aWorld([...FAMILY, stranger])
  for (const account of FAMILY) world.fund(account, 'USDT', '10000')
  const { view } = world.venue
  const total = (): string => formatDecimal(FAMILY.reduce((sum, { id }) => view.wallet.wallets(id).reduce((all, wallet) => {
    const { free, locked } = view.wallet.balance(id, 'USDT', wallet)
    return all + free + locked
  }, sum), 0n))
  const free = (account: typeof main, wallet: Parameters<typeof view.wallet.balance>[2] = 'spot'): string => formatDecimal(view.wallet.balance(account.id, 'USDT', wallet).free)
  const call = world.as(main)
  const transfer = (more: CallParameters) => call(...UNIVERSAL, { asset: 'USDT', amount: '100', fromAccountType: 'SPOT', toAccountType: 'SPOT', ...more })
  return { world, call, transfer, total, free }
}

test('money goes between the pairs of wallets that may, and no other; every asset is conserved', async () => {
  const { transfer, total } = scene()
  const [m, s, t] = [{}, { email: one.email }, { email: two.email }] as { email?: string }[]
  const ends = (from: { email?: string } | undefined, fromAccountType: string, to: { email?: string } | undefined, toAccountType: string): CallParameters =>
    ({ fromAccountType, toAccountType, ...(from?.email !== undefined && { fromEmail: from.email }), ...(to?.email !== undefined && { toEmail: to.email }), symbol: 'BTCUSDT' })
  const moves = [
    ends(m, 'SPOT', s, 'SPOT'), ends(s, 'SPOT', m, 'SPOT'), ends(s, 'SPOT', t, 'SPOT'), ends(m, 'SPOT', s, 'USDT_FUTURE'), ends(s, 'USDT_FUTURE', t, 'SPOT'), ends(m, 'SPOT', m, 'USDT_FUTURE'), ends(m, 'USDT_FUTURE', s, 'SPOT'),
    ends(s, 'SPOT', s, 'USDT_FUTURE'), ends(m, 'SPOT', s, 'MARGIN'), ends(s, 'MARGIN', t, 'MARGIN'), ends(t, 'MARGIN', m, 'SPOT'), ends(m, 'SPOT', s, 'ISOLATED_MARGIN'), ends(s, 'ISOLATED_MARGIN', m, 'SPOT'),
  ]
  for (const parameters of moves) {
    const { status, body } = await transfer(parameters)
    assert.equal(status, 200, `${JSON.stringify(parameters)} ${JSON.stringify(body)}`)
    assert.equal(total(), '30000.00000000')
  }
  const refused: readonly (readonly [CallParameters, number])[] = [
    [ends(m, 'SPOT', m, 'SPOT'), -1102], [ends(s, 'SPOT', s, 'MARGIN'), -9000], [ends(m, 'SPOT', m, 'MARGIN'), -9000], [ends(m, 'MARGIN', s, 'SPOT'), -9000], [ends(s, 'USDT_FUTURE', t, 'USDT_FUTURE'), -9000], [ends(m, 'MARGIN', s, 'MARGIN'), -9000],
    [ends(s, 'ISOLATED_MARGIN', t, 'ISOLATED_MARGIN'), -9000], [ends(m, 'SPOT', s, 'ALPHA'), -9000], [ends(m, 'SPOT', s, 'COIN_FUTURE'), -5011], [ends(s, 'SPOT', s, 'SPOT'), -5010],
    [ends(m, 'SPOT', { email: stranger.email }, 'SPOT'), -5021], [ends({ email: 'nobody@example.com' }, 'SPOT', m, 'SPOT'), -5021], [{ ...ends(m, 'SPOT', s, 'SPOT'), amount: '1000000' }, -5002],
  ]
  for (const [parameters, code] of refused) assert.equal(codeOf(await transfer(parameters)), code, JSON.stringify(parameters))
  assert.equal(total(), '30000.00000000')
})

test('the caller’s own id moves money once, and belongs to one transfer', async () => {
  const { transfer, free } = scene()
  const wish = { toEmail: one.email, clientTranId: 'payroll-1' }
  const first = (await transfer(wish)).body as { tranId: number; clientTranId: string }
  assert.deepEqual((await transfer(wish)).body, first)
  assert.deepEqual([first.clientTranId, free(one)], ['payroll-1', '10100.00000000'])
  assert.equal(codeOf(await transfer({ ...wish, amount: '7' })), -9000)
  assert.equal(codeOf(await transfer({ ...wish, toEmail: two.email })), -9000)
  assert.equal(free(one), '10100.00000000')
})

test('products that a sub-account has not opened have no wallet', async () => {
  const { world, transfer, call } = scene()
  const plain = anAccount(100_009, { parentId: main.id, products: { margin: false, futures: false } })
  world.open(plain)
  assert.equal(codeOf(await transfer({ toEmail: plain.email, toAccountType: 'USDT_FUTURE' })), -5011)
  assert.equal(codeOf(await transfer({ toEmail: plain.email, toAccountType: 'MARGIN' })), -3003)
  assert.deepEqual((await call('POST', '/sapi/v1/sub-account/futures/enable', { email: plain.email })).body, { email: plain.email, isFuturesEnabled: true })
  assert.equal((await transfer({ toEmail: plain.email, toAccountType: 'USDT_FUTURE' })).status, 200)
  assert.deepEqual((await call('GET', '/sapi/v1/sub-account/status', { email: plain.email })).body, [{ email: plain.email, isSubUserEnabled: true, isUserActive: true, insertTime: 0, isMarginEnabled: false, isFutureEnabled: true, mobile: 0 }])
})

test('a sub-account gives and never takes, and each side tells it', async () => {
  const { world, call, free } = scene()
  const [asOne, asTwo] = [world.as(one), world.as(two)]
  const { txnId } = (await asOne('POST', '/sapi/v1/sub-account/transfer/subToMaster', { asset: 'USDT', amount: '5' })).body as { txnId: string }
  assert.match(txnId, /^\d+$/)
  await asOne('POST', '/sapi/v1/sub-account/transfer/subToSub', { toEmail: 'TWO@example.com', asset: 'USDT', amount: '3' })
  assert.deepEqual([free(main), free(one), free(two)], ['10005.00000000', '9992.00000000', '10003.00000000'])
  for (const toEmail of [main.email, stranger.email]) assert.equal(codeOf(await asOne('POST', '/sapi/v1/sub-account/transfer/subToSub', { toEmail, asset: 'USDT', amount: '1' })), -5021, toEmail)
  assert.equal(codeOf(await asOne('POST', '/sapi/v1/sub-account/transfer/subToSub', { toEmail: one.email, asset: 'USDT', amount: '1' })), -1130)
  const told = async (as: typeof asOne, more = {}) => ((await as('GET', '/sapi/v1/sub-account/transfer/subUserHistory', more)).body as { counterParty: string; email: string; type: number; qty: string }[]).map(({ counterParty, email, type, qty }) => [counterParty, email, type, Number(qty)])
  assert.deepEqual(await told(asOne), [['subAccount', two.email, 2, 3], ['master', main.email, 2, 5]])
  assert.deepEqual(await told(asTwo), [['subAccount', one.email, 1, 3]])
  assert.deepEqual(await told(asTwo, { type: 2 }), [])
  const history = async (more: CallParameters) => ((await call('GET', '/sapi/v1/sub-account/sub/transfer/history', more)).body as { from: string; to: string; qty: string; tranId: number }[]).map(({ from, to, qty }) => [from, to, Number(qty)])
  assert.deepEqual(await history({ fromEmail: one.email }), [[one.email, two.email, 3], [one.email, main.email, 5]])
  assert.deepEqual(await history({ toEmail: main.email }), [[one.email, main.email, 5]])
  assert.deepEqual(await history({}), [], 'the main account sent nothing')
  assert.equal(codeOf(await call('GET', '/sapi/v1/sub-account/sub/transfer/history', { fromEmail: one.email, toEmail: two.email })), -1128)
})

test('an address may come with a bare plus, and in capitals', async () => {
  const plus = anAccount(100_010, { parentId: main.id, email: 'grid+a@example.com' })
  const wire = new InProcessWire([main, plus])
  wire.world.fund(plus, 'BTC', '2')
  const key = wire.addKey(main)
  for (const email of ['grid+a@example.com', 'Grid%2Ba%40example.com', 'grid+a%40example.com']) {
    const payload = `email=${email}&timestamp=${wire.world.clock.nowUs() / MS}`
    const { body } = await wire.send({ method: 'GET', target: `/sapi/v4/sub-account/assets?${payload}&signature=${createHmac('sha256', key.secretKey).update(payload).digest('hex')}`, headers: { 'X-MBX-APIKEY': key.apiKey } })
    assert.equal(body, '{"balances":[{"asset":"BTC","free":"2.00000000","locked":"0.00000000","freeze":"0.00000000","withdrawing":"0.00000000"}]}', email)
  }
})

test('random transfers among accounts and wallets lose nothing and make nothing', async () => {
  for (const seed of [1, 2, 3]) {
    const { world, transfer, total } = scene()
    const seeded = new SeededRandom(seed)
    const random = (): number => seeded.fraction()
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item // never empty here
    let moved = 0
    for (let n = 0; n < 300; n += 1) {
      const [from, to] = [pick(FAMILY), pick(FAMILY)]
      const { status } = await transfer({
        fromAccountType: pick(['SPOT', 'USDT_FUTURE', 'MARGIN', 'ISOLATED_MARGIN']), toAccountType: pick(['SPOT', 'USDT_FUTURE', 'MARGIN', 'ISOLATED_MARGIN']), symbol: 'BTCUSDT', amount: (random() * 3_000).toFixed(8),
        ...(from !== main && { fromEmail: from.email }), ...(to !== main && { toEmail: to.email }), ...(random() < 0.3 && { clientTranId: `t${Math.floor(random() * 20)}` }),
      })
      if (status === 200) moved += 1
      assert.equal(total(), '30000.00000000', `seed ${seed}, step ${n}`)
    }
    assert.ok(moved > 20, `seed ${seed}: ${moved} moved`)
    for (const { id } of FAMILY) for (const wallet of world.venue.view.wallet.wallets(id)) assert.ok(world.venue.view.wallet.balance(id, 'USDT', wallet).free >= 0n)
  }
})
