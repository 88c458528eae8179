import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anAct, GateScene, type HeldKey, NOON } from '../../test/harness/gate-scene.ts'
import { apiKeyId, type ApiKeyId } from '../ids.ts'
import { DAY, HOUR, SECOND } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import { beginHandover, completeHandover, handoverViolations, successorLabel, successorShape } from './handover.ts'
import { keyWith, SAMPLE_NOW as NOW } from './key.samples.ts'
import { closureOf } from './key-life.ts'
import { KeyDirectory } from './key-directory.ts'

const successorOf = (key: ApiKey, id: string): ApiKey => ({ ...key, id: apiKeyId(id), label: `${key.label} next`, ...successorShape(key, NOW) })

test('a successor has everything but the secret; its period begins now, and the clock of lapsing rights runs on', () => {
  const key = keyWith(['reading', 'spotAndMarginTrading'], { expiresAtUs: NOW + 10 * DAY, createdAtUs: NOW - 80 * DAY, tradingLapsesAtUs: NOW + DAY, replayGuard: true, guardRails: { symbols: ['BTCUSDT'] } })
  const shape = successorShape(key, NOW)
  assert.deepEqual([shape.permissions, shape.allowList, shape.guardRails, shape.replayGuard, shape.tradingLapsesAtUs], [key.permissions, key.allowList, key.guardRails, true, NOW + DAY])
  assert.equal(shape.expiresAtUs, NOW + 90 * DAY)
  assert.deepEqual([shape.life.generation, shape.life.predecessorId, shape.life.isAsleep], [2, 'k_1', true])
})

test('who can be handed over, and why not', () => {
  const key = keyWith(['reading'])
  const pair = beginHandover(key, successorOf(key, 'k_2'), null, NOW)
  const after = completeHandover(pair.old, pair.successor, NOW)
  const rows: readonly (readonly [ApiKey, ApiKey | undefined, RegExp | null])[] = [
    [key, undefined, null],
    [pair.old, pair.successor, /has a successor already: k_2/],
    [pair.old, { ...pair.successor, deletedAtUs: NOW }, null],
    [pair.successor, undefined, /was not used yet/],
    [after.old ?? key, after.successor, /has been rotated: k_2 took over/],
    [after.successor, undefined, null],
    [{ ...key, life: { ...key.life, afterPeriod: 'delete' } }, undefined, /used once/],
  ]
  for (const [one, successor, expected] of rows) {
    const [violation] = handoverViolations(one, successor, NOW)
    if (expected === null) assert.equal(violation, undefined)
    else assert.match(violation?.text ?? '', expected)
  }
})

test('the generations count in the label, and a taken number is passed over', () => {
  assert.equal(successorLabel('grid-bot', 2, () => false), 'grid-bot #2')
  assert.equal(successorLabel('grid-bot #2', 3, () => false), 'grid-bot #3')
  assert.equal(successorLabel('grid-bot', 2, (label) => label === 'grid-bot #2'), 'grid-bot #3')
})

/** What the model knows of one generation. */
interface Generation { readonly id: ApiKeyId; held: HeldKey; state: 'opens' | 'asleep' | 'retired' | 'deleted' | 'retiring'; former: Generation | undefined; retiresAtUs: number }

type Step =
  | { readonly do: 'rotate'; readonly of: number; readonly overlapHours: number | null }
  | { readonly do: 'call'; readonly with: number }
  | { readonly do: 'callFailing'; readonly with: number }
  | { readonly do: 'delete'; readonly of: number }
  | { readonly do: 'restart' }
  | { readonly do: 'wait'; readonly hours: number }

const which = fc.nat(6)
const steps: fc.Arbitrary<readonly Step[]> = fc.array(fc.oneof(
  fc.record({ do: fc.constant('rotate' as const), of: which, overlapHours: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.constantFrom(1, 24)) }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('call' as const), with: which }) },
  fc.record({ do: fc.constant('callFailing' as const), with: which }),
  fc.record({ do: fc.constant('delete' as const), of: which }),
  fc.record({ do: fc.constant('restart' as const) }),
  fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 12) }),
), { maxLength: 25 })

test('whatever is rotated, called, deleted, crashed and restarted: the gate admits exactly whom the model admits, and never both of a handover', async () => {
  await fc.assert(fc.asyncProperty(steps, async (list) => {
    const scene = new GateScene({ rateLimits: 'off' })
    let nowUs = NOON + SECOND
    const first = await scene.key({}, NOON)
    const generations: Generation[] = [{ id: first.key.id, held: first, state: 'opens', former: undefined, retiresAtUs: Infinity }]
    const one = (index: number): Generation => generations[index % generations.length] ?? assert.fail()
    const stateNow = (generation: Generation): Generation['state'] => (generation.state === 'retiring' && nowUs >= generation.retiresAtUs ? 'retired' : generation.state)
    const mayCall = (generation: Generation): boolean => ['opens', 'asleep', 'retiring'].includes(stateNow(generation))
    const call = async (generation: Generation): Promise<boolean> => (await scene.gate.admit(scene.request(generation.held, { nowUs }))).admitted
    for (const step of list) {
      nowUs += SECOND
      if (step.do === 'wait') nowUs += step.hours * HOUR
      else if (step.do === 'restart') {
        // What a new process knows is what the store kept.
        const directory = new KeyDirectory({ sealer: scene.sealer })
        directory.load(scene.store.all())
        for (const key of directory.all()) assert.deepEqual(scene.directory.find(key.text)?.key, key)
      } else if (step.do === 'delete') {
        const generation = one(step.of)
        const deleted = await scene.authority.delete(generation.id, anAct(nowUs))
        assert.equal(deleted.ok, generation.state !== 'deleted')
        generation.state = 'deleted'
      } else if (step.do === 'rotate') {
        const generation = one(step.of)
        const successor = generations.findLast(({ former }) => former === generation)
        const mayRotate = (stateNow(generation) === 'opens' || stateNow(generation) === 'retiring') && (successor === undefined || successor.state === 'deleted')
        const made = await scene.authority.rotate(generation.id, { kind: 'hmac' }, step.overlapHours === null ? null : step.overlapHours * HOUR, anAct(nowUs))
        assert.equal(made.ok, mayRotate)
        if (!made.ok) continue
        generations.push({ id: made.key.id, held: { key: made.key, secret: made.secret, privateKey: undefined }, state: step.overlapHours === null ? 'asleep' : 'opens', former: generation, retiresAtUs: Infinity })
        if (step.overlapHours !== null) {
          generation.state = 'retiring'
          generation.retiresAtUs = Math.min(generation.retiresAtUs, nowUs + step.overlapHours * HOUR)
        }
      } else {
        const generation = one(step.with)
        const isAsleep = generation.state === 'asleep'
        if (step.do === 'callFailing') {
          // The disk fails in the middle of it: nothing has happened, or nothing had to.
          scene.store.fail = true
          if (isAsleep) await assert.rejects(call(generation))
          else assert.equal(await call(generation), mayCall(generation))
          scene.store.fail = false
          continue
        }
        const expected = mayCall(generation)
        assert.equal(await call(generation), expected)
        if (isAsleep && expected) {
          generation.state = 'opens'
          if (generation.former && generation.former.state !== 'deleted') generation.former.state = 'retired'
        }
      }
      for (const generation of generations) {
        const key = scene.store.keys.get(generation.id) ?? assert.fail()
        const opens = closureOf(key, nowUs) === null
        assert.equal(opens, mayCall(generation), `${generation.id} ${generation.state}`)
        // Of a handover exactly one opens by itself: the old one until the successor was used, the successor from then on.
        const { former } = generation
        if (former && stateNow(former) === 'opens') assert.ok(generation.state === 'asleep' || generation.state === 'deleted')
      }
    }
  }), { numRuns: 150 })
})

test('a thousand first calls at one moment wake a successor once, and from then on the old key is refused', async () => {
  const scene = new GateScene({ rateLimits: 'off' })
  const old = await scene.key()
  const made = await scene.authority.rotate(old.key.id, { kind: 'hmac' }, null, anAct())
  assert.ok(made.ok)
  const next = { key: made.key, secret: made.secret, privateKey: undefined }
  assert.ok((await scene.gate.admit(scene.request(old))).admitted, 'until then the old one opens')
  const answers = await Promise.all(Array.from({ length: 1_000 }, async () => {
    const decision = await scene.gate.admit(scene.request(next))
    // At the very moment a successor's call is let in, the old key is closed.
    return decision.admitted && scene.directory.find(old.key.text)?.key.life.isRetired === true
  }))
  assert.ok(answers.every(Boolean))
  const refused = await scene.gate.admit(scene.request(old))
  assert.deepEqual(refused.admitted ? null : refused.refusal.reason, 'keyRetired')
  for (const change of [scene.authority.enable(old.key.id, anAct()), scene.authority.extend(old.key.id, 9, anAct()), scene.authority.edit(old.key.id, { label: 'x' }, anAct())]) {
    const changed = await change
    assert.deepEqual(changed.ok ? [] : changed.violations.map(({ rule }) => rule), ['handover'])
  }
  assert.equal(refused.caller?.key.id, old.key.id, 'and its owner can be told who still uses it')
  assert.deepEqual(scene.store.audit.map(({ act }) => act), ['key.create', 'key.rotate', 'key.handover'])
  assert.equal(scene.store.audit[2]?.actor, `key:${made.key.id}`)
  assert.ok(!JSON.stringify(scene.store.audit).includes(made.secret ?? 'no secret'))
})

test('a successor is closed by what its owner does while its first call waits', async () => {
  const scene = new GateScene()
  const old = await scene.key()
  const made = await scene.authority.rotate(old.key.id, { kind: 'hmac' }, null, anAct())
  assert.ok(made.ok)
  const next = { key: made.key, secret: made.secret, privateKey: undefined }
  const disabling = scene.authority.disable(made.key.id, anAct())
  const decision = await scene.gate.admit(scene.request(next))
  assert.ok((await disabling).ok)
  assert.deepEqual(decision.admitted ? null : decision.refusal.reason, 'keyDisabled')
  assert.ok((await scene.gate.admit(scene.request(old))).admitted, 'and the old key was not retired by a call that was not let in')
  await scene.authority.enable(made.key.id, anAct())
  const narrowing = scene.authority.edit(made.key.id, { allowList: { mode: 'trusted', entries: ['192.0.2.77'] } }, anAct())
  const elsewhere = await scene.gate.admit(scene.request(next))
  assert.ok((await narrowing).ok)
  assert.deepEqual(elsewhere.admitted ? null : elsewhere.refusal.reason, 'addressNotAllowed')
  assert.ok((await scene.gate.admit(scene.request(old))).admitted, 'nor by one that came from elsewhere')
})

test('a key of N calls is heard N times, however many come at one moment, and is deleted with the last', async () => {
  for (const calls of [1, 3]) {
    const scene = new GateScene()
    const held = await scene.key({ calls })
    const answers = await Promise.all(Array.from({ length: 8 }, () => scene.gate.admit(scene.request(held))))
    assert.equal(answers.filter(({ admitted }) => admitted).length, calls)
    const key = scene.store.keys.get(held.key.id)
    assert.ok(key?.deletedAtUs !== null && key?.credential.kind === 'hmac' && key.credential.secret.bytes.length === 0)
    const late = await scene.gate.admit(scene.request(held))
    assert.equal(late.admitted ? null : late.refusal.reason, 'keyDeleted')
  }
})

test('a key of spot and futures becomes two in one act; one that has not both is refused', async () => {
  const scene = new GateScene()
  const both = await scene.key({ label: 'bot', permissions: ['reading', 'spotAndMarginTrading', 'futures'] })
  const parted = await scene.authority.split(both.key.id, { kind: 'hmac' }, anAct())
  assert.ok(parted.ok)
  assert.equal(parted.former.permissions | parted.key.permissions, both.key.permissions)
  assert.deepEqual([parted.key.label, parted.key.life.isAsleep, parted.former.label], ['bot futures', false, 'bot'])
  assert.deepEqual(parted.key.allowList, both.key.allowList)
  const again = await scene.authority.split(both.key.id, { kind: 'hmac' }, anAct())
  assert.deepEqual(again.ok ? [] : again.violations.map(({ rule }) => rule), ['split'])
  assert.equal(scene.store.keys.size, 2)
})

test('only a call that is admitted wakes a successor: refused ones leave everything as it was', async () => {
  const scene = new GateScene()
  const old = await scene.key()
  const made = await scene.authority.rotate(old.key.id, { kind: 'hmac' }, null, anAct())
  assert.ok(made.ok)
  const next = { key: made.key, secret: made.secret, privateKey: undefined }
  const refusals = [{ signature: '0'.repeat(64) }, { address: '192.0.2.77' }, { path: '/sapi/v1/asset/transfer', method: 'POST' }, { timestamp: 1 }, { parameters: 'bad=1' }, { environment: 'testnet' }] as const
  for (const wish of refusals) assert.ok(!(await scene.gate.admit(scene.request(next, wish))).admitted, JSON.stringify(wish))
  assert.ok(scene.store.keys.get(made.key.id)?.life.isAsleep)
  assert.ok((await scene.gate.admit(scene.request(old))).admitted)
  assert.ok((await scene.gate.admit(scene.request(next, { path: '/api/v3/historicalTrades' }))).admitted)
  assert.ok(scene.store.keys.get(made.key.id)?.life.isAsleep, 'a call that proves nothing of the secret wakes nobody')
  assert.ok((await scene.gate.admit(scene.request(next))).admitted)
  assert.equal(scene.store.keys.get(old.key.id)?.life.isRetired, true)
})
