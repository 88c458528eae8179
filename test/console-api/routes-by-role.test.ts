import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Answer } from './browser.ts'
import { consoleHouse, MAIN } from './console-house.ts'
import { type Caller, CALLERS, ROLE_ROWS, type RoleRow, type Subjects, subjectsOf, type Wish } from './routes-by-role.ts'
import type { SignedInPerson } from './signed-in-person.ts'

interface Described { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> }

/** Refused for who asks, not for what is asked; or for how often they tried, before it was looked at. */
const isKeptOut = ({ status, body }: Answer): boolean => [401, 403, 404, 410, 429].includes(status) && body.refused !== undefined
const told = ({ status, body }: Answer): string => `${status} ${JSON.stringify(body).slice(0, 300)}`

describe('every route of the console API, before every role', () => {
  const house = consoleHouse('--sign-up', 'open')
  const people = new Map<Caller, SignedInPerson>()
  let subjects: Subjects | undefined
  before(async () => {
    people.set('owner', house.owner)
    for (const role of ['admin', 'trader', 'approver', 'auditor'] as const) people.set(role, await house.enrolled(`${role}@example.org`, role))
    people.set('ofSub', await house.enrolled('ofsub@example.org', 'admin', MAIN + 1))
    const tenant = await house.tenant('tenant@example.net')
    people.set('tenant', tenant)
    subjects = await subjectsOf(house, house.owner, await house.enrolled('eve@example.org', 'trader'))
  })
  const wishOf = ({ route, wish }: RoleRow): Wish => wish?.(subjects ?? assert.fail()) ?? { path: route.split(' ')[1] ?? '' }
  const send = (caller: Caller, { route }: RoleRow, { path, body }: Wish): Promise<Answer> => (people.get(caller) ?? assert.fail(caller)).browser.send(route.split(' ')[0] ?? '', path, body)

  it('has a row', async () => {
    const { paths } = await (await fetch(new URL('/openapi.json', house.url))).json() as Described
    const routes = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
    assert.ok(routes.length > 100)
    assert.deepEqual(ROLE_ROWS.map(({ route }) => route).sort(), routes.sort())
  })

  const asking = ROLE_ROWS.filter(({ may }) => may !== 'anyone')

  it('that is not for anyone knows nobody without a session, and with one takes no change that its own page did not send', async () => {
    const { browser } = people.get('owner') ?? assert.fail()
    const stranger = house.stranger()
    for (const row of asking) {
      const { path, body } = wishOf(row)
      const [method = ''] = row.route.split(' ')
      assert.equal((await stranger.send(method, path, body)).status, 401, row.route)
      assert.equal((await browser.send(method, path, body, { origin: 'https://elsewhere.example' })).status, 403, `${row.route} from another site`)
      assert.equal((await browser.send(method, path, body, { origin: 'null' })).status, 403, `${row.route} from nowhere`)
      assert.equal((await browser.send(method, path, body, { host: undefined, origin: undefined, 'sec-fetch-site': 'cross-site' })).status, 403, `${row.route} by a foreign page`)
      if (method === 'GET') continue
      for (const csrf of [undefined, 'nothing']) assert.equal((await browser.send(method, path, body, { 'x-bitting-csrf': csrf })).body.refused?.code, 'csrf', row.route)
      assert.equal((await browser.send(method, path, body, { origin: undefined })).body.refused?.code, 'originForeign', row.route)
    }
  })

  it('that belongs to a session is closed to a script, whatever its person may', async () => {
    const { token } = await house.owner.changed<{ token: string }>('POST', '/api/me/tokens', { name: 'script', accountId: MAIN, role: 'owner', lifetimeDays: 1 })
    const script = house.stranger()
    for (const row of asking.filter(({ route }) => /^(POST|PUT|PATCH|DELETE) .api.(me.(?!tokens.\{)|session|invitations.join|sandbox.calls)/.test(route))) {
      const { path, body } = wishOf(row)
      const { status, body: said } = await script.send(row.route.split(' ')[0] ?? '', path, body, { authorization: `Bearer ${token}`, origin: undefined })
      assert.deepEqual([status, said.refused?.code], [403, 'notAllowed'], row.route)
    }
  })

  for (const row of ROLE_ROWS.filter(({ route }) => route !== 'GET /api/calls/live' && route !== 'GET /api/sandbox/{environment}/changes')) {
    const { route, may, tells, telling = [] } = row
    if (may === 'anyone') continue
    it(`${route}: ${may.length === CALLERS.length ? 'everybody' : may.join(', ') || 'nobody'}`, async () => {
      for (const caller of CALLERS) {
        const wish = wishOf(row)
        const answer = await send(caller, row, wish)
        if (tells) {
          assert.equal(answer.status, 200, `${caller}: ${told(answer)}`)
          assert.equal(JSON.stringify(answer.body).includes(tells(subjects ?? assert.fail())), may.includes(caller), `${caller} reads of it, or not`)
        } else if (may.includes(caller)) {
          assert.ok(!isKeptOut(answer) && answer.status < 500, `${caller} may: ${told(answer)}`)
        } else {
          assert.ok(isKeptOut(answer) || (may.length === 0 && answer.status === 400), `${caller} may not: ${told(answer)}`)
          for (const body of telling) {
            const other = await send(caller, row, { ...wish, body })
            assert.deepEqual([other.status, other.body], [answer.status, answer.body], `${caller} is told something of ${JSON.stringify(body)}`)
          }
        }
      }
    })
  }
})
