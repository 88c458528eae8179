/** Rows and folders for the tests and benchmarks of this room; nothing of the program uses them. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from '../accounts/account.ts'
import type { AuditEntry } from '../audit/entry.ts'
import type { ApiKey } from '../authority/api-key.ts'
import { PLAIN_LIFE } from '../authority/key-life.ts'
import type { EncodedRecord } from '../exchange/journal.ts'
import type { Trace } from '../gate/trace.ts'
import { accountId, apiKeyId, apiKeyText, requestId } from '../ids.ts'
import type { CallRecord } from '../watch/call-log.ts'
import { openStore, type Store } from './store.ts'

export const NOW_US = 1_790_000_000_000_000

/** A folder that is gone after `use`. */
export const inTemporaryFolder = async (use: (folder: string) => Promise<void> | void): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-store-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A store that was never used, closed and gone after `use`. */
export const withStore = (use: (store: Store) => Promise<void>): Promise<void> => inTemporaryFolder(async (parent) => {
  const store = await openStore({ folder: join(parent, 'data'), nowUs: NOW_US })
  try {
    await use(store)
  } finally {
    await store.close()
  }
})

export const sampleKey = (n: number, change: Partial<ApiKey> = {}): ApiKey => ({
  id: apiKeyId(`k_${String(n).padStart(12, '0')}`),
  text: apiKeyText(`bit1${createHash('sha256').update(String(n)).digest('hex').slice(4)}`),
  accountId: accountId(1_000_000 + (n % 100)),
  environment: 'live',
  label: `bot ${n}`,
  credential: { kind: 'hmac', secret: { sealingKeyVersion: 1, bytes: new Uint8Array(92).fill(n % 251) } },
  permissions: 3,
  allowList: { mode: 'trusted', entries: ['203.0.113.45', '2001:db8::/32'] },
  guardRails: {},
  isEnabled: true,
  deletedAtUs: null,
  createdAtUs: NOW_US + n,
  changedAtUs: NOW_US + n,
  expiresAtUs: null,
  tradingLapsesAtUs: null,
  replayGuard: false,
  life: PLAIN_LIFE,
  holderId: null, boundTo: null,
  ...change,
})

export const sampleAccount = (id: number, change: Partial<Account> = {}): Account => ({
  id: accountId(id),
  email: `owner${id}@example.com`,
  parentId: null,
  label: 'main',
  createdAtUs: NOW_US,
  products: { margin: true, futures: false },
  isApiAccessEnabled: true,
  ...change,
})

export const sampleEntry = (act: string, subject = 'k_1'): AuditEntry => ({
  timeUs: NOW_US,
  actor: 'operator:local',
  source: 'local',
  act,
  subject,
  before: null,
  after: { label: 'bot', permissions: ['reading'] },
})

const COMMAND = { kind: 'placeOrder', symbol: 'BTCUSDT', accountId: 1_000_001, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '5000000000000', quantity: '1000000', clientOrderId: 'x-abcdefghijklmnop' }

export const sampleRecord = (sequence: number, change: Partial<EncodedRecord> = {}): EncodedRecord => ({
  sequence,
  recordVersion: 1,
  engineVersion: 1,
  timeUs: NOW_US + sequence,
  command: JSON.stringify({ ...COMMAND, n: sequence }),
  eventsDigest: (sequence * 2_654_435_761) >>> 0,
  ...change,
})

export const sampleCall = (n: number, change: Partial<CallRecord> = {}): CallRecord => ({
  requestId: requestId(`01JC${String(n).padStart(22, '0')}`),
  timeUs: NOW_US + n,
  durationUs: 180,
  accountId: accountId(1_000_001),
  keyId: apiKeyId(`k_${n % 50}`),
  address: '127.0.0.1',
  endpoint: 'GET /api/v3/account',
  permission: 'reading',
  rights: 1,
  symbol: null,
  status: 200,
  code: null,
  reason: null,
  weight: 20,
  client: null,
  clockDifferenceMs: null,
  trace: null,
  ...change,
})

export const sampleRefusal = (n: number, change: Partial<CallRecord> = {}): CallRecord => {
  const call = sampleCall(n, { status: 401, code: -2015, reason: 'addressNotAllowed', permission: null, rights: 0, ...change })
  const trace: Trace = {
    version: 1,
    requestId: call.requestId,
    timeUs: call.timeUs,
    method: 'GET',
    path: '/api/v3/account',
    environment: 'live',
    address: call.address,
    keyId: call.keyId,
    keyHint: 'bit1…0000',
    refusedAt: 'sourceAddress',
    refusal: { reason: 'addressNotAllowed', address: call.address, entries: ['203.0.113.45'] },
    status: 401,
    code: -2015,
    signedPayload: null,
    differenceMs: 3,
    recvWindowMs: 5_000,
  }
  return { ...call, trace }
}
