import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GateScene, NOON } from '../../test/harness/gate-scene.ts'
import { Calendar } from '../authority/calendar.ts'
import { DAY, SECOND } from '../time.ts'

const decided = (scene: GateScene, held: Parameters<GateScene['request']>[0], wish: Parameters<GateScene['request']>[1] = {}): string => {
  const decision = scene.gate.admit(scene.request(held, wish))
  assert.ok(!(decision instanceof Promise))
  return decision.admitted ? 'admitted' : decision.refusal.reason
}

test('ends, periods and lapses are judged by the calendar to the second; the time of a request is not', async () => {
  const calendar = new Calendar({ nowUs: () => NOON }, 0)
  const scene = new GateScene({ calendar })
  const ending = await scene.key({ expiresAtUs: NOON + 90 * DAY })
  const disabled = await scene.key({ periodDays: 90, afterPeriod: 'disable' })
  const warned = await scene.key({ periodDays: 90, afterPeriod: 'warn' })
  const lapsing = await scene.key({ permissions: ['spotAndMarginTrading', 'reading'], allowList: { mode: 'unrestricted' } })
  const all = [ending, disabled, warned, lapsing]
  const answers = (): string[] => all.map((held) => decided(scene, held))
  // The scene's requests come one second past noon.
  calendar.moveTo(90 * DAY - SECOND - 1)
  assert.deepEqual(answers().slice(0, 3), ['admitted', 'admitted', 'admitted'])
  calendar.moveTo(90 * DAY - SECOND)
  assert.deepEqual(answers().slice(0, 3), ['keyExpired', 'keyDisabled', 'admitted'])
  const order = (): string => decided(scene, lapsing, { method: 'POST', path: '/api/v3/order' })
  calendar.moveTo(30 * DAY - SECOND - 1)
  assert.equal(order(), 'admitted')
  calendar.moveTo(30 * DAY - SECOND)
  assert.equal(order(), 'permissionLapsed')
  assert.equal(decided(scene, lapsing), 'admitted', 'reading does not lapse')
  calendar.moveTo(0)
  assert.deepEqual(answers(), ['admitted', 'admitted', 'admitted', 'admitted'], 'put back, everything opens again')
})
