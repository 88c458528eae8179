import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AccountDirectory } from '../../src/accounts/account-directory.ts'
import { Authority } from '../../src/authority/authority.ts'
import { Calendar } from '../../src/authority/calendar.ts'
import { KeyDirectory } from '../../src/authority/key-directory.ts'
import { apiKeyId } from '../../src/ids.ts'
import { type Asked, Changes } from '../../src/operations/carry-out.ts'
import type { Asker, Carried } from '../../src/operations/operation.ts'
import type { CreatedKey, KeyWish } from '../../src/operations/operator.ts'
import { keyOperations, type KeyOperations } from '../../src/operations/keys/key-operations.ts'
import type { KeyParts } from '../../src/operations/keys/key-parts.ts'
import { sampleAccount } from '../../src/storage/samples.ts'
import { openStore, type Store } from '../../src/storage/store.ts'
import type { TimeUs } from '../../src/time.ts'
import { ACCOUNTS, type Actor, must, PeopleScene } from '../people/people-scene.ts'

/** The keys and the people of one store, as a server has them; nothing pretended but time, passwords and passkeys. */
export class KeysScene {
  readonly store: Store
  readonly people: PeopleScene
  readonly authority: Authority
  readonly directory: KeyDirectory
  readonly calendar: Calendar
  readonly changes: Changes
  readonly operations: KeyOperations
  readonly parts: KeyParts
  readonly cancelled: number[] = []

  private constructor(store: Store, accounts: AccountDirectory) {
    this.store = store
    this.people = new PeopleScene({ store: store.people })
    const { randomBytes, sealer } = this.people
    this.directory = new KeyDirectory({ sealer })
    let made = 0
    this.authority = new Authority({ store: store.keys, directory: this.directory, sealer, accounts, randomBytes, newKeyId: () => apiKeyId(`k_${String(made += 1).padStart(12, '0')}`) })
    this.authority.load()
    const wallClock = { nowUs: (): TimeUs => this.people.nowUs }
    this.calendar = new Calendar(wallClock, 0)
    this.parts = { authority: this.authority, keys: store.keys, keyFinder: store.keyFinder, accounts, clock: this.calendar, openOrders: { cancelAllOf: (account) => Promise.resolve(this.cancelled.push(account) + 6) } }
    this.operations = keyOperations(this.parts)
    this.changes = new Changes({ people: this.people.people, accounts: { parentOf: (id) => (id === ACCOUNTS.MAIN ? null : id === ACCOUNTS.SUB ? ACCOUNTS.MAIN : undefined) }, clock: this.calendar, wallClock })
  }

  static async run(use: (scene: KeysScene) => Promise<void>): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'bitting-keys-'))
    const store = await openStore({ folder, nowUs: 1_790_000_000_000_000 })
    try {
      const accounts = new AccountDirectory(store.accounts)
      for (const [id, parentId] of [[ACCOUNTS.MAIN, null], [ACCOUNTS.SUB, ACCOUNTS.MAIN]] as const) {
        await accounts.save({ ...sampleAccount(id), email: `account-${id}@example.org`, parentId: parentId as never, products: { margin: true, futures: true } }, { timeUs: 1, actor: 'system', source: 'local', act: 'account.open', subject: String(id), before: null, after: null })
      }
      await use(new KeysScene(store, accounts))
    } finally {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }

  asker(actor: Actor): Asker {
    return { kind: 'person', principal: actor.principal, address: '198.51.100.7' }
  }

  /** Asks, gives every factor that is asked for, and asks again. */
  async confirmed<Wish, Value>(actor: Actor, asked: Asked<Wish, Value>): Promise<Carried<Value>> {
    const first = await this.changes.carryOut(asked, this.asker(actor))
    if (first.is !== 'stepUpNeeded') return first
    await this.answer(actor, first.stepUp.id)
    return this.changes.carryOut(asked, this.asker(actor), first.stepUp.id)
  }

  /** Begins a step-up for a change, and gives its factors. @returns its id */
  async stepUp<Wish, Value>(actor: Actor, asked: Asked<Wish, Value>): Promise<string> {
    const first = await this.changes.carryOut(asked, this.asker(actor))
    assert.ok(first.is === 'stepUpNeeded', JSON.stringify(first))
    await this.answer(actor, first.stepUp.id)
    return first.stepUp.id
  }

  async answer(actor: Actor, stepUpId: string): Promise<void> {
    const { people, store } = this.people
    const stepUp = await store.byId('stepUp', stepUpId)
    for (const group of stepUp?.requirement ?? []) {
      const isTotp = group.includes('totp')
      const code = isTotp ? this.people.totp(actor) : await this.people.mailedCode(actor.email)
      must(await people.answerStepUp(actor.principal, { stepUpId, answer: { factor: isTotp ? 'totp' : 'mailCode', code } }, this.people.visitOf(actor)))
    }
  }

  async made(actor: Actor, change: Partial<KeyWish> = {}): Promise<CreatedKey> {
    return valueOf(await this.confirmed(actor, { operation: this.operations.create, wish: { ...WISH, ...change } }))
  }
}

export const WISH: KeyWish = { account: ACCOUNTS.MAIN, label: 'grid-bot', kind: 'hmac', permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'live' }

export const valueOf = <Value>(carried: Carried<Value>): Value => {
  assert.ok(carried.is === 'done', JSON.stringify(carried))
  return carried.value
}

export const refusedWith = (carried: Carried<unknown>, code: string, text = /./): void => {
  assert.ok(carried.is === 'refused', JSON.stringify(carried))
  assert.equal(carried.refused.code, code, JSON.stringify(carried.refused))
  assert.match(`${carried.refused.message}\n${carried.refused.remedy}`, text)
}
