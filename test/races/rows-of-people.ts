import assert from 'node:assert/strict'
import { SoftwareAuthenticator } from '../people/software-authenticator.ts'
import { MAIN } from '../console-api/console-house.ts'
import type { ChangeRow, RaceScene, Wish } from './change-row.ts'

const account = `/api/accounts/${MAIN}`

const peopleOf = (house: RaceScene['house']): Promise<readonly { personId: string; email: string; role: string }[]> => house.owner.browser.must('GET', `${account}/people`)

/** A change of somebody of the account, who joined for it. */
const ofNewPerson = (name: string, wish: (path: string) => Wish): ChangeRow['wish'] => async ({ house }, turn) => {
  const email = `${name}${turn}@example.org`
  await house.joined(email, 'trader')
  return wish(`${account}/people/${(await peopleOf(house)).find((one) => one.email === email)?.personId}`)
}

const furtherPasskey = async ({ eve, house }: RaceScene, turn: number): Promise<Wish> => {
  const { options } = await eve.changed<{ options: { challenge: string } }>('POST', '/api/me/factors/passkey', { label: `further ${turn}` })
  const { id } = await eve.browser.must<{ id: string }>('POST', '/api/me/factors/passkey/finish', { response: new SoftwareAuthenticator({ rpId: 'localhost', origin: house.url }).register(options.challenge) })
  return { path: `/api/me/factors/${id}` }
}

interface Factors { readonly totps: readonly unknown[]; readonly passkeys: readonly unknown[]; readonly recoveryCodesLeft: number; readonly phone: string | null }
const factorsOf = ({ eve }: RaceScene): Promise<Factors> => eve.browser.must<Factors>('GET', '/api/me/factors')

export const ROWS_OF_PEOPLE: readonly ChangeRow[] = [
  {
    route: 'PATCH /api/accounts/{account}/people/{person}', race: 'same', wish: ofNewPerson('moved', (path) => ({ path, body: { role: 'auditor' } })),
    stands: async ({ house }, { path }) => assert.deepEqual((await peopleOf(house)).filter(({ personId }) => path.endsWith(personId)).map(({ role }) => role), ['auditor']),
  },
  { route: 'DELETE /api/accounts/{account}/people/{person}', race: 'one', wish: ofNewPerson('taken', (path) => ({ path })) },
  { route: 'POST /api/accounts/{account}/people/{person}/off-board', race: 'one', wish: ofNewPerson('leaver', (path) => ({ path: `${path}/off-board`, body: { keysGoTo: null } })) },
  {
    route: 'POST /api/accounts/{account}/invitations', race: 'same', wish: (_scene, turn) => ({ path: `${account}/invitations`, body: { email: `guest${turn}@example.org`, role: 'trader' } }),
    // The later letter's link is the living one.
    stands: async ({ house }, { body }) => assert.equal((await house.owner.browser.must<{ email: string }[]>('GET', `${account}/invitations`)).filter(({ email }) => email === (body as { email: string }).email).length, 1),
  },
  {
    route: 'DELETE /api/accounts/{account}/invitations/{invitation}', race: 'one', wish: async ({ house }, turn) => {
      const { id } = await house.owner.changed<{ id: string }>('POST', `${account}/invitations`, { email: `no${turn}@example.org`, role: 'trader' })
      return { path: `${account}/invitations/${id}` }
    },
  },
  {
    route: 'PUT /api/accounts/{account}/step-up-policy', race: 'same', wish: (_scene, turn) => ({ path: `/api/accounts/${MAIN + 2}/step-up-policy`, body: { plain: [['mailCode']], grave: [['mailCode'], [['passkey'], ['passkey', 'totp'], ['totp', 'passkey', 'smsCode']][turn]] } }),
    stands: async ({ house }, { path, body }) => assert.deepEqual(await house.owner.browser.must('GET', path), body),
  },
  { route: 'POST /api/me/tokens', race: 'one', by: 'eve', wish: (_scene, turn) => ({ path: '/api/me/tokens', body: { name: `script ${turn}`, accountId: MAIN, role: 'trader', lifetimeDays: 30 } }) },
  {
    // One that was begun takes the place of the one before; it counts with its first right code.
    route: 'POST /api/me/factors/totp', race: 'same', by: 'eve', wish: (_scene, turn) => ({ path: '/api/me/factors/totp', body: { label: `app ${turn}` } }),
    stands: async (scene) => assert.deepEqual((await factorsOf(scene)).totps, []),
  },
  {
    route: 'POST /api/me/factors/passkey', race: 'same', by: 'eve', wish: (_scene, turn) => ({ path: '/api/me/factors/passkey', body: { label: `key ${turn}` } }),
    stands: async (scene) => assert.equal((await factorsOf(scene)).passkeys.length, 1),
  },
  { route: 'DELETE /api/me/factors/{id}', race: 'one', by: 'eve', wish: furtherPasskey },
  {
    route: 'POST /api/me/recovery-codes', race: 'same', by: 'eve', isOneChange: true, wish: () => ({ path: '/api/me/recovery-codes' }),
    stands: async (scene) => assert.equal((await factorsOf(scene)).recoveryCodesLeft, 10),
  },
  {
    route: 'POST /api/me/phone', race: 'same', by: 'eve', wish: (_scene, turn) => ({ path: '/api/me/phone', body: { phone: `+4915112345${turn}00` } }),
    stands: async (scene, { body }) => assert.equal((await factorsOf(scene)).phone, (body as { phone: string }).phone),
  },
  {
    route: 'POST /api/me/password', race: 'same', by: 'eve', isOneChange: true, wish: (_scene, turn) => ({ path: '/api/me/password', body: { password: `ten lamps over ${turn} harbours` } }),
    // It opens the door, as far as the second factor.
    stands: async ({ house, eve }, { body }) => assert.equal((await house.stranger('198.51.100.9').send('POST', '/api/sign-in', { email: eve.email, ...body as object })).status, 200),
  },
]
