/**
 * The handover's state machine on the real store against a model, while the process dies before or after any durable step: whatever was asked for
 * when it died is made, or was never asked for, and of a handover without overlap exactly one key opens at every moment.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { Authority } from '../../src/authority/authority.ts'
import type { ApiKey } from '../../src/authority/api-key.ts'
import { KeyDirectory } from '../../src/authority/key-directory.ts'
import { closureOf } from '../../src/authority/key-life.ts'
import { Sealer } from '../../src/authority/sealing.ts'
import { createGate } from '../../src/gate/create-gate.ts'
import type { Gate } from '../../src/gate/gate.ts'
import { apiKeyId, requestId, type ApiKeyId } from '../../src/ids.ts'
import { inTemporaryFolder, sampleAccount } from '../../src/storage/samples.ts'
import { openStore, type Store } from '../../src/storage/store.ts'
import { HOUR, SECOND } from '../../src/time.ts'
import { Died, Fuse, fused } from '../harness/fuse.ts'
import { anAct, HOME, MAIN, NOON, ROWS, signatureOf } from '../harness/gate-scene.ts'

const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'saveTogether'])

/** Keys, authority and gate on a store, which die and come back as a process does. */
class KeyHouse {
  readonly #folder: string
  readonly #sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, randomBytes(32)]]) }, randomBytes)
  fuse = new Fuse()
  store!: Store
  authority!: Authority
  directory!: KeyDirectory
  gate!: Gate
  #ids = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  async start(): Promise<void> {
    this.fuse = new Fuse()
    this.store = await openStore({ folder: this.#folder, nowUs: NOON })
    this.directory = new KeyDirectory({ sealer: this.#sealer })
    const accounts = { byId: () => MAIN }
    this.authority = new Authority({ store: fused(this.store.keys, WRITES, this.fuse), directory: this.directory, sealer: this.#sealer, accounts, randomBytes, newKeyId: () => apiKeyId(`k_${this.#ids += 1}`) })
    this.authority.load()
    const { authority } = this
    this.gate = createGate({ endpoints: ROWS, keys: this.directory, accounts, formerProcessEndedByUs: null, rateLimits: 'off', payToll: (key, isStillHeld, { address, nowUs }) => authority.payToll(key.id, isStillHeld, { actor: `key:${key.id}`, source: address, nowUs }) })
  }

  async restart(): Promise<void> {
    await this.store.close()
    await this.start()
  }

  async call({ key, secret }: Held, nowUs: number): Promise<boolean> {
    const payload = `timestamp=${Math.floor(nowUs / 1_000)}`
    const query = `${payload}&signature=${signatureOf({ key, secret }, payload)}`
    return (await this.gate.admit({ id: requestId(`r_${this.#ids += 1}`), receivedAtUs: nowUs, environment: 'live', method: 'GET', path: '/api/v3/account', query, body: '', apiKey: key.text, address: HOME })).admitted
  }
}

interface Held { readonly key: ApiKey; readonly secret: string | null }

/** What the model knows of one generation. `held` is undefined where the process died before its secret was shown. */
interface Generation { readonly id: ApiKeyId; readonly held: Held | undefined; state: 'opens' | 'asleep' | 'retired' | 'retiring' | 'disabled' | 'deleted'; readonly former: Generation | undefined; retiresAtUs: number }

const which = fc.nat(5)
const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('rotate' as const), of: which, overlapHours: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.constantFrom(1, 24)) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rotateTwice' as const), of: which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('call' as const), with: which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('twoCalls' as const), with: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('callsAndDelete' as const), with: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), of: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 12) }) },
)
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never
/** Where the process dies in an act, if it does. Each act has one durable step. */
const death = fc.constantFrom('never' as const, 'never' as const, 'before' as const, 'after' as const)
type Death = 'never' | 'before' | 'after'

/** Cases that are tried whatever chance adds. */
const EXAMPLES: [(readonly [Act, Death])[]][] = (['before', 'after'] as const).flatMap((dies): [(readonly [Act, Death])[]][] => [
  [[[{ do: 'rotate', of: 0, overlapHours: null }, dies], [{ do: 'rotate', of: 0, overlapHours: null }, 'never'], [{ do: 'call', with: 1 }, 'never']]],
  [[[{ do: 'rotate', of: 0, overlapHours: null }, 'never'], [{ do: 'twoCalls', with: 1 }, dies], [{ do: 'call', with: 0 }, 'never'], [{ do: 'rotate', of: 1, overlapHours: null }, 'never'], [{ do: 'call', with: 2 }, dies]]],
  [[[{ do: 'rotate', of: 0, overlapHours: null }, 'never'], [{ do: 'delete', of: 1 }, dies], [{ do: 'call', with: 1 }, 'never'], [{ do: 'call', with: 0 }, 'never']]],
  [[[{ do: 'rotate', of: 0, overlapHours: null }, 'never'], [{ do: 'delete', of: 0 }, dies], [{ do: 'call', with: 1 }, dies]]],
  [[[{ do: 'rotate', of: 0, overlapHours: 1 }, dies], [{ do: 'call', with: 1 }, 'never'], [{ do: 'wait', hours: 1 }, 'never'], [{ do: 'call', with: 0 }, 'never'], [{ do: 'call', with: 1 }, 'never']]],
  [[[{ do: 'rotate', of: 0, overlapHours: null }, 'never'], [{ do: 'callsAndDelete', with: 1 }, dies]]],
])

class Scene {
  readonly house: KeyHouse
  readonly generations: Generation[] = []
  deaths = 0
  #nowUs = NOON + SECOND

  constructor(house: KeyHouse) {
    this.house = house
  }

  async begin(): Promise<void> {
    await this.house.store.accounts.save(sampleAccount(MAIN.id), { timeUs: NOON, actor: 'system', source: 'local', act: 'scene', subject: 'scene', before: null, after: null })
    const made = await this.house.authority.create({ accountId: MAIN.id, environment: 'live', label: 'bot', kind: 'hmac', permissions: ['reading'], allowList: { mode: 'trusted', entries: [HOME] } }, anAct())
    assert.ok(made.ok)
    this.generations.push({ id: made.key.id, held: made, state: 'opens', former: undefined, retiresAtUs: Infinity })
  }

  #one(index: number): Generation {
    return this.generations[index % this.generations.length] ?? assert.fail()
  }

  #stateOf(generation: Generation): Generation['state'] {
    return generation.state === 'retiring' && this.#nowUs >= generation.retiresAtUs ? 'retired' : generation.state
  }

  #opens(generation: Generation): boolean {
    return ['opens', 'asleep', 'retiring'].includes(this.#stateOf(generation))
  }

  /** @returns what it answered, or that the process died over it */
  async #dyingOver<Value>(ask: () => Promise<Value>): Promise<Value | 'died'> {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Died)) throw error
      return 'died'
    }
  }

  async run(one: Act, dies: Death): Promise<void> {
    const { house } = this
    this.#nowUs += SECOND
    if (dies !== 'never') house.fuse.set(1, dies === 'before')
    await this.#do(one, dies !== 'before')
    if (house.fuse.isBurnt) {
      this.deaths += 1
      await house.restart()
    }
    house.fuse.set(Infinity, false)
    await this.#check()
  }

  /** @param isMade whether what has a durable step is made in spite of a death */
  async #do(one: Act, isMade: boolean): Promise<void> {
    const { authority } = this.house
    switch (one.do) {
      case 'wait': this.#nowUs += one.hours * HOUR; return
      case 'delete': {
        const generation = this.#one(one.of)
        const answer = await this.#dyingOver(() => authority.delete(generation.id, anAct(this.#nowUs)))
        if (answer !== 'died') assert.equal(answer.ok, generation.state !== 'deleted')
        if (isMade) generation.state = 'deleted'
        return
      }
      case 'rotate': return this.#rotate(this.#one(one.of), one.overlapHours, isMade, 1)
      case 'rotateTwice': return this.#rotate(this.#one(one.of), null, isMade, 2)
      case 'call': return this.#call(this.#one(one.with), isMade, 1)
      case 'twoCalls': return this.#call(this.#one(one.with), isMade, 2)
      case 'callsAndDelete': {
        // Whichever of the two comes first: the deletion stands, and nobody is let in behind it.
        const generation = this.#one(one.with)
        const { held } = generation
        const [, deleted] = await Promise.all([held && this.#dyingOver(() => this.house.call(held, this.#nowUs)), this.#dyingOver(() => authority.delete(generation.id, anAct(this.#nowUs)))])
        const key = await this.house.store.keys.byId(generation.id)
        if (deleted !== 'died') assert.equal(key?.deletedAtUs === null, false)
        if (generation.state === 'asleep' && key?.life.isAsleep === false) this.#tookOver(generation)
        if (key?.deletedAtUs !== null) generation.state = 'deleted'
      }
    }
  }

  async #rotate(generation: Generation, overlapHours: number | null, isMade: boolean, times: 1 | 2): Promise<void> {
    const newest = this.generations.findLast(({ former }) => former === generation)
    const mayRotate = ['opens', 'retiring'].includes(this.#stateOf(generation)) && (newest === undefined || newest.state === 'deleted')
    const rotate = () => this.#dyingOver(() => this.house.authority.rotate(generation.id, { kind: 'hmac' }, overlapHours === null ? null : overlapHours * HOUR, anAct(this.#nowUs)))
    const answers = await Promise.all(times === 1 ? [rotate()] : [rotate(), rotate()])
    const made = answers.flatMap((answer) => (answer !== 'died' && answer.ok ? [answer] : []))
    const hasDied = answers.includes('died')
    assert.equal(made.length, mayRotate && !hasDied ? 1 : 0, 'a key has one successor, however often it is asked for')
    if (!mayRotate || !isMade) return
    const id = made[0]?.key.id ?? (await this.house.store.keys.byId(generation.id))?.life.successorId
    assert.ok(id)
    this.generations.push({ id, held: made[0], state: overlapHours === null ? 'asleep' : 'opens', former: generation, retiresAtUs: Infinity })
    if (overlapHours === null) return
    generation.state = 'retiring'
    generation.retiresAtUs = Math.min(generation.retiresAtUs, this.#nowUs + overlapHours * HOUR)
  }

  async #call(generation: Generation, isMade: boolean, times: 1 | 2): Promise<void> {
    const { held } = generation
    if (!held) return
    const [expected, isFirst] = [this.#opens(generation), generation.state === 'asleep']
    const answers = await Promise.all(Array.from({ length: times }, () => this.#dyingOver(() => this.house.call(held, this.#nowUs))))
    for (const answer of answers) assert.ok(answer === 'died' ? isFirst : answer === expected)
    if (isFirst && expected && isMade) this.#tookOver(generation)
  }

  #tookOver(generation: Generation): void {
    generation.state = 'opens'
    if (generation.former && generation.former.state !== 'deleted') generation.former.state = 'retired'
  }

  async #check(): Promise<void> {
    const { store, directory } = this.house
    for (const generation of this.generations) {
      const key = await store.keys.byId(generation.id) ?? assert.fail()
      assert.equal(closureOf(key, this.#nowUs) === null, this.#opens(generation), `${generation.id} is ${generation.state}`)
      assert.equal(key.life.isAsleep, generation.state === 'asleep' || (generation.state === 'deleted' && key.life.isAsleep))
      if (key.deletedAtUs === null) assert.deepEqual(directory.find(key.text)?.key, key, 'in force is what is durable')
      const { former } = generation
      if (former && this.#stateOf(former) === 'opens') assert.ok(generation.state === 'asleep' || generation.state === 'deleted', 'never both of a handover')
    }
    assert.equal((await store.keys.ofAccount(MAIN.id)).length, this.generations.length, 'no key is there that nobody asked for')
  }
}

test('wherever the process dies, a handover is made or was never begun, and exactly one of the two keys opens', () => inTemporaryFolder(async (folder) => {
  let [run, deaths] = [0, 0]
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(act, death), { minLength: 6, maxLength: 16 }), async (list) => {
    const house = new KeyHouse(join(folder, `data${run += 1}`))
    await house.start()
    try {
      const scene = new Scene(house)
      await scene.begin()
      for (const [one, dies] of list) await scene.run(one, dies)
      deaths += scene.deaths
    } finally {
      await house.store.close()
    }
  }), { numRuns: EXAMPLES.length + 8, examples: EXAMPLES as [[Act, Death][]][], endOnFailure: true })
  assert.ok(deaths >= EXAMPLES.length, `the process died ${deaths} times only`)
}))
