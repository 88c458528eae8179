import assert from 'node:assert/strict'
import { createHmac, createPublicKey, verify } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { hmacVerifier } from '../authority/verifier.ts'
import { ParameterScan } from './parameter-scan.ts'
import { RequestBytes } from './request-bytes.ts'
import { hmacHex, verifySignature } from './signature.ts'
import { sentPayload } from './signed-payload.ts'

const SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'
const REST = 'side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559'
const request = new RequestBytes()

const isProved = (query: string, body = '', secret = SECRET): boolean => {
  const scan = request.scan(query, body, undefined)
  assert.ok(scan instanceof ParameterScan, JSON.stringify(scan))
  return verifySignature(request, scan, hmacVerifier(Buffer.from(secret))) !== null
}
const hmac = (payload: string, secret = SECRET): string => createHmac('sha256', secret).update(payload).digest('hex')

test("the signed requests printed in Binance's documentation are proved", () => {
  const ascii = `symbol=LTCBTC&${REST}`
  const wide = `symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&${REST}`
  for (const [payload, signature] of [
    [ascii, 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71'],
    [wide, 'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3'],
  ] as const) {
    assert.ok(isProved(`${payload}&signature=${signature}`), 'in the query')
    assert.ok(isProved('', `${payload}&signature=${signature}`), 'in the body')
    assert.ok(isProved(`signature=${signature.toUpperCase()}&${payload}`), 'first, and in capitals')
    assert.ok(!isProved(`${payload}&signature=${signature.replace('c', 'd').replace('e', 'f')}`))
  }
})

test('query and body are signed in one piece without an & between, wherever the signature stands', () => {
  const query = 'symbol=LTCBTC&side=BUY&timeInForce=GTC'
  const body = 'quantity=1&price=0.1&timestamp=1499827319559'
  const signature = hmac(query + body)
  assert.ok(isProved(query, `${body}&signature=${signature}`))
  assert.ok(isProved(`${query}&signature=${signature}`, body))
  assert.ok(isProved(`symbol=LTCBTC&signature=${signature}&side=BUY&timeInForce=GTC`, body))
  assert.ok(isProved(query, `quantity=1&signature=${signature}&price=0.1&timestamp=1499827319559`))
  assert.ok(!isProved(query, `${body}&signature=${hmac(`${query}&${body}`)}`))
})

test('what clients sign is proved where they send it in another encoding', () => {
  const signsEncoded = `name=${encodeURIComponent("my addr (x)! '~")}&timestamp=1`
  assert.ok(isProved(`${new URLSearchParams({ name: "my addr (x)! '~", timestamp: '1' })}&signature=${hmac(signsEncoded)}`), 'the official JavaScript clients')
  assert.ok(isProved('', `name=my%20addr%20%40home&timestamp=1&signature=${hmac('name=my addr @home&timestamp=1')}`), 'python-binance')
  assert.ok(isProved('', `email=a+b@example.com&name=my addr (x)!&timestamp=1&signature=${hmac('email=a+b@example.com&name=my addr (x)!&timestamp=1')}`), 'ccxt, unencoded')
  assert.ok(isProved(`symbol=%E5%B8%81&timestamp=1&signature=${hmac('symbol=币&timestamp=1')}`), 'a symbol beyond ASCII, signed unencoded')
})

test('a decoded value never passes for other parameters', () => {
  for (const value of ['1%26type=MARKET', '1%3D2', '1%2B1', '1%0A2', '1%0D']) {
    assert.ok(!isProved(`quantity=${value}&timestamp=1&signature=${hmac(`quantity=${decodeURIComponent(value)}&timestamp=1`)}`), value)
  }
})

test('an empty payload proves nothing', () => {
  assert.ok(!isProved(`signature=${hmac('')}`))
})

test('two one-shot hashes give the bytes of createHmac, for every key and payload', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ maxLength: 300, unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) }), (secret, payload) => {
    assert.equal(hmacHex(request, request.replacePayload(payload), hmacVerifier(secret)), createHmac('sha256', secret).update(payload).digest('hex'))
  }), { numRuns: 300 })
})

test('the payload hashed is the payload shown, wherever the signature stands', () => {
  const pair = fc.tuple(fc.constantFrom('a', 'bb', 'symbol', 'signatures', 'x1'), fc.constantFrom('', '1', 'BTCUSDT', '0.1', '%20'))
  fc.assert(fc.property(fc.uniqueArray(pair, { selector: ([name]) => name, maxLength: 4 }), fc.uniqueArray(pair, { selector: ([name]) => name, maxLength: 4 }), fc.nat(8), fc.boolean(), (ofQuery, ofBody, at, inBody) => {
    const written = (pairs: readonly (readonly [string, string])[]): string[] => pairs.map(([name, value]) => `${name}=${value}`)
    const query = written(ofQuery)
    const body = written(ofBody)
    const payload = query.join('&') + body.join('&')
    fc.pre(payload !== '')
    const part = inBody ? body : query
    part.splice(Math.min(at, part.length), 0, `signature=${hmac(payload)}`)
    assert.ok(isProved(query.join('&'), body.join('&')))
    assert.equal(sentPayload(query.join('&'), body.join('&')), payload)
  }), { numRuns: 300 })
})

interface Vectors { readonly testGroups: readonly { readonly tagSize?: number; readonly publicKeyPem?: string; readonly publicKeyDer?: string; readonly publicKey?: unknown; readonly tests: readonly { readonly tcId: number; readonly key?: string; readonly msg: string; readonly tag?: string; readonly sig?: string; readonly result: 'valid' | 'invalid' | 'acceptable' }[] }[] }

const FOLDER = process.env.BITTING_WYCHEPROOF ?? new URL('../../../shared/vectors/wycheproof', import.meta.url).pathname

const vectors = (file: string): Vectors | null => {
  const path = `${FOLDER}/${file}`
  // The file is published by Project Wycheproof; its schema is the type above.
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) as Vectors : null
}

const wycheproof = (name: string, files: readonly string[], check: (vectors: Vectors) => number): void => {
  test(`Wycheproof: ${name}`, (context) => {
    const found = files.map(vectors)
    if (found.includes(null)) return context.diagnostic(`NOT RUN: no Wycheproof vectors in ${FOLDER}; set BITTING_WYCHEPROOF to the folder that holds ${files.join(', ')}`)
    const count = found.reduce((sum, one) => sum + (one ? check(one) : 0), 0)
    assert.ok(count > 100)
    return context.diagnostic(`${count} vectors`)
  })
}

wycheproof('HMAC-SHA256', ['hmac_sha256_test.json'], ({ testGroups }) => {
  let count = 0
  for (const { tagSize, tests } of testGroups) {
    for (const { tcId, key = '', msg, tag = '', result } of tests) {
      const payload = Buffer.from(msg, 'hex')
      payload.copy(request.bytes, 64)
      const hex = hmacHex(request, payload.length, hmacVerifier(Buffer.from(key, 'hex'))).slice(0, (tagSize ?? 256) / 4)
      assert.equal(hex === tag, result === 'valid', `vector ${tcId}`)
      count += 1
    }
  }
  return count
})

/** The gate verifies with `node:crypto` and these arguments. */
const asymmetric = (algorithm: null | 'sha256') => ({ testGroups }: Vectors): number => {
  let count = 0
  for (const { publicKeyPem, publicKeyDer, tests } of testGroups) {
    const key = publicKeyPem === undefined ? createPublicKey({ key: Buffer.from(publicKeyDer ?? '', 'hex'), format: 'der', type: 'spki' }) : createPublicKey(publicKeyPem)
    for (const { tcId, msg, sig = '', result } of tests) {
      const fits = verify(algorithm, Buffer.from(msg, 'hex'), key, Buffer.from(sig, 'hex'))
      if (result !== 'acceptable') assert.equal(fits, result === 'valid', `vector ${tcId}`)
      count += 1
    }
  }
  return count
}
wycheproof('Ed25519', ['ed25519_test.json'], asymmetric(null))
wycheproof('RSASSA-PKCS1-v1_5 with SHA-256', [2048, 3072, 4096].map((bits) => `rsa_signature_${bits}_sha256_test.json`), asymmetric('sha256'))
