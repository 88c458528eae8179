import type { AuditEntry } from '../../src/audit/entry.ts'
import { AccountDirectory } from '../../src/accounts/account-directory.ts'
import type { Confirmation } from '../../src/confirmation.ts'
import type { Command } from '../../src/exchange/command.ts'
import type { Venue } from '../../src/exchange/venue.ts'
import { Sealer } from '../../src/authority/sealing.ts'
import { outboxReader } from '../../src/delivery/outbox.ts'
import { accountId } from '../../src/ids.ts'
import { amount } from '../../src/money.ts'
import { type MoneyOutRoom, openMoneyOut } from '../../src/operations/money-out/open-money-out.ts'
import type { Doing, Operation } from '../../src/operations/operation.ts'
import type { Outcome } from '../../src/operations/outcome.ts'
import type { Role } from '../../src/people/acts.ts'
import { newMessage } from '../../src/people/message.ts'
import { membershipId } from '../../src/people/person.ts'
import { SandboxVenue } from '../../src/sandbox/sandbox-venue.ts'
import { StoreError } from '../../src/storage/store-error.ts'
import { openStore, type Store } from '../../src/storage/store.ts'
import { sampleAccount } from '../../src/storage/samples.ts'
import { fused as fusedWith, Fuse } from '../harness/fuse.ts'

export const ME = accountId(100_001)
export const START = 1_790_000_000_000_000
export const COLD = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'
export const PEOPLE: Readonly<Record<string, Role>> = { olga: 'owner', ann: 'approver', bob: 'approver', cy: 'admin', tim: 'trader' }
export const FUNDS = amount('1000000')

const SEALER = new Sealer({ currentVersion: 1, keys: new Map([[1, new Uint8Array(32).fill(7)]]) }, (length) => new Uint8Array(length).fill(1))
/** Who hears of what keys do that nobody holds. */
const KEY_READER = 'keeper@example.org'

const ASKED = 'A change waits for your approval'

const WRITES: ReadonlySet<string> = new Set(['saveRules', 'insert', 'update', 'insertEntry', 'removeEntry', 'savePolicy', 'recordConfirmed'])
const fused = <Port extends object>(port: Port, fuse: Fuse): Port => fusedWith(port, WRITES, fuse)

/** A store, a venue and the room of money out on a folder, which die and come back as a process does. */
export class ApprovalHouse {
  readonly #folder: string
  /** Of this life: what a former one left under way finds it burnt for good. */
  fuse = new Fuse()
  /** By name, as an approved payload finds them; a test may add others, at each start. */
  readonly operations = new Map<string, Operation<unknown, unknown>>()
  addOperations: () => void = () => {}
  store!: Store
  venue!: SandboxVenue
  accounts!: AccountDirectory
  room!: MoneyOutRoom
  wallUs = START
  aheadUs = 0
  /** Without it the house is as the command line has it while no server runs. */
  isVenueOpen = true
  #drawn = 0

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open(folder: string): Promise<ApprovalHouse> {
    const house = new ApprovalHouse(folder)
    await house.start()
    await house.#furnish()
    return house
  }

  /** @param dies where going on dies again */
  async start(dies: { readonly effects: number; readonly dropsLast: boolean } = { effects: Infinity, dropsLast: false }): Promise<void> {
    this.fuse = new Fuse()
    this.fuse.set(dies.effects, dies.dropsLast)
    this.store = await openStore({ folder: this.#folder, nowUs: this.wallUs })
    const { store, fuse } = this
    const accounts = new AccountDirectory(store.accounts)
    accounts.load()
    this.accounts = accounts
    const wallClock = { nowUs: () => this.wallUs }
    this.venue = SandboxVenue.open(store.journal('live'), wallClock)
    const { venue } = this
    const fusedVenue: Venue = {
      view: venue.view, nowUs: () => venue.nowUs(), examine: (command) => venue.examine(command), settled: () => venue.settled(),
      execute: (command: Command) => fuse.guard(() => venue.execute(command)),
    }
    const { operations } = this
    operations.clear()
    this.room = openMoneyOut({
      stores: { withdrawals: fused(store.withdrawals, fuse), approvals: fused(store.approvals, fuse), people: store.people, audit: fused(store.audit, fuse) as { recordConfirmed(entry: AuditEntry, confirmation: Confirmation | null): Promise<'kept' | 'unconfirmed'> } },
      accounts, liveVenue: () => (this.isVenueOpen ? fusedVenue : null), randomText: (length) => String(this.#drawn += 1).padStart(length, 'x'), clock: { nowUs: () => this.wallUs + this.aheadUs }, wallClock,
      operationNamed: (name) => operations.get(name), isRefusedChange: (error) => error instanceof StoreError && error.fault === 'refused by the store',
      letters: { newMessage: (letter, nowUs) => newMessage(`m_${this.#drawn += 1}_${nowUs}`, letter, SEALER, nowUs), consoleUrl: () => 'http://localhost', labelOfKey: async () => 'grid', readersOfKey: async () => [{ email: KEY_READER, language: null }] },
    })
    for (const operation of Object.values(this.room.operations)) operations.set(operation.name, operation as Operation<unknown, unknown>)
    this.addOperations()
    this.#venueForRoom = fusedVenue
    await this.room.office.resume()
  }

  #venueForRoom!: Venue

  /** As the room sees it: what it executes burns the fuse. */
  get guardedVenue(): Venue {
    return this.#venueForRoom
  }

  async #furnish(): Promise<void> {
    const entry = { timeUs: START, actor: 'system', source: 'local', act: 'scene', subject: 'scene', before: null, after: null }
    await this.store.accounts.save(sampleAccount(ME), entry)
    await this.store.people.save(Object.entries(PEOPLE).flatMap(([id, role]) => [
      { do: 'insert', kind: 'person', record: { id, version: 1, email: `${id}@example.org`, name: id, phone: null, passwordHash: null, createdAtUs: START, state: 'active', keysGoTo: null, mustRenew: [], language: null } } as const,
      { do: 'insert', kind: 'membership', record: { id: membershipId(id, ME), version: 1, personId: id, accountId: ME, role, sinceUs: START } } as const,
    ]), null)
    this.venue.mustExecute({ kind: 'openAccount', accountId: ME, terms: { makerRate: 0n, takerRate: 0n, tradeGroupId: -1, keepsHistory: true } })
    this.venue.mustExecute({ kind: 'announceDeposit', accountId: ME, asset: 'USDT', network: 'TRX', amount: FUNDS, txId: 'faucet', isCreditedAtOnce: true })
    await this.restart()
  }

  async stop(): Promise<void> {
    await this.store.close()
  }

  /** What was durable is there again, and what was interrupted is taken up. */
  async restart(dies?: { readonly effects: number; readonly dropsLast: boolean }): Promise<void> {
    await this.stop()
    await this.start(dies)
  }

  doing(personId: string | null, actor = personId === null ? 'system' : `person:${personId}`): Doing {
    return { actor, source: '203.0.113.7', nowUs: this.wallUs + this.aheadUs, recordedAtUs: this.wallUs, confirmation: null, personId }
  }

  /** Asks for a change as `Changes` does, once its factors were given. */
  async ask<Wish, Value>(operation: Operation<Wish, Value>, wish: Wish, personId: string): Promise<{ readonly waits: string } | { readonly made: Outcome<Value> }> {
    const described = await operation.describe(wish)
    if (!described.ok) return { made: described }
    const { office } = this.room
    if (!await office.isNeeded(operation.name, wish, described.value)) return { made: await operation.perform(wish, this.doing(personId)) }
    const asked = await office.request(operation.name, wish, described.value, this.doing(personId))
    return asked.ok ? { waits: asked.value.id } : { made: asked }
  }

  decide(approval: string, decision: 'approve' | 'reject', personId: string) {
    return this.room.operations.decideApproval.perform({ approval, decision }, this.doing(personId))
  }

  cancel(approval: string, personId: string) {
    return this.room.operations.cancelApproval.perform({ approval }, this.doing(personId))
  }

  /** What was written to those who may decide on it, by their names. */
  async askedOf(approval: string): Promise<readonly { readonly to: string; readonly text: string }[]> {
    return (await this.#lettersAbout(approval)).filter(({ subject }) => subject === ASKED).sort((one, other) => (one.to < other.to ? -1 : 1))
  }

  async #lettersAbout(approval: string): Promise<readonly { readonly to: string; readonly subject: string; readonly text: string }[]> {
    const letters = await outboxReader(this.store.people, SEALER).newest(Infinity)
    return letters.filter(({ text }) => text?.includes(`(${approval})`)).reverse().map(({ to, subject, text }) => ({ to: to.split('@')[0] ?? '', subject, text: text ?? '' }))
  }

  /** What was written to whoever asked for it: `olga: Your change was refused`, oldest first, each with its text. */
  async lettersOf(approval: string): Promise<readonly { readonly told: string; readonly text: string }[]> {
    return (await this.#lettersAbout(approval)).filter(({ subject }) => subject !== ASKED).map(({ to, subject, text }) => ({ told: `${to}: ${subject}`, text }))
  }

  stateOf(approval: string): string | undefined {
    return this.room.approvals.byId(approval)?.state
  }
}
