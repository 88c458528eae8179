import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AllowListMatcher, parseAllowList, parseEntry } from './allow-list.ts'
import { canonicalAddress, formatIpAddress, parseIpAddress, parseSocketAddress } from './ip-address.ts'

const trusted = (...entries: readonly string[]): AllowListMatcher => new AllowListMatcher({ mode: 'trusted', entries })
const admits = (matcher: AllowListMatcher, address: string): boolean => matcher.admits(parseSocketAddress(address))
const canonical = (text: string): string => {
  const parsed = parseEntry(text)
  return parsed.ok ? parsed.entry.text : `refused: ${parsed.text}`
}

test('trusted without entries admits nobody; unrestricted admits everybody', () => {
  for (const address of ['127.0.0.1', '203.0.113.45', '::1', '2001:db8::1', 'nonsense', '']) {
    assert.ok(!admits(trusted(), address))
    assert.ok(admits(new AllowListMatcher({ mode: 'unrestricted' }), address))
  }
})

test('an address that cannot be read is on no list', () => {
  for (const address of ['', 'unknown', '1.2.3', '1.2.3.4.5', '1.2.3.04', '0x7f.0.0.1', '2130706433', '127.1', ':::', 'g::1']) assert.ok(!admits(trusted('127.0.0.1', '1.2.3.4', '::1'), address), address)
})

test('an IPv4-mapped address is the IPv4 address, and a zone is ignored', () => {
  for (const address of ['::ffff:203.0.113.45', '::FFFF:203.0.113.45', '::ffff:cb00:712d', '0:0:0:0:0:ffff:203.0.113.45', '::ffff:203.0.113.45%eth0']) {
    assert.ok(admits(trusted('203.0.113.45'), address), address)
    assert.equal(canonicalAddress(address), '203.0.113.45')
  }
  assert.ok(!admits(trusted('203.0.113.45'), '::203.0.113.45'), 'the old compatible form is another address')
  assert.ok(admits(trusted('fe80::1'), 'fe80::1%eth0'))
  assert.ok(admits(trusted('::ffff:203.0.113.45'), '203.0.113.45'))
})

test('entries become canonical', () => {
  for (const [source, text] of [
    ['203.0.113.45', '203.0.113.45'], [' 203.0.113.45 ', '203.0.113.45'], ['203.0.113.45/32', '203.0.113.45'], ['198.51.100.0/28', '198.51.100.0/28'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'], ['2001:db8::/32', '2001:db8::/32'], ['2001:db8::1/128', '2001:db8::1'], ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'], ['::ffff:198.51.100.0/124', '198.51.100.0/28'], ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ] as const) assert.equal(canonical(source), text, source)
})

test('what is refused is refused with the reason and the remedy', () => {
  for (const [source, words] of [
    ['198.51.100.7/28', /198\.51\.100\.0\/28/], ['2001:db8::1/32', /the block is 2001:db8::\/32/], ['0.0.0.0/0', /unrestricted/], ['::/0', /unrestricted/], ['1.0.0.0/7', /too wide/],
    ['203.0.113.045', /leading zeros/], ['203.0.113.256', /greater than 255/], ['203.0.113', /four numbers/], ['example.com', /Names are not looked up/], ['', /empty/],
    ['fe80::1%eth0', /zone/], ['203.0.113.45/33', /0 to 32/], ['203.0.113.45/', /0 to 32/], ['203.0.113.45/-1', /0 to 32/], ['2001:db8::1/129', /0 to 128/], ['203.0.113.45/032', /0 to 32/],
    ['::ffff:203.0.113.45/24', /96 to 128/], ['0.0.0.0', /no call can come/], ['224.0.0.1', /no call can come/], ['ff02::1', /no call can come/], ['2001:db8:::1', /one "::"/],
  ] as const) {
    const parsed = parseEntry(source)
    assert.ok(!parsed.ok, source)
    assert.match(parsed.text, words, source)
  }
})

test('private and loopback addresses are accepted with a remark', () => {
  for (const source of ['10.1.2.3', '192.168.0.0/16', '172.16.0.0/12', '100.64.0.1', 'fd00::1', '127.0.0.1', '::1']) {
    const parsed = parseEntry(source)
    assert.ok(parsed.ok && parsed.entry.remark !== null, source)
  }
  const parsed = parseEntry('203.0.113.45')
  assert.ok(parsed.ok && parsed.entry.remark === null)
})

test('a list holds 20 entries, each once, and tells every fault at once', () => {
  const many = Array.from({ length: 21 }, (_, index) => `203.0.113.${index}`)
  assert.ok(parseAllowList({ mode: 'trusted', entries: many.slice(1) }).ok)
  const tooMany = parseAllowList({ mode: 'trusted', entries: many })
  assert.ok(!tooMany.ok && /at most 20/.test(tooMany.texts.join()))
  const repeated = parseAllowList({ mode: 'trusted', entries: ['203.0.113.45', '203.0.113.45/32', '::ffff:203.0.113.45'] })
  assert.deepEqual(repeated.ok && repeated.allowList, { mode: 'trusted', entries: ['203.0.113.45'] })
  const faulty = parseAllowList({ mode: 'trusted', entries: ['nonsense', '203.0.113.45', '1.2.3.4/8'] })
  assert.ok(!faulty.ok && faulty.texts.length === 2)
})

/** The slow obvious twin: every address as a string of bits. */
const bitsOf = (text: string): string => {
  const address = parseIpAddress(text)
  assert.ok(address)
  const bits = [address.word0, address.word1, address.word2, address.word3].map((word) => (word >>> 0).toString(2).padStart(32, '0')).join('')
  return address.version === 4 ? `4:${bits.slice(96)}` : `6:${bits}`
}
const naiveAdmits = (entries: readonly string[], address: string): boolean => entries.some((entry) => {
  const [base = '', prefix] = entry.split('/')
  return bitsOf(address).startsWith(bitsOf(base).slice(0, prefix === undefined ? undefined : 2 + Number(prefix)))
})

const ipv4 = fc.tuple(fc.constantFrom(10, 198, 203), fc.nat(3), fc.nat(255), fc.nat(255)).map((octets) => octets.join('.'))
const ipv6 = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 6, maxLength: 6 }).map((hextets) => ['2001', 'db8', ...hextets.map((hextet) => hextet.toString(16))].join(':'))
/** A block around an address, with its host bits cleared by the twin's own arithmetic on bits. */
const block = fc.oneof(fc.tuple(ipv4, fc.integer({ min: 8, max: 32 })), fc.tuple(ipv6, fc.integer({ min: 16, max: 128 }))).map(([address, prefix]) => {
  const bits = bitsOf(address)
  const cut = bits.slice(0, 2 + prefix).padEnd(bits.length, '0').slice(2)
  const groups = cut.match(bits.startsWith('4') ? /.{8}/g : /.{16}/g) ?? []
  return bits.startsWith('4') ? `${groups.map((group) => Number.parseInt(group, 2)).join('.')}/${prefix}` : `${groups.map((group) => Number.parseInt(group, 2).toString(16)).join(':')}/${prefix}`
})

test('compiled lists admit exactly what comparing bits admits', () => {
  fc.assert(fc.property(fc.array(block, { maxLength: 6 }), fc.array(fc.oneof(ipv4, ipv6), { minLength: 1, maxLength: 6 }), fc.boolean(), (entries, addresses, withNeighbours) => {
    const parsed = parseAllowList({ mode: 'trusted', entries })
    assert.ok(parsed.ok, JSON.stringify(parsed))
    const matcher = new AllowListMatcher(parsed.allowList)
    const asked = withNeighbours ? [...addresses, ...entries.map((entry) => entry.split('/')[0] ?? '')] : addresses
    for (const address of asked) assert.equal(admits(matcher, address), naiveAdmits(entries, address), address)
  }), { numRuns: 500 })
})

test('writing an address and reading it again gives the same address', () => {
  fc.assert(fc.property(fc.oneof(ipv4, ipv6), (text) => {
    const address = parseIpAddress(text)
    assert.ok(address)
    assert.deepEqual(parseIpAddress(formatIpAddress(address)), address)
    assert.equal(canonicalAddress(formatIpAddress(address)), formatIpAddress(address))
  }), { numRuns: 500 })
})
