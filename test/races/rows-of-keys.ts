import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { KeySummary } from '../../src/operations/operator.ts'
import { MAIN } from '../console-api/console-house.ts'
import { type ChangeRow, keyWish, newKey, type RaceScene, type Wish } from './change-row.ts'

/** A change of one key, which is made anew for each wish. */
const ofNewKey = (permissions: readonly string[], wish: (key: string, turn: number, scene: RaceScene, account: number) => Wish | Promise<Wish>): ChangeRow['wish'] => async (scene, turn) => {
  const { key } = await newKey(scene, 'key', permissions)
  return wish(key.id, turn, scene, key.account)
}

const READ = ['reading']
/** Without its secret nobody calls its exchange. */
const externalKey = (label: string): object => ({ account: MAIN, label, url: 'https://exchange.example.org', apiKey: randomBytes(32).toString('hex'), preset: 'dashboard' })

export const ROWS_OF_KEYS: readonly ChangeRow[] = [
  { route: 'POST /api/keys', race: 'one', wish: (scene, turn) => ({ path: '/api/keys', body: keyWish(scene.nextAccount(), `made ${turn}`) }) },
  { route: 'PATCH /api/keys/{id}', race: 'one', wish: ofNewKey(READ, (key, turn) => ({ path: `/api/keys/${key}`, body: { label: `renamed ${turn}`, grant: ['spotAndMarginTrading'] } })) },
  { route: 'POST /api/keys/{id}/disable', race: 'one', wish: ofNewKey(READ, (key) => ({ path: `/api/keys/${key}/disable` })) },
  {
    route: 'POST /api/keys/{id}/enable', race: 'one', wish: ofNewKey(READ, async (key, _turn, { house }) => {
      await house.owner.changed('POST', `/api/keys/${key}/disable`)
      return { path: `/api/keys/${key}/enable` }
    }),
  },
  { route: 'DELETE /api/keys/{id}', race: 'one', wish: ofNewKey(READ, (key) => ({ path: `/api/keys/${key}?cancelOpenOrders=true` })) },
  { route: 'POST /api/keys/{id}/extend', race: 'one', wish: ofNewKey(READ, (key, turn) => ({ path: `/api/keys/${key}/extend`, body: { days: 200 + turn } })) },
  { route: 'POST /api/keys/{id}/rotate', race: 'one', wish: ofNewKey(READ, (key) => ({ path: `/api/keys/${key}/rotate`, body: { kind: 'hmac' } })) },
  { route: 'POST /api/keys/{id}/split', race: 'one', wish: ofNewKey(['reading', 'spotAndMarginTrading', 'futures'], (key) => ({ path: `/api/keys/${key}/split`, body: { kind: 'hmac' } })) },
  { route: 'POST /api/keys/disable', race: 'one', wish: ofNewKey(READ, (key) => ({ path: '/api/keys/disable', body: { keys: [key] } })) },
  { route: 'POST /api/keys/{id}/copy-to-testnet', race: 'one', wish: ofNewKey(READ, (key) => ({ path: `/api/keys/${key}/copy-to-testnet`, body: { kind: 'hmac' } })) },
  { route: 'POST /api/keys/{id}/moving-addresses', race: 'one', wish: ofNewKey(READ, (key) => ({ path: `/api/keys/${key}/moving-addresses`, body: { source: 'heartbeat', within: ['198.51.100.0/24'] } })) },
  {
    route: 'DELETE /api/moving-addresses/{id}', race: 'one', wish: ofNewKey(READ, async (key, _turn, { house }) => {
      const { id } = await house.owner.changed<{ id: string }>('POST', `/api/keys/${key}/moving-addresses`, { source: 'heartbeat', within: ['198.51.100.0/24'] })
      return { path: `/api/moving-addresses/${id}` }
    }),
  },
  {
    route: 'PUT /api/keys/{id}/program', isFree: true, race: 'same', wish: ofNewKey(READ, (key) => ({ path: `/api/keys/${key}/program`, body: { isOff: true } })),
    stands: async ({ house }, { path }) => assert.notEqual((await house.owner.browser.must<{ offSince: string | null }>('GET', path)).offSince, null),
  },
  {
    // Closing is never refused; the second report tells that nothing was open any more.
    route: 'POST /api/lockdowns', race: 'same', wish: ofNewKey(READ, (key, _turn, _scene, account) => ({ path: '/api/lockdowns', body: { account, keys: [key], way: 'delete', cancelOrders: false, endSessions: false, renewFactors: false, sinceHours: 1 } })),
    stands: async ({ house }, { body }) => assert.equal((await house.owner.browser.must<KeySummary>('GET', `/api/keys/${(body as { keys: readonly string[] }).keys[0]}`)).state, 'deleted'),
  },
  { route: 'POST /api/keys/{id}/review', race: 'one', wish: ofNewKey(READ, (key) => ({ path: `/api/keys/${key}/review`, body: { decision: 'delete' } })) },
  { route: 'POST /api/external-keys', race: 'one', wish: (_scene, turn) => ({ path: '/api/external-keys', body: externalKey(`elsewhere ${turn}`) }) },
  {
    route: 'PATCH /api/external-keys/{id}', race: 'one', wish: async ({ house }, turn) => {
      const { id } = await house.owner.changed<{ id: string }>('POST', '/api/external-keys', externalKey(`changed ${turn}`))
      return { path: `/api/external-keys/${id}`, body: { label: `changed again ${turn}` } }
    },
  },
  {
    route: 'DELETE /api/external-keys/{id}', race: 'one', wish: async ({ house }, turn) => {
      const { id } = await house.owner.changed<{ id: string }>('POST', '/api/external-keys', externalKey(`gone ${turn}`))
      return { path: `/api/external-keys/${id}` }
    },
  },
]
