import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { AddressBook } from '../../src/operations/money-out/addresses.ts'
import type { KeySummary } from '../../src/operations/operator.ts'
import { MAIN } from '../console-api/console-house.ts'
import { type ChangeRow, freshName, keyWish, type RaceScene, type Wish } from './change-row.ts'

const RULES = { withdrawals: [], withdrawalRight: 0, newAddress: 0, ruleChange: 0, lifetimeHours: 24 }
const account = `/api/accounts/${MAIN}`
const addressWish = (name: string): object => ({ coin: 'USDT', network: 'ETH', address: `0x${randomBytes(20).toString('hex')}`, name })
/** From now on a new address and a right to withdraw ask for one other person: the rows behind the first of these live with it. */
const askOthers = ({ house }: RaceScene): Promise<unknown> => house.owner.change('PUT', `${account}/approval-rules`, { ...RULES, withdrawalRight: 1, newAddress: 1 })

/** Something that waits for one other person's yes. */
const waiting = async (scene: RaceScene, turn: number): Promise<string> => {
  await askOthers(scene)
  const asked = await scene.house.owner.change('POST', `${account}/addresses`, addressWish(`waits ${turn}`))
  return `/api/approvals/${asked.body.approval?.id}`
}

/** A key whose secret waits for whoever asked for it. */
const keyWithSecret = async (scene: RaceScene): Promise<Wish> => {
  const { owner } = scene.house
  await askOthers(scene)
  const label = freshName('secret')
  const asked = await owner.change('POST', '/api/keys', keyWish(MAIN, label, ['reading', 'withdrawals']))
  await scene.ann.changed('POST', `/api/approvals/${asked.body.approval?.id}/approve`)
  const key = (await owner.browser.must<KeySummary[]>('GET', '/api/keys')).find((one) => one.label === label)
  return { path: `/api/keys/${key?.id}/secret` }
}

export const ROWS_OF_MONEY: readonly ChangeRow[] = [
  { route: 'POST /api/accounts/{account}/addresses', race: 'one', wish: (_scene, turn) => ({ path: `${account}/addresses`, body: addressWish(`added ${turn}`) }) },
  {
    route: 'DELETE /api/accounts/{account}/addresses/{address}', race: 'one', wish: async ({ house }, turn) => {
      const { id } = await house.owner.changed<{ id: string }>('POST', `${account}/addresses`, addressWish(`removed ${turn}`))
      return { path: `${account}/addresses/${id}` }
    },
  },
  {
    route: 'PATCH /api/accounts/{account}/withdrawal-policy', race: 'same', wish: (_scene, turn) => ({ path: `${account}/withdrawal-policy`, body: { waitingHours: 48 + turn } }),
    stands: async ({ house }, { body }) => assert.equal((await house.owner.browser.must<AddressBook>('GET', `${account}/addresses`)).policy.waitingHours, (body as { waitingHours: number }).waitingHours),
  },
  { route: 'POST /api/accounts/{account}/withdrawals', race: 'one', wish: (_scene, turn) => ({ path: `${account}/withdrawals`, body: { coin: 'USDT', network: 'ETH', address: '0x52908400098527886E0F7030069857D2E4169EE7', amount: String(50 + turn) } }) },
  { route: 'PUT /api/accounts/{account}/approval-rules', race: 'one', wish: (_scene, turn) => ({ path: `${account}/approval-rules`, body: { ...RULES, lifetimeHours: 48 + turn } }) },
  { route: 'POST /api/approvals/{id}/approve', race: 'one', by: 'ann', wish: async (scene, turn) => ({ path: `${await waiting(scene, turn)}/approve` }) },
  { route: 'POST /api/approvals/{id}/reject', race: 'one', by: 'ann', wish: async (scene, turn) => ({ path: `${await waiting(scene, turn)}/reject` }) },
  { route: 'DELETE /api/approvals/{id}', race: 'one', wish: async (scene, turn) => ({ path: await waiting(scene, turn) }) },
  { route: 'POST /api/keys/{id}/secret', race: 'one', wish: keyWithSecret },
]
