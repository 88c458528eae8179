import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { argon2Hasher } from './argon2.ts'
import { EMBEDDED_COMMON_PASSWORDS } from './common-passwords.ts'
import { hashPassword, isOfParameters, isPassword, PASSWORD_PARAMETERS, PasswordsBusy } from './password-hash.ts'
import { checkPassword } from './password-rules.ts'

const SMALL = { memoryKiB: 64, passes: 1, lanes: 1, tagBytes: 32 }
const LONG = Array.from({ length: 128 }, (_, at) => String.fromCharCode(97 + (at * at + 3 * at) % 23)).join('')
const hasher = argon2Hasher()

describe('a password is refused', () => {
  const context = ['ada.lovelace@example.org', 'Ada Lovelace']
  const answer = async (password: string) => {
    const checked = await checkPassword(password, context, EMBEDDED_COMMON_PASSWORDS)
    return checked.ok ? 'taken' : checked.refused.reason
  }
  const TABLE: readonly (readonly [password: string, answer: string])[] = [
    ['elevenchars', 'passwordTooShort'], ['🔑'.repeat(11), 'passwordTooShort'], ['x9 '.repeat(43), 'passwordTooLong'], ['', 'passwordTooShort'],
    ['passwordpassword', 'passwordCommon'], ['Password123456', 'passwordCommon'], ['P@ssw0rd!!!!!!', 'passwordCommon'], ['123456789012', 'passwordCommon'], ['qwertyuiop123', 'passwordCommon'],
    ['qwertyuiopas', 'passwordCommon'], ['aaaaaaaaaaaa', 'passwordCommon'], ['abcabcabcabc', 'passwordCommon'], ['iloveyou2024!', 'passwordCommon'], ['correcthorsebatterystaple', 'passwordCommon'],
    ['210987654321', 'passwordCommon'], ['Summer2026!!!', 'passwordCommon'], ['letmeinletmein', 'passwordCommon'],
    ['ada.lovelace1815', 'passwordContext'], ['Lovelace!Lovelace', 'passwordContext'], ['BittingBitting1', 'passwordContext'], ['binance-2026-10', 'passwordContext'], ['l0velace l0velace', 'passwordContext'],
    ['twelve chars', 'taken'], ['wren-quarry-lantern-84', 'taken'], ['пароль-от-сейфа', 'taken'], [LONG, 'taken'], [`${LONG}y`, 'passwordTooLong'], ['839201748395', 'taken'], ['p@ssw0rd2024!', 'passwordCommon'], ['🦉 hoots at midnight', 'taken'], ['             ', 'passwordCommon'],
  ]
  for (const [password, expected] of TABLE) it(`${JSON.stringify(password.slice(0, 40))}: ${expected}`, async () => assert.equal(await answer(password), expected))
})

describe('a password is kept', () => {
  it('as argon2id with the parameters of the day, and known again', async () => {
    const phc = await hashPassword('wren-quarry-lantern-84', new Uint8Array(16).fill(1), hasher)
    assert.match(phc, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$AQEBAQEBAQEBAQEBAQEBAQ\$[A-Za-z0-9+/]{43}$/)
    assert.ok(isOfParameters(phc, PASSWORD_PARAMETERS) && !isOfParameters(phc, SMALL))
    assert.ok(await isPassword('wren-quarry-lantern-84', phc, hasher))
    assert.ok(!await isPassword('wren-quarry-lantern-85', phc, hasher))
  })

  it('as the reference implementation keeps it', async () => {
    // phc-winner-argon2, test.c: argon2id, v=19, t=2, m=2^8 KiB, p=1, "password", "somesalt".
    const phc = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
    assert.ok(await isPassword('password', phc, hasher))
    assert.ok(!await isPassword('Password', phc, hasher))
  })

  it('the same however the keyboard composes it', async () => {
    const phc = await hashPassword('caf\u00e9 au lait chaud', new Uint8Array(16), hasher, SMALL)
    assert.ok(await isPassword('cafe\u0301 au lait chaud', phc, hasher))
  })

  it('at the same work for nobody, and with no answer but no', async () => {
    let derivations = 0
    const counting = { derive: async (_password: string, _salt: Uint8Array, parameters: typeof SMALL) => { derivations += parameters.memoryKiB; return new Uint8Array(32) } }
    assert.ok(!await isPassword('x', null, counting, SMALL))
    assert.ok(!await isPassword('x', 'not a hash', counting, SMALL))
    assert.equal(derivations, 2 * SMALL.memoryKiB)
  })

  it('two at once, and no more waiting than there is memory for', async () => {
    const crowd = await Promise.allSettled(Array.from({ length: 80 }, () => hasher.derive('x', new Uint8Array(16), SMALL)))
    const refused = crowd.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    assert.equal(refused.length, 80 - 66)
    assert.ok(refused.every((reason) => reason instanceof PasswordsBusy))
    await hasher.derive('x', new Uint8Array(16), SMALL)
  })
})
