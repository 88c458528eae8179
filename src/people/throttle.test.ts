import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { HOUR, MINUTE, SECOND } from '../time.ts'
import { ADDRESS_RULE, addressKey, delayAfter, FORGOTTEN_AFTER_US, PERSON_RULE, Throttle } from './throttle.ts'

const person = [{ key: 'person:a', rule: PERSON_RULE }]

describe('delays', () => {
  it('double from one second to a quarter of an hour', () => {
    const delays = Array.from({ length: 13 }, (_, failures) => delayAfter(failures, PERSON_RULE) / SECOND)
    assert.deepEqual(delays, [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
    assert.deepEqual([10, 11, 12].map((failures) => delayAfter(failures, ADDRESS_RULE) / SECOND), [0, 1, 2])
    assert.equal(delayAfter(1e9, PERSON_RULE), 15 * MINUTE)
  })

  it('end when the person proves who they are, and after a day without a failure', () => {
    const throttle = new Throttle()
    for (let failure = 0, now = 0; failure < 5; failure += 1, now += HOUR) throttle.charge(person, now)
    throttle.forgive(person)
    assert.deepEqual(throttle.charge(person, 5 * HOUR), { isOpen: true })
    assert.deepEqual(throttle.charge(person, 5 * HOUR), { isOpen: false, retryAfterUs: SECOND })
    assert.deepEqual(throttle.charge(person, 5 * HOUR + FORGOTTEN_AFTER_US), { isOpen: true })
    assert.deepEqual(throttle.charge(person, 5 * HOUR + FORGOTTEN_AFTER_US), { isOpen: false, retryAfterUs: SECOND })
  })

  it('are not shortened by a right answer in between: it takes back its own charge and no other', () => {
    const throttle = new Throttle()
    for (const now of [0, SECOND, 3 * SECOND]) throttle.charge(person, now)
    throttle.charge(person, 7 * SECOND)
    throttle.giveBack(person, 7 * SECOND)
    assert.ok(throttle.charge(person, 7 * SECOND).isOpen)
    assert.deepEqual(throttle.charge(person, 7 * SECOND), { isOpen: false, retryAfterUs: 8 * SECOND })
  })

  it('charge all names or none', () => {
    const throttle = new Throttle()
    throttle.charge(person, 0)
    const both = [...person, { key: 'address:b', rule: PERSON_RULE }]
    assert.ok(!throttle.charge(both, 0).isOpen)
    assert.deepEqual(throttle.charge(both.slice(1), 0), { isOpen: true })
  })

  it('survive a restart', () => {
    const [one, other] = [new Throttle(), new Throttle()]
    one.charge(person, 0)
    other.load(one.takeChanged())
    assert.ok(!other.charge(person, SECOND - 1).isOpen)
    assert.deepEqual(one.takeChanged(), [])
  })

  it('never let more guesses through than they promise, however they are timed', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 20 * MINUTE }), { minLength: 1, maxLength: 120 }), (waits) => {
      const throttle = new Throttle()
      let now = 0
      let failures = 0
      let openAt = 0
      for (const wait of waits) {
        now += wait
        const { isOpen } = throttle.charge(person, now)
        assert.equal(isOpen, now >= openAt)
        if (isOpen) openAt = now + delayAfter(failures += 1, PERSON_RULE)
      }
    }), { numRuns: 100 })
  })
})

describe('an address', () => {
  it('counts as itself, in IPv6 as its network', () => {
    const same = ['2001:db8:1:2::5', '2001:DB8:1:2:ffff::1', '2001:0db8:0001:0002:0:0:0:9', '2001:db8:1:2::'].map(addressKey)
    assert.equal(new Set(same).size, 1)
    assert.notEqual(addressKey('2001:db8:1:3::5'), same[0])
    assert.equal(addressKey('::ffff:192.0.2.1'), addressKey('192.0.2.1'))
    assert.equal(addressKey('::1'), 'address:0:0:0:0::/64')
  })
})
