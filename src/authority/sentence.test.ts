import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountId, apiKeyId, apiKeyText } from '../ids.ts'
import { type Permission, permissionBits, PERMISSIONS } from '../permission.ts'
import { DAY, HOUR } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import { PLAIN_LIFE } from './key-life.ts'
import { sentenceOf } from './sentence.ts'

const NOW = 1_000 * DAY
const key = (permissions: readonly Permission[], further: Partial<ApiKey> = {}): ApiKey => ({
  id: apiKeyId('k_1'), text: apiKeyText(''), accountId: accountId(1), environment: 'live', label: 'bot', credential: { kind: 'ed25519', publicKey: new Uint8Array() }, permissions: permissionBits(permissions),
  allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, guardRails: {}, isEnabled: true, deletedAtUs: null, createdAtUs: 0, changedAtUs: 0, expiresAtUs: null, tradingLapsesAtUs: null, replayGuard: false, life: PLAIN_LIFE, holderId: null, boundTo: null, ...further,
})

test('a key is told in one sentence', () => {
  const rows: readonly (readonly [ApiKey, string])[] = [
    [key(['reading', 'spotAndMarginTrading'], { expiresAtUs: NOW + 90 * DAY }), 'Reads and trades spot, only from 203.0.113.45, ends in 90 days.'],
    [key(['reading']), 'Reads, only from 203.0.113.45, without an end.'],
    [key([]), 'Opens public market data alone, only from 203.0.113.45, without an end.'],
    [key(['reading', 'spotAndMarginTrading', 'margin', 'futures'], { allowList: { mode: 'unrestricted' }, tradingLapsesAtUs: NOW + 12 * DAY }),
      'Reads, trades spot and futures and borrows and repays on margin, from any address, its trading rights lapse in 12 days, without an end.'],
    [key(['reading', 'withdrawals'], { allowList: { mode: 'trusted', entries: [] } }), 'Reads and withdraws, from no address at all (its list is empty), without an end.'],
    [key(['reading'], { allowList: { mode: 'trusted', entries: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] }, expiresAtUs: NOW - HOUR }), 'Reads, only from 4 listed addresses, ended 1 hour ago.'],
    [key(['reading'], { isEnabled: false }), 'Disabled: it opens nothing now. When enabled: reads, only from 203.0.113.45, without an end.'],
    [key(['reading'], { life: { ...PLAIN_LIFE, isRetired: true } }), 'Retired: its successor has taken over. It was made so: reads, only from 203.0.113.45, without an end.'],
    [key(['reading'], { life: { ...PLAIN_LIFE, afterPeriod: 'disable', rotationDueAtUs: NOW } }), 'Disabled: it opens nothing now. When enabled: reads, only from 203.0.113.45, without an end.'],
    [key(['spotAndMarginTrading'], { environment: 'testnet', guardRails: { symbols: ['BTCUSDT'] } }), 'Trades spot, in BTCUSDT alone, only from 203.0.113.45, on the testnet, without an end.'],
  ]
  for (const [one, sentence] of rows) assert.equal(sentenceOf(one, NOW), sentence)
})

test('no right goes unsaid', () => {
  const without = sentenceOf(key([]), NOW)
  for (const permission of PERMISSIONS) assert.notEqual(sentenceOf(key([permission]), NOW), without, permission)
})
