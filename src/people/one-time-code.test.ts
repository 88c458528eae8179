import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { describe, it } from 'node:test'
import { Sealer } from '../authority/sealing.ts'
import { MINUTE } from '../time.ts'
import { makeCode, type OneTimeCode, randomDigits, tryCode } from './one-time-code.ts'
import { makeRecoveryCodes } from './recovery-codes.ts'

let drawn = 0
const randomBytes = (length: number): Uint8Array => Buffer.from(hash('sha512', `draw ${drawn++}`, 'hex'), 'hex').subarray(0, length)
const sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, new Uint8Array(32)]]) }, randomBytes)
const made = () => makeCode({ id: 'c_1', personId: 'p', channel: 'mail', purpose: 'device:1', nowUs: 0 }, sealer, randomBytes)

describe('a mailed code', () => {
  it('has eight digits, each equally likely', () => {
    const counts = new Array<number>(10).fill(0)
    for (let round = 0; round < 1_000; round += 1) {
      const digits = randomDigits(randomBytes)
      assert.match(digits, /^\d{8}$/)
      for (const digit of digits) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1
    }
    // 8,000 draws from one fixed stream: 800 each, and four standard deviations are 107.
    for (const count of counts) assert.ok(Math.abs(count - 800) < 107, String(counts))
  })

  it('is good once, for its purpose, until ten minutes are over', () => {
    const { record, code } = made()
    const right = (change: Partial<OneTimeCode> = {}, purpose = 'device:1', nowUs = 1) => tryCode({ ...record, ...change }, purpose, code, nowUs, sealer)?.isRight
    assert.equal(right(), true)
    assert.equal(right({}, 'device:1', 10 * MINUTE - 1), true)
    assert.equal(right({}, 'device:1', 10 * MINUTE), undefined)
    assert.equal(right({}, 'device:2'), undefined)
    assert.equal(right({ purpose: 'device:2' }, 'device:2'), false, 'not even where the purpose in the row was changed')
    assert.equal(right({ usedAtUs: 1 }), undefined)
    assert.equal(right({ triesLeft: 0 }), undefined)
    assert.equal(right({ id: 'c_2' }), undefined, 'nor in another row')
    assert.equal(tryCode(record, 'device:1', `${code.slice(0, 4)} ${code.slice(4)}`, 1, sealer)?.isRight, true)
  })

  it('loses a try with each, and is used by the right one', () => {
    const { record, code } = made()
    const wrong = tryCode(record, 'device:1', '00000000', 1, sealer)
    assert.deepEqual([wrong?.isRight, wrong?.after.triesLeft, wrong?.after.usedAtUs], [false, 4, null])
    const right = tryCode(record, 'device:1', code, 1, sealer)
    assert.deepEqual([right?.isRight, right?.after.triesLeft, right?.after.usedAtUs], [true, 4, 1])
  })

  it('is not found by trying every code against what is kept: the key of its hash is sealed', () => {
    const { record, code } = made()
    assert.notEqual(record.hash, hash('sha256', code, 'hex'))
    const other = new Sealer({ currentVersion: 1, keys: new Map([[1, new Uint8Array(32).fill(9)]]) }, randomBytes)
    assert.equal(tryCode(record, 'device:1', code, 1, other), undefined)
  })
})

describe('recovery codes', () => {
  it('are ten, all different, and kept as hashes', () => {
    let id = 0
    const { codes, records } = makeRecoveryCodes('p', () => `r_${id += 1}`, randomBytes)
    assert.equal(new Set(codes).size, 10)
    assert.ok(!codes.some((code) => JSON.stringify(records).includes(code.replaceAll('-', ''))))
  })
})
