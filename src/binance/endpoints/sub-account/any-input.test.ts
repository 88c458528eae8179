import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aKey, anAccount, rights } from '../../../../test/harness/in-process.ts'
import { aWorld } from '../../../../test/harness/world.ts'
import { isListWithin } from '../../../authority/allow-list.ts'
import { endpoints } from './index.ts'

const main = anAccount(100_001)
const sub = anAccount(100_002, { parentId: main.id, email: 'bots@example.com' })
const other = anAccount(100_003, { parentId: main.id, email: 'grid+a@example.com', products: { margin: false, futures: false } })
const stranger = anAccount(100_004)
const FAMILY = [main, sub, other]
/** What the key that calls has; a sub-account's key has the same. */
const MAKER = { permissions: rights('reading', 'spotAndMarginTrading', 'futures', 'internalTransfer'), allowList: { mode: 'trusted', entries: ['127.0.0.1', '198.51.100.0/28'] } } as const

const EMAILS = [sub.email, sub.email, sub.email, other.email, main.email, stranger.email, 'Bots@Example.com', 'nobody']
const FLAGS = ['true', 'false']
const TYPES = ['SPOT', 'USDT_FUTURE', 'MARGIN', 'ISOLATED_MARGIN', 'COIN_FUTURE', 'ALPHA']
/** Words that suit a parameter by its name. */
const SUITING: Readonly<Record<string, readonly string[]>> = {
  email: EMAILS, fromEmail: EMAILS, toEmail: EMAILS, fromAccountType: TYPES, toAccountType: TYPES, asset: ['USDT', 'BTC', 'NOPE'], amount: ['1', '0.1', '500', '10000000'], type: ['1', '2', '3'], futuresType: ['1', '2'],
  symbol: ['BTCUSDT', 'NOPE'], coin: ['BTC', 'NOPE'], network: ['BTC', 'ETH'], clientTranId: ['a', 'b'], status: ['1', '2', '3'], apiName: ['one', 'two', 'three', ' '], subAccountString: ['grid', 'a b'],
  ipAddress: ['127.0.0.1', '198.51.100.3', '127.0.0.1,198.51.100.0/29', '0.0.0.0/0', '203.0.113.9', ',', 'x'], canTrade: FLAGS, canFuturesTrade: FLAGS, canMarginLoanRepay: FLAGS, canUniversalTransfer: FLAGS, canVanillaOptions: FLAGS,
  publicKey: ['MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE='], page: ['1', '2'], limit: ['1', '500'], size: ['1', '20'],
}
const NONSENSE = ['', ' ', '0', '-1', '1e9', 'NaN', '__proto__', 'constructor', '[]', '{', '0.000000001', '99999999999999999999', '%', '\u0000', '💰', ',', 'a'.repeat(600)]

const MOST = 14
const numbers = (): fc.Arbitrary<number[]> => fc.array(fc.nat(999), { minLength: MOST, maxLength: MOST })
const someCall = fc.record({ row: fc.nat(endpoints.length - 1), words: numbers(), isSent: numbers(), isNonsense: numbers() })

test('no sequence of calls makes a row fail, loses money, or makes a key that has more than the one that calls', async () => {
  await fc.assert(fc.asyncProperty(fc.array(someCall, { minLength: 20, maxLength: 40 }), async (sequence) => {
    const world = aWorld([...FAMILY, stranger])
    for (const account of FAMILY) world.fund(account, 'USDT', '1000')
    const { view } = world.venue
    const callers = { main: world.as(main, { key: aKey(main, MAKER) }), sub: world.as(sub, { key: aKey(sub, MAKER) }) }
    // One to edit from the first call on.
    await callers.main('POST', '/sapi/v1/sub-account/subAccountApi', { email: sub.email, apiName: 'zero', status: 2, ipAddress: '127.0.0.1' })
    for (const { row, words, isSent, isNonsense } of sequence) {
      const endpoint = endpoints[row]
      assert.ok(endpoint)
      const parameters: Record<string, string> = {}
      const made = [...world.subs.store.keys.values()].map(({ text }) => text)
      Object.entries(endpoint.parameters).forEach(([name, { isMandatory }], index) => {
        if (!isMandatory && (isSent[index] ?? 0) > 400) return
        const suiting = name === 'subAccountApiKey' && made.length > 0 ? made : SUITING[name] ?? NONSENSE
        const from = (isNonsense[index] ?? 0) < 50 ? NONSENSE : suiting
        parameters[name] = from[(words[index] ?? 0) % from.length] ?? ''
      })
      const before = { sequence: view.sequence, changes: world.subs.store.audit.length + world.subs.audit.length }
      const { status, body } = await callers[endpoint.callers ?? 'main'](endpoint.method, endpoint.path, parameters)
      const told = `${endpoint.method} ${endpoint.path} ${JSON.stringify(parameters)} → ${status} ${JSON.stringify(body)}`
      assert.ok(status === 200 || status === 400, told)
      if (status === 400 || endpoint.permission === 'reading') assert.deepEqual({ sequence: view.sequence, changes: world.subs.store.audit.length + world.subs.audit.length }, before, told)
      const total = world.subs.directory.all().reduce((sum, { id }) => view.wallet.wallets(id).reduce((all, wallet) => all + view.wallet.balance(id, 'USDT', wallet).free, sum), 0n)
      assert.equal(total, 3_000n * 10n ** 8n, told)
      for (const key of world.subs.store.keys.values()) {
        assert.equal(key.permissions & ~MAKER.permissions, 0, told)
        assert.ok(isListWithin(key.allowList, MAKER.allowList), told)
        assert.equal(world.subs.directory.byId(key.accountId)?.parentId, main.id, told)
      }
    }
  }), { numRuns: Number(process.env.RUNS ?? 60) })
})
