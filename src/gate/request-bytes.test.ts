import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ParameterScan } from './parameter-scan.ts'
import { RequestBytes } from './request-bytes.ts'

const request = new RequestBytes()
const scan = (query: string, body = '', repeatable?: ReadonlySet<string>): ParameterScan | string => {
  const scanned = request.scan(query, body, repeatable)
  return scanned instanceof ParameterScan ? scanned : typeof scanned === 'string' ? scanned : `duplicate ${scanned.duplicate}`
}
const read = (query: string, body = '', repeatable?: ReadonlySet<string>): Record<string, readonly string[]> | string => {
  const scanned = scan(query, body, repeatable)
  return typeof scanned === 'string' ? scanned : Object.fromEntries(scanned.names().map((name) => [name, scanned.getAll(name)]))
}

/** The slow obvious twin: the platform's own reader of forms, and a map. */
const twin = (query: string, body: string): Record<string, readonly string[]> | string => {
  const [lastOfQuery, firstOfBody] = [query.split('&').findLast((segment) => segment !== ''), body.split('&').find((segment) => segment !== '')]
  if (lastOfQuery !== undefined && firstOfBody !== undefined && ![lastOfQuery, firstOfBody].every((segment) => /^[^=]+=/.test(segment))) return 'malformed'
  const parts = [query, body].map((part) => [...new URLSearchParams(part)])
  for (const part of parts) {
    const seen = new Set<string>()
    for (const [name] of part) {
      if (seen.has(name)) return `duplicate ${name}`
      seen.add(name)
    }
  }
  const found: Record<string, readonly string[]> = {}
  for (const [name, value] of parts.flat()) found[name] ??= [value]
  return found
}

test('reads whatever well-formed query and body the platform reads, to the same names and values', () => {
  const text = fc.string({ unit: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('a', 'b', 'B', '1', '.', '-', '_', '~', '*', '(', '"', '@', ':', ',', '/', '[', '{') }, { weight: 1, arbitrary: fc.constantFrom('+', '%20', '%2B', '%26', '%3D', '%C3%A9', '%E5%B8%81', '%F0%9F%94%91') }), maxLength: 6 })
  const segment = fc.oneof({ weight: 6, arbitrary: fc.tuple(text, text).map(([name, value]) => `${name}=${value}`) }, { weight: 1, arbitrary: text }, { weight: 1, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constant('a=1=2') })
  const part = fc.array(segment, { maxLength: 6 }).map((segments) => segments.join('&'))
  fc.assert(fc.property(part, part, (query, body) => {
    fc.pre(!/^[{[]/.test(body))
    assert.deepEqual(read(query, body), twin(query, body))
  }), { numRuns: 2_000 })
})

test('raw UTF-8 bytes are read as the text they are', () => {
  assert.deepEqual(read(Buffer.from('symbol=币安').toString('latin1')), { symbol: ['币安'] })
  assert.equal(read('symbol=\xff\xfe'), 'malformed')
})

test('a cut or foreign escape, JSON, and bytes that are no UTF-8 are malformed', () => {
  for (const query of ['a=%', 'a=%2', 'a=%zz', 'a=%E5%B8', '%=1', 'a=%u0041']) assert.equal(read(query), 'malformed', query)
  for (const body of ['{"symbol":"BTCUSDT"}', '[1]', '{}']) assert.equal(read('', body), 'malformed', body)
})

test('a + is a space, but stands for itself in mail addresses', () => {
  assert.deepEqual(read('name=a+b&email=a+b@example.com&fromEmail=c+d@example.com&toEmail=e%2Bf@example.com'), {
    name: ['a b'], email: ['a+b@example.com'], fromEmail: ['c+d@example.com'], toEmail: ['e+f@example.com'],
  })
})

test('a parameter that is cut in two where the query ends is malformed: signed together, both halves would still be proved', () => {
  for (const [query, body] of [['coin=ETH&amount=1', '00&address=x'], ['coin=ETH&amo', 'unt=100'], ['amount=', '100'], ['amount', '=100'], ['coin=ETH&', '00&a=1']] as const) assert.equal(read(query, body), 'malformed', `${query} | ${body}`)
  assert.deepEqual(read('coin=ETH&', '&amount=100'), { coin: ['ETH'], amount: ['100'] })
  assert.deepEqual(read('coin=ETH&flag&amount=1', 'a=1&b'), { coin: ['ETH'], flag: [''], amount: ['1'], a: ['1'], b: [''] })
})

test("a name stands once in one place unless it may be repeated; the query's hides the body's", () => {
  assert.equal(read('a=1&b=2&a=3'), 'duplicate a')
  assert.equal(read('', 'a=1&a=1'), 'duplicate a')
  assert.equal(read('sy%6Dbol=1&symbol=2'), 'duplicate symbol')
  assert.deepEqual(read('asset=A&asset=B', '', new Set(['asset'])), { asset: ['A', 'B'] })
  assert.deepEqual(read('asset=A', 'asset=B&asset=C&b=1', new Set(['asset'])), { asset: ['A'], b: ['1'] })
  const scanned = scan('price=1', 'price=2')
  assert.ok(typeof scanned !== 'string')
  assert.equal(scanned.get('price'), '1')
  assert.equal(read(Array.from({ length: 40 }, (_, index) => `p${index % 39}=1`).join('&')), 'duplicate p0')
})

test('the names that the gate reads itself cannot be hidden behind escapes', () => {
  for (const name of ['%73ignature', 'time%73tamp', 'recv%57indow']) {
    assert.equal(read(`a=1&${name}=1`), 'malformed', name)
    assert.equal(read(`a=1&signature=x&${name}=1`), name === '%73ignature' ? 'duplicate signature' : 'malformed', name)
  }
})

test('more parameters than any call has are malformed', () => {
  assert.equal(read(Array.from({ length: 1_025 }, (_, index) => `p${index}=1`).join('&')), 'malformed')
})
