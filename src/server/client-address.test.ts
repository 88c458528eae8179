import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { clientAddressReader, isLoopback } from './client-address.ts'

// An address is all that is asked of a socket.
const socketFrom = (remoteAddress: string | undefined): Socket => ({ remoteAddress }) as Socket
const from = (forwardedFor?: string, demoAddress?: string) => ({ forwardedFor, demoAddress })

test('a connection that was reset before it was read has no address, and no header gives it one', () => {
  const addressOf = clientAddressReader({ trustedProxies: ['127.0.0.1'], believesDemoHeader: true })
  assert.equal(addressOf(socketFrom(undefined), from('203.0.113.45', '203.0.113.45')), '')
})

test('a caller behind a proxy on this machine may not say where it stands, in demo mode either', () => {
  const addressOf = clientAddressReader({ trustedProxies: ['127.0.0.1'], believesDemoHeader: true })
  assert.equal(addressOf(socketFrom('127.0.0.1'), from('198.51.100.9', '203.0.113.45')), '198.51.100.9')
  assert.equal(addressOf(socketFrom('127.0.0.1'), from('nonsense', '203.0.113.45')), '')
  assert.equal(addressOf(socketFrom('::ffff:127.0.0.1'), from('198.51.100.9', '203.0.113.45')), '198.51.100.9')
})

test('behind trusted proxies the rightmost hop that is none of them counts', () => {
  const addressOf = clientAddressReader({ trustedProxies: ['127.0.0.1', '10.0.0.0/8'], believesDemoHeader: false })
  const seen = (forwardedFor: string): string => addressOf(socketFrom('127.0.0.1'), from(forwardedFor))
  for (const [forwardedFor, address] of [
    ['203.0.113.45', '203.0.113.45'], [' 203.0.113.45 ', '203.0.113.45'], ['203.0.113.45,10.1.2.3', '203.0.113.45'], ['203.0.113.45, 10.1.2.3 ,10.9.9.9', '203.0.113.45'],
    ['203.0.113.45,198.51.100.9,10.1.2.3', '198.51.100.9'], ['nonsense,198.51.100.9', '198.51.100.9'], [`${','.repeat(15_000)}198.51.100.9`, '198.51.100.9'], ['::ffff:198.51.100.9', '198.51.100.9'],
    ['203.0.113.45,nonsense', ''], ['203.0.113.45,198.51.100.9:4711', ''], ['unknown', ''], ['203.0.113.45,', ''], [',203.0.113.45,10.1.2.3', '203.0.113.45'], ['', ''], [',', ''], [',10.1.2.3', ''], ['10.1.2.3', '127.0.0.1'], ['10.1.2.3,10.1.2.4', '127.0.0.1'],
  ] as const) assert.equal(seen(forwardedFor), address, forwardedFor.slice(-60))
})

test('a caller elsewhere may not either', () => {
  const addressOf = clientAddressReader({ trustedProxies: [], believesDemoHeader: true })
  assert.equal(addressOf(socketFrom('198.51.100.9'), from('127.0.0.1', '203.0.113.45')), '198.51.100.9')
})

test('a range that is not whole is refused, and so is one of everybody', () => {
  for (const range of ['10.0.0.0/', '10.0.0.0/0', '0.0.0.0/0', '::/0', '10.0.0.0/8/9', '10.0.0.0/33', '10.0.0.0/-8', '10.0.0.0/8x', '10.0.0.0/ 8', 'fe80::1%eth0', '', 'proxy.example.com']) {
    assert.throws(() => clientAddressReader({ trustedProxies: [range], believesDemoHeader: false }), /--trusted-proxy/, range)
  }
  clientAddressReader({ trustedProxies: ['10.0.0.0/8', '2001:db8::/128', '::1'], believesDemoHeader: false })
})

test('a name is no loopback address', () => {
  for (const address of ['127.example.com', '127.0.0.1.example.com', '127.']) assert.equal(isLoopback(address), false, address)
  for (const address of ['127.0.0.1', '127.9.9.9', '::1']) assert.equal(isLoopback(address), true, address)
})
