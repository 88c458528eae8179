import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { Sealer } from '../authority/sealing.ts'
import { SECOND } from '../time.ts'
import { makeTotp, presentTotpCode, takeTotpCode, totpCode } from './totp.ts'

const randomBytes = (length: number): Uint8Array => new Uint8Array(length).fill(5)
const sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, new Uint8Array(32)]]) }, randomBytes)
const SECRET = Secret.fromUTF8('12345678901234567890').base32
const fresh = makeTotp({ id: 'o_1', personId: 'p', label: 'phone', secret: SECRET, nowUs: 0 }, sealer)

describe('authenticator codes', () => {
  // RFC 6238, appendix B.
  const VECTORS: readonly (readonly [seconds: number, sha1: string, sha256: string, sha512: string])[] = [
    [59, '94287082', '46119246', '90693936'], [1_111_111_109, '07081804', '68084774', '25091201'], [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'], [2_000_000_000, '69279037', '90698825', '38618901'], [20_000_000_000, '65353130', '77737706', '47863826'],
  ]
  const SEED = '1234567890'.repeat(7)
  for (const [seconds, ...codes] of VECTORS) {
    it(`are those of RFC 6238 at ${seconds} s`, () => {
      for (const [at, [algorithm, length]] of ([['SHA1', 20], ['SHA256', 32], ['SHA512', 64]] as const).entries()) {
        assert.equal(new TOTP({ secret: Secret.fromUTF8(SEED.slice(0, length)), algorithm, digits: 8 }).generate({ timestamp: seconds * 1_000 }), codes[at])
      }
      assert.equal(totpCode(SECRET, seconds * SECOND), codes[0]?.slice(2))
      assert.ok(takeTotpCode(fresh, codes[0]?.slice(2) ?? '', seconds * SECOND, sealer))
    })
  }

  it('are taken one step early or late, no more', () => {
    const code = totpCode(SECRET, 3_000 * SECOND)
    const taken = [2_969, 2_970, 3_029, 3_030, 3_059, 3_060].map((seconds) => takeTotpCode(fresh, code, seconds * SECOND, sealer) !== undefined)
    assert.deepEqual(taken, [false, true, true, true, true, false])
  })

  it('are taken once, and none older than one that was taken', () => {
    const at = (seconds: number) => totpCode(SECRET, seconds * SECOND)
    const after = takeTotpCode(fresh, at(3_000), 3_000 * SECOND, sealer)
    assert.ok(after)
    assert.equal(takeTotpCode(after, at(3_000), 3_000 * SECOND, sealer), undefined)
    assert.equal(takeTotpCode(after, at(2_970), 3_000 * SECOND, sealer), undefined)
    assert.ok(takeTotpCode(after, at(3_030), 3_000 * SECOND, sealer))
    assert.deepEqual(presentTotpCode(after, 3_010 * SECOND, sealer), { code: at(3_000), secondsLeft: 20, isUsed: true, fresh: at(3_030) })
    const twice = takeTotpCode(after, at(3_030), 3_010 * SECOND, sealer)
    assert.ok(twice, 'what is called fresh is taken')
    assert.equal(presentTotpCode(twice, 3_010 * SECOND, sealer)?.fresh, null, 'beyond the window there is nothing but waiting')
    assert.equal(presentTotpCode(fresh, 3_010 * SECOND, sealer)?.fresh, at(3_000))
  })

  it('are six digits, blanks aside', () => {
    const code = totpCode(SECRET, 3_000 * SECOND)
    assert.ok(takeTotpCode(fresh, `${code.slice(0, 3)} ${code.slice(3)}`, 3_000 * SECOND, sealer))
    for (const wrong of ['', code.slice(1), `${code}0`, `0x${code.slice(2)}`, '١٢٣٤٥٦']) assert.equal(takeTotpCode(fresh, wrong, 3_000 * SECOND, sealer), undefined)
  })

  it('need the sealing key and the row that the secret was sealed for', () => {
    const code = totpCode(SECRET, 3_000 * SECOND)
    const other = new Sealer({ currentVersion: 2, keys: new Map([[1, new Uint8Array(32)], [2, new Uint8Array(32).fill(2)]]) }, randomBytes)
    const later = makeTotp({ id: 'o_1', personId: 'p', label: 'phone', secret: SECRET, nowUs: 0 }, other)
    assert.ok(later.sealingKeyVersion === 2 && takeTotpCode(later, code, 3_000 * SECOND, other))
    assert.ok(takeTotpCode(fresh, code, 3_000 * SECOND, other), 'a key that is kept beside it opens as before')
    assert.equal(takeTotpCode(later, code, 3_000 * SECOND, sealer), undefined)
    assert.equal(takeTotpCode({ ...fresh, id: 'o_2' }, code, 3_000 * SECOND, sealer), undefined)
  })
})
