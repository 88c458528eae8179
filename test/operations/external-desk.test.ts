import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { AccountDirectory } from '../../src/accounts/account-directory.ts'
import { PolicyDirectory } from '../../src/authority/policy-directory.ts'
import { Sealer } from '../../src/authority/sealing.ts'
import { outboxReader } from '../../src/delivery/outbox.ts'
import { ExternalDesk } from '../../src/operations/external/external-desk.ts'
import { externalSealId } from '../../src/operations/external/external-parts.ts'
import { membershipId } from '../../src/people/person.ts'
import { openStore } from '../../src/storage/store.ts'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import type { Examination } from '../../src/watch/external/examination.ts'
import type { ExternalKey, ExternalKeyStore } from '../../src/watch/external/external-key.ts'
import { MAIN } from '../harness/gate-scene.ts'

const START = Date.parse('2026-11-21T12:00:00Z') * 1_000
const RECORD = { timeUs: START, actor: 'system', source: 'local', act: 'x', subject: 'x', before: null, after: null }

/** What an exchange does with the next examination: it answers, is silent, or is waited for. */
type Answer = 'sound' | 'silent' | 'refused' | Promise<'sound'>

interface Scene {
  readonly store: ExternalKeyStore
  readonly desk: ExternalDesk
  /** Keys in the order in which they were examined. */
  readonly examined: string[]
  readonly running: { now: number; most: number }
  answer: Answer
  key(id: string, change?: Partial<ExternalKey>): Promise<void>
  /** Wall time so long after the start, a round then, and the letters of that round. */
  at(sinceUs: number): Promise<readonly string[]>
  newDesk(): ExternalDesk
}

const examination = (findings: Examination['findings']): Examination => ({ url: 'https://exchange.example', atMs: 0, kind: 'hmac', clockAheadMs: 0, address: null, rights: null, risk: null, findings })
const ANSWERS = {
  sound: examination([{ probe: 'reach', verdict: 'fine', what: 'It answers.', remedy: null }]),
  silent: examination([{ probe: 'reach', verdict: 'fault', what: 'It does not tell the time.', remedy: null }]),
  refused: examination([{ probe: 'reach', verdict: 'fine', what: 'It answers.', remedy: null }, { probe: 'signature', verdict: 'fault', what: 'It refuses the key.', remedy: 'Make another.' }]),
} as const

/** A real store with an owner, and a desk whose clock and exchange the test holds. */
const scene = async (use: (scene: Scene) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-external-desk-'))
  const store = await openStore({ folder, nowUs: START })
  try {
    const sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, randomBytes(32)]]) }, randomBytes)
    const accounts = new AccountDirectory(store.accounts)
    await accounts.save(MAIN, RECORD)
    assert.equal(await store.people.save([
      { do: 'insert', kind: 'person', record: { id: 'p_1', version: 1, email: 'owner@example.com', name: 'o', phone: null, passwordHash: null, createdAtUs: START, state: 'active', keysGoTo: null, mustRenew: [], language: null } },
      { do: 'insert', kind: 'membership', record: { id: membershipId('p_1', MAIN.id), version: 1, personId: 'p_1', accountId: MAIN.id, role: 'owner', sinceUs: START } },
    ], null), 'saved')
    let [nowUs, letters] = [START, 0]
    const keys = store.externalKeys.store({ sealer: () => sealer, newLetterId: () => `m_${String(letters += 1).padStart(6, '0')}` })
    const running = { now: 0, most: 0 }
    const examined: string[] = []
    const newDesk = (): ExternalDesk => new ExternalDesk({
      store: keys, accounts, policies: new PolicyDirectory(store.policies), people: store.people, sealer: () => sealer, randomText: () => 'x', clock: { nowUs: () => START }, wallClock: { nowUs: () => nowUs }, allowsInside: false, onLetters: () => {},
      doctor: {
        secretFault: () => null, close: () => {},
        examine: async ({ apiKey }, secret) => {
          assert.equal(secret, `secret of ${apiKey}`, 'the secret that was sealed')
          examined.push(apiKey)
          running.now += 1
          running.most = Math.max(running.most, running.now)
          const answer = ANSWERS[await held.answer]
          await new Promise(setImmediate)
          running.now -= 1
          return answer
        },
      },
    })
    const desk = newDesk()
    const held: Scene = {
      store: keys, desk, examined, running, answer: 'sound', newDesk,
      key: async (id, change = {}) => {
        const key: ExternalKey = { id, version: 1, accountId: MAIN.id, label: id, url: 'https://exchange.example', apiKey: id, secret: sealer.seal(Buffer.from(`secret of ${id}`), externalSealId(id)), preset: 'dashboard', holderId: null, enteredAtUs: START, createdAtUs: null, examination: null, lastExaminedAtUs: null, nextExaminationAtUs: START, fault: null, faultSinceUs: null, told: [], ...change }
        assert.equal(await keys.insert(key, RECORD, null), 'kept')
      },
      at: async (sinceUs) => {
        nowUs = START + sinceUs
        const before = letters
        await desk.round()
        return (await outboxReader(store.people, sealer).newest(1_000)).slice(0, letters - before).map(({ text }) => text ?? '')
      },
    }
    await use(held)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

test('a round reads each key once when its time has come, and again six hours and its own few minutes later', () => scene(async (held) => {
  for (const id of ['x_a', 'x_b', 'x_c']) await held.key(id)
  await held.key('x_public', { secret: null })
  await held.at(0)
  assert.deepEqual([...held.examined].sort(), ['x_a', 'x_b', 'x_c'], 'one without its secret is never read')
  const due = held.store.all().filter(({ secret }) => secret !== null).map(({ nextExaminationAtUs }) => nextExaminationAtUs - START)
  for (const sinceUs of due) assert.ok(sinceUs >= 6 * HOUR && sinceUs < 6 * HOUR + 30 * MINUTE, String(sinceUs / MINUTE))
  assert.ok(new Set(due).size > 1, 'keys that were entered together drift apart')
  await held.at(Math.min(...due) - 1)
  assert.equal(held.examined.length, 3)
  await held.at(Math.min(...due))
  assert.equal(held.examined.length, 4)
  await held.at(6 * HOUR + 30 * MINUTE)
  assert.deepEqual([...held.examined].sort(), ['x_a', 'x_a', 'x_b', 'x_b', 'x_c', 'x_c'])
}))

test('a round asks four exchanges at a time, and one that fails holds nobody up', () => scene(async (held) => {
  for (let at = 0; at < 11; at += 1) await held.key(`x_${at}`)
  // Sealed for another key: it does not open, and nobody is asked.
  await held.key('x_moved', { secret: held.store.byId('x_0')?.secret ?? null })
  await held.at(0)
  assert.equal(held.running.most, 4)
  assert.equal(held.examined.length, 11)
  assert.match(held.store.byId('x_moved')?.fault ?? '', /does not open/)
  assert.ok(held.store.all().every(({ lastExaminedAtUs }) => lastExaminedAtUs === START))
}))

test('silence is told after a day of it, once, and again only after another day; what was said before stands', () => scene(async (held) => {
  await held.key('x_a')
  assert.deepEqual(await held.at(0), [])
  held.answer = 'silent'
  assert.deepEqual(await held.at(7 * HOUR), [], 'a network that fails once is nobody\'s concern')
  const since = START + 7 * HOUR
  assert.deepEqual(await held.at(7 * HOUR + DAY - 1), [])
  assert.deepEqual([held.store.byId('x_a')?.faultSinceUs, held.store.byId('x_a')?.examination], [since, ANSWERS.sound], 'since when it is silent, and what it said before')
  const [letter, another] = await held.at(7 * HOUR + DAY)
  assert.match(letter ?? '', /could not be examined for .*does not tell the time/)
  assert.equal(another, undefined)
  for (const days of [2, 3, 9]) assert.deepEqual(await held.at(7 * HOUR + days * DAY), [], 'each is told once, for as long as it stands')

  held.answer = 'sound'
  assert.deepEqual(await held.at(10 * DAY), [])
  assert.deepEqual([held.store.byId('x_a')?.fault, held.store.byId('x_a')?.faultSinceUs, held.store.byId('x_a')?.told], [null, null, []])
  held.answer = 'silent'
  assert.deepEqual(await held.at(11 * DAY), [])
  assert.deepEqual(await held.at(12 * DAY - 1), [])
  assert.equal((await held.at(12 * DAY)).length, 1)
}))

test('an answer within the day of silence ends it, and the next silence begins its own day', () => scene(async (held) => {
  await held.key('x_a')
  held.answer = 'silent'
  await held.at(0)
  await held.at(20 * HOUR)
  held.answer = 'sound'
  await held.at(23 * HOUR + 59 * MINUTE + 7 * HOUR)
  held.answer = 'silent'
  await held.at(40 * HOUR)
  assert.deepEqual(await held.at(63 * HOUR), [])
  assert.equal((await held.at(64 * HOUR)).length, 1)
}))

test('a key that is refused is told at once, in one letter with all that is told', () => scene(async (held) => {
  for (const id of ['x_a', 'x_b']) await held.key(id)
  held.answer = 'refused'
  const letters = await held.at(0)
  assert.equal(letters.length, 1)
  assert.match(letters[0] ?? '', /x_a[^]*It refuses the key\.[^]*x_b[^]*It refuses the key\./)
  assert.deepEqual(await held.at(7 * HOUR), [])
}))

test('who asks while a key is read waits for the same answer; what a close cuts off is not kept', () => scene(async (held) => {
  await held.key('x_a')
  const { promise, resolve } = Promise.withResolvers<'sound'>()
  held.answer = promise
  const both = Promise.all([held.desk.examine('x_a'), held.desk.examine('x_a')])
  resolve('sound')
  await both
  assert.deepEqual(held.examined, ['x_a'])

  const later = Promise.withResolvers<'sound'>()
  held.answer = later.promise
  const cut = held.desk.examine('x_a')
  held.desk.close()
  const before = held.store.byId('x_a')
  later.resolve('sound')
  await cut
  assert.deepEqual(held.store.byId('x_a'), before)
  // The next start goes on with it.
  held.answer = 'refused'
  await held.newDesk().examine('x_a')
  assert.equal(held.store.byId('x_a')?.examination?.findings.length, 2)
}))
