import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPublicAddress } from './public-address.ts'

test('addresses of the internet are public, and nothing else is', () => {
  for (const text of ['8.8.8.8', '1.1.1.1', '93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '2001:4860:4860::8888', '2a00:1450:4001::1', '3ffe::1', '::ffff:8.8.8.8', '172.32.0.1', '100.128.0.1']) assert.ok(isPublicAddress(text), text)
  for (const text of [
    '127.0.0.1', '127.255.0.9', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '192.0.2.1', '198.51.100.7', '203.0.113.45',
    '::1', '::', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '::ffff:127.0.0.1', '::ffff:169.254.169.254', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', '::7f00:1', '::ffff:0:7f00:1', 'fec0::1', '5f00::1', '3fff::1', '2001:10::1', '2001:20::1', '4000::1', 'localhost', '', '1.2.3', 'a:b',
  ]) assert.ok(!isPublicAddress(text), text)
})
