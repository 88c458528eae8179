import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SECOND } from '../../time.ts'
import { Scenario } from './scenario.ts'
import { readScript, type Script } from './script.ts'

const START = 1_795_000_000_000_000
const ORDER = { endpoint: 'POST /api/v3/order', keyNames: ['bit1abc', 'k_1', 'grid'] } as const

const scriptOf = (text: string): Script => {
  const read = readScript(text)
  if (!read.ok) assert.fail(JSON.stringify(read.faults))
  return read.script
}

const scenario = (text: string): Scenario => new Scenario(scriptOf(`name: test\n${text}`), START)

test('a rule strikes only what it names, while it lasts, and as often as it may', () => {
  const lost = scenario('rules: [{ endpoint: POST /api/v3/order, key: grid, fromS: 5, untilS: 10, times: 2, fault: { kind: loseAnswer } }]')
  const at = (second: number, request: Parameters<Scenario['strike']>[0] = ORDER) => lost.strike(request, START + second * SECOND).length
  assert.equal(at(4), 0, 'too early')
  assert.equal(at(5, { ...ORDER, endpoint: 'GET /api/v3/order' }), 0, 'another endpoint')
  assert.equal(at(5, { ...ORDER, keyNames: ['k_2'] }), 0, 'another key')
  assert.deepEqual([at(5), at(6), at(7)], [1, 1, 0], 'twice')
  assert.deepEqual(lost.struck, [2])
  assert.equal(at(10), 0, 'too late')
})

test('a star at the end of an endpoint stands for the rest', () => {
  const slow = scenario('rules: [{ endpoint: "GET /sapi/*", fault: { kind: latency, ms: 100 } }]')
  assert.equal(slow.strike({ endpoint: 'GET /sapi/v1/account/status', keyNames: [] }, START).length, 1)
  assert.equal(slow.strike({ endpoint: 'GET /api/v3/account', keyNames: [] }, START).length, 0)
})

test('the same seed strikes the same requests, about as many as were asked for', () => {
  const struck = (seed: number): string => {
    const some = scenario(`seed: ${seed}\nrules: [{ percent: 30, fault: { kind: failBefore } }]`)
    return Array.from({ length: 1_000 }, () => some.strike(ORDER, START).length).join('')
  }
  assert.equal(struck(7), struck(7))
  assert.notEqual(struck(7), struck(8))
  const many = [...struck(7)].filter((one) => one === '1').length
  assert.ok(many > 250 && many < 350, String(many))
})

test('several rules strike one request together, in the order of the script', () => {
  const both = scenario('rules: [{ fault: { kind: latency, ms: 5 } }, { fault: { kind: failAfter } }]')
  assert.deepEqual(both.strike(ORDER, START).map(({ kind }) => kind), ['latency', 'failAfter'])
})

test('acts come once, at their time, in order; the clock and addresses are in force with them', () => {
  const world = scenario('acts: [{ atS: 10, kind: moveAddress, key: grid, address: 198.51.100.7 }, { atS: 5, kind: clock, aheadMs: -3000 }, { atS: 5, kind: haltSymbol, symbol: BTCUSDT }]')
  assert.deepEqual(world.takeDue(START), [])
  assert.deepEqual(world.takeDue(START + 5 * SECOND).map(({ kind }) => kind), ['clock', 'haltSymbol'])
  assert.equal(world.aheadUs, -3 * SECOND)
  assert.equal(world.addressOf(ORDER.keyNames), undefined)
  assert.deepEqual(world.takeDue(START + 60 * SECOND).map(({ kind }) => kind), ['moveAddress'])
  assert.equal(world.addressOf(ORDER.keyNames), '198.51.100.7')
  assert.deepEqual(world.takeDue(START + 61 * SECOND), [])
})

test('a scenario that is over strikes nothing any more', () => {
  const short = scenario('lastsS: 60\nrules: [{ fault: { kind: failBefore } }]')
  assert.equal(short.strike(ORDER, START + 59 * SECOND).length, 1)
  assert.equal(short.strike(ORDER, START + 60 * SECOND).length, 0)
  assert.equal(short.isOver(START + 60 * SECOND), true)
})

for (const [what, text, at] of [
  ['no YAML', 'name: [', 'the file'],
  ['no name', 'seed: 1', 'name'],
  ['an unknown fault', 'name: x\nrules: [{ fault: { kind: explode } }]', 'rules.0.fault.kind'],
  ['a word that no rule has', 'name: x\nrules: [{ fault: { kind: failBefore }, endpont: x }]', 'rules.0'],
  ['an address that is none', 'name: x\nacts: [{ atS: 1, kind: moveAddress, key: k, address: here }]', 'acts.0.address'],
  ['more than all', 'name: x\nrules: [{ percent: 101, fault: { kind: failBefore } }]', 'rules.0.percent'],
] as const) {
  test(`a script with ${what} is refused, and told where`, () => {
    const read = readScript(text)
    assert.ok(!read.ok)
    assert.ok(read.faults.some((fault) => fault.at === at), JSON.stringify(read.faults))
  })
}
