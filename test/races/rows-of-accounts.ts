import { MAIN } from '../console-api/console-house.ts'
import type { ChangeRow, RaceScene, Wish } from './change-row.ts'

/** A change of one sub-account, which is made anew for each wish. */
const ofNewSub = (name: string, wish: (account: string, turn: number, scene: RaceScene) => Wish | Promise<Wish>): ChangeRow['wish'] => async (scene, turn) => {
  const { id } = await scene.house.owner.changed<{ id: number }>('POST', `/api/accounts/${MAIN}/sub-accounts`, { email: `${name}${turn}@example.org` })
  return wish(`/api/accounts/${id}`, turn, scene)
}

export const ROWS_OF_ACCOUNTS: readonly ChangeRow[] = [
  { route: 'POST /api/accounts/{account}/sub-accounts', race: 'one', wish: (_scene, turn) => ({ path: `/api/accounts/${MAIN}/sub-accounts`, body: { email: `made${turn}@example.org` } }) },
  { route: 'PATCH /api/accounts/{account}', race: 'one', wish: ofNewSub('edited', (path, turn) => ({ path, body: { label: `label ${turn}`, ceiling: ['reading'] } })) },
  { route: 'POST /api/accounts/{account}/close', race: 'one', wish: ofNewSub('closed', (path) => ({ path: `${path}/close` })) },
  {
    route: 'POST /api/accounts/{account}/reopen', race: 'one', wish: ofNewSub('reopened', async (path, _turn, { house }) => {
      await house.owner.changed('POST', `${path}/close`)
      return { path: `${path}/reopen` }
    }),
  },
  { route: 'POST /api/accounts/{account}/products/margin', race: 'one', wish: ofNewSub('margin', (path) => ({ path: `${path}/products/margin`, body: { version: '2026-11' } })) },
  { route: 'POST /api/accounts/{account}/products/futures', race: 'one', wish: ofNewSub('futures', (path) => ({ path: `${path}/products/futures`, body: { answers: { leverage: 1, liquidation: 1, funding: 2, crossMargin: 1, key: 2 } } })) },
  { route: 'PATCH /api/accounts/{account}/policy', race: 'one', wish: (_scene, turn) => ({ path: `/api/accounts/${MAIN}/policy`, body: { heartbeatAddresses: true, onAlarm: 'freeze', movesPerDay: 20 + turn } }) },
]
