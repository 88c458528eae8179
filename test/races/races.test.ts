import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Answer } from '../console-api/browser.ts'
import { ConsoleHouse, MAIN } from '../console-api/console-house.ts'
import type { SignedInPerson } from '../console-api/signed-in-person.ts'
import type { ChangeRow, RaceScene, Wish } from './change-row.ts'
import { ROWS_OF_ACCOUNTS } from './rows-of-accounts.ts'
import { ROWS_OF_ALERTS } from './rows-of-alerts.ts'
import { ROWS_OF_KEYS } from './rows-of-keys.ts'
import { ROWS_OF_MONEY } from './rows-of-money.ts'
import { ROWS_OF_PEOPLE } from './rows-of-people.ts'

const ROWS: readonly ChangeRow[] = [...ROWS_OF_ACCOUNTS, ...ROWS_OF_KEYS, ...ROWS_OF_MONEY, ...ROWS_OF_PEOPLE, ...ROWS_OF_ALERTS]
const CLOCK_THAT_JUMPS = fileURLToPath(new URL('../harness/clock-that-jumps.ts', import.meta.url))

const told = (answers: readonly Answer[]): string => answers.map(({ status, body }) => `${status} ${body.refused?.code ?? ''}`).join(', ')
const made = (answers: readonly Answer[]): number => answers.filter(({ status }) => status === 200).length
const isRefused = ({ status, body }: Answer): boolean => status >= 400 && status < 500 && status !== 428 && body.refused !== undefined
const codeOf = ({ status, body }: Answer): unknown => [status, body.refused?.code]

/** One row's requests, as its person sends them. Two of them at one moment are two tabs: they have one jar of cookies. */
class Tabs {
  readonly row: ChangeRow
  readonly person: SignedInPerson
  readonly #scene: RaceScene

  constructor(row: ChangeRow, scene: RaceScene) {
    this.row = row
    this.person = row.by ? scene[row.by] : scene.house.owner
    this.#scene = scene
  }

  wish(turn: number): Wish | Promise<Wish> {
    return this.row.wish(this.#scene, turn)
  }

  send({ path, body }: Wish, stepUp?: string): Promise<Answer> {
    return this.person.browser.send(this.row.route.split(' ', 1)[0] ?? '', path, body, { 'bitting-step-up': stepUp })
  }

  /** Asks for it and gives the factors. @returns the confirmation, not used yet */
  async confirmed(wish: Wish): Promise<string> {
    const asked = await this.send(wish)
    assert.equal(asked.status, 428, told([asked]))
    return this.person.confirm(asked.body.stepUp)
  }

  async race(wish: Wish): Promise<void> {
    const stepUps = this.row.isFree ? [undefined, undefined] : [await this.confirmed(wish), await this.confirmed(wish)]
    const answers = await Promise.all(stepUps.map((stepUp) => this.send(wish, stepUp)))
    assert.equal(made(answers), this.row.race === 'one' ? 1 : 2, told(answers))
    if (this.row.race === 'one') assert.ok(answers.some(isRefused), told(answers))
    if (this.row.race === 'same') await this.row.stands(this.#scene, wish)
  }
}

/** A signal takes its time. */
const expired = async ({ tabs, stepUp }: { readonly tabs: Tabs; readonly stepUp: string }): Promise<void> => {
  for (let tries = 0; tries < 500; tries += 1) {
    if ((await tabs.person.browser.send('GET', `/api/step-ups/${stepUp}`)).status === 410) return
    await delay(10)
  }
  assert.fail('the clock did not jump')
}

/** Every route that may ask for factors, in two tabs and with a confirmation that is worth nothing. A new one without a row fails. */
describe('every change that the console API takes', () => {
  const house = new ConsoleHouse()
  let scene: RaceScene | undefined
  const tabsOf = (row: ChangeRow): Tabs => new Tabs(row, scene ?? assert.fail('nobody came in'))
  const expiring: { readonly tabs: Tabs; readonly wish: Wish; readonly stepUp: string }[] = []

  before(async () => {
    await house.open([], { NODE_OPTIONS: `--import=${CLOCK_THAT_JUMPS}` })
    let accounts = 0
    scene = { house, nextAccount: () => MAIN + 1 + (accounts += 1) % 2, eve: await house.enrolled('eve@example.org', 'owner'), ann: await house.enrolled('ann@example.org', 'approver') }
  })
  after(() => house.close())

  it('has a row', async () => {
    const { paths } = await (await fetch(new URL('/openapi.json', house.url))).json() as { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: object }>>>> }
    const asking = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).flatMap(([method, { responses }]) => ('428' in responses ? [`${method.toUpperCase()} ${path}`] : [])))
    assert.ok(asking.length > 40)
    assert.deepEqual(asking.sort(), ROWS.map(({ route }) => route).sort())
  })

  for (const row of ROWS.filter(({ isFree }) => isFree)) {
    it(`${row.route}, which asks for no factors: two tabs at one moment, ${row.race}`, async () => {
      const tabs = tabsOf(row)
      await tabs.race(await tabs.wish(0))
    })
  }

  for (const row of ROWS.filter(({ isFree }) => !isFree)) {
    it(`${row.route}: a confirmation makes its own change, once; two tabs with one each: ${row.race}`, async () => {
      const tabs = tabsOf(row)
      const [one, other] = [await tabs.wish(0), await tabs.wish(1)]
      const stepUp = await tabs.confirmed(one)
      if (!row.isOneChange) assert.deepEqual(codeOf(await tabs.send(other, stepUp)), [409, 'stepUpOtherChange'])
      const twice = await Promise.all([tabs.send(one, stepUp), tabs.send(one, stepUp)])
      assert.equal(made(twice), 1, told(twice))
      assert.ok(twice.some(isRefused), told(twice))
      const later = await tabs.send(one, stepUp)
      assert.ok(isRefused(later), told([later]))
      await tabs.race(other)
      const left = await tabs.wish(2)
      expiring.push({ tabs, wish: left, stepUp: await tabs.confirmed(left) })
    })
  }

  it('is not made by what was confirmed for something else, nor by what was confirmed five minutes ago', async () => {
    assert.equal(expiring.length, ROWS.filter(({ isFree }) => !isFree).length)
    for (const [at, { tabs, wish }] of expiring.entries()) {
      const foreign = expiring.find(({ tabs: { person } }, place) => place !== at && person === tabs.person)
      assert.deepEqual(codeOf(await tabs.send(wish, foreign?.stepUp ?? assert.fail())), [409, 'stepUpOtherChange'], tabs.row.route)
    }
    process.kill(house.server.pid, 'SIGUSR2')
    await expired(expiring[0] ?? assert.fail())
    for (const { tabs, wish, stepUp } of expiring) assert.deepEqual(codeOf(await tabs.send(wish, stepUp)), [410, 'expired'], tabs.row.route)
  })
})
