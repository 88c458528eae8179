/**
 * The gate's whole decision for an HMAC key, in process, against one `createHmac` of the same payload; the same decision with 1,000 and with
 * 1,000,000 keys; what a key takes in memory and how fast keys are read at the start. Each subject runs in short rounds, in turn with the others, and the
 * first decile of its rounds counts: what else the machine does in the meantime is not the gate's;
 * what making a million keys costs is taken off what reading them costs.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import type { Account } from '../src/accounts/account.ts'
import type { ApiKey } from '../src/authority/api-key.ts'
import { KeyDirectory } from '../src/authority/key-directory.ts'
import { PLAIN_LIFE } from '../src/authority/key-life.ts'
import { makeKeyText, makeSecretText } from '../src/authority/key-text.ts'
import { Sealer } from '../src/authority/sealing.ts'
import { ENDPOINT_TABLE } from '../src/binance/endpoint-table.ts'
import { createGate } from '../src/gate/create-gate.ts'
import { BINANCE_LIMITS } from '../src/gate/rate-limits/settings.ts'
import type { Gate, GateRequest } from '../src/gate/gate.ts'
import { accountId, apiKeyId, apiKeyText, requestId } from '../src/ids.ts'
import { permissionBits } from '../src/permission.ts'
import { type BenchRow, printRows } from './bench-row.ts'

const NOW_US = Date.UTC(2026, 5, 1) * 1_000
const ADDRESS = '127.0.0.1'
const ACCOUNT: Account = { id: accountId(1), email: 'a@example.com', parentId: null, label: '', createdAtUs: 0, products: { margin: true, futures: true }, isApiAccessEnabled: true }
/** Keys that call in turn; the directory holds more. */
const ACTIVE_KEYS = 100
const FEW_KEYS = 1_000
const ROUNDS = 150
const CALLS_A_ROUND = 2_000

const sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, randomBytes(32)]]) }, randomBytes)

interface HeldKey { readonly key: ApiKey; readonly secret: string }

const makeKey = (index: number): HeldKey => {
  const id = apiKeyId(`k_${index.toString(36).padStart(16, '0')}`)
  const secret = makeSecretText(randomBytes)
  return {
    secret,
    key: {
      id, text: makeKeyText(randomBytes), accountId: ACCOUNT.id, environment: 'live', label: `bot ${index} on server`, credential: { kind: 'hmac', secret: sealer.seal(Buffer.from(secret), id) },
      permissions: permissionBits(['reading', 'spotAndMarginTrading']), allowList: { mode: 'trusted', entries: [ADDRESS, '203.0.113.45', '198.51.100.0/28'] }, guardRails: {},
      isEnabled: true, deletedAtUs: null, createdAtUs: NOW_US, changedAtUs: NOW_US, expiresAtUs: NOW_US + 1e12, tradingLapsesAtUs: null, replayGuard: false, life: PLAIN_LIFE, holderId: null, boundTo: null,
    },
  }
}

/** Fresh keys, one after the other as a store hands them out. */
function* manyKeys(count: number, sample: readonly ApiKey[], salt: string): Iterable<ApiKey> {
  for (let index = 0; index < count; index += 1) {
    const key = sample[index % sample.length]
    if (!key || key.credential.kind !== 'hmac' || key.allowList.mode !== 'trusted') throw new Error('the sample holds HMAC keys with lists')
    const own = salt.slice(index * 12, index * 12 + 12)
    yield {
      ...key, id: apiKeyId(`k_${own}${index.toString(36)}`), text: apiKeyText(`bit1${own}${key.text.slice(16)}`), label: `bot ${index} on server`,
      credential: { kind: 'hmac', secret: { sealingKeyVersion: 1, bytes: new Uint8Array(key.credential.secret.bytes) } }, allowList: { mode: 'trusted', entries: [...key.allowList.entries] },
    }
  }
}

const secondsOf = (act: () => void): number => {
  const start = process.hrtime.bigint()
  act()
  return Number(process.hrtime.bigint() - start) / 1e9
}

const ORDER = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=60000.00&newClientOrderId=x-TKT5PX2F0123456789abcdef012345&recvWindow=5000'
const QUERY = 'recvWindow=5000'

const requestsOf = (held: readonly HeldKey[], method: string, path: string, parameters: string): { requests: GateRequest[]; payloads: string[] } => {
  const payloads: string[] = []
  const requests = held.map(({ key, secret }, index) => {
    const payload = `${parameters}&timestamp=${NOW_US / 1_000 + index % 100}`
    payloads.push(payload)
    // Cut from a longer text, as a listener cuts it from the request line; never the same object twice.
    const url = Buffer.from(`${path}?${payload}&signature=${createHmac('sha256', secret).update(payload).digest('hex')}`).toString('latin1')
    return {
      id: requestId(`r${index}`), receivedAtUs: NOW_US + 50_000, environment: 'live' as const, method, path: url.slice(0, path.length), query: url.slice(path.length + 1), body: '',
      apiKey: Buffer.from(key.text).toString('latin1'), address: Buffer.from(ADDRESS).toString('latin1'),
    }
  })
  return { requests, payloads }
}

const gateOver = (directory: KeyDirectory): Gate => createGate({
  endpoints: ENDPOINT_TABLE, keys: directory, accounts: { byId: (id) => id === ACCOUNT.id ? ACCOUNT : undefined }, formerProcessEndedByUs: null,
  rateLimits: { ...BINANCE_LIMITS, addressWeightPerMinute: { api: 1e15, sapi: 1e15, fapi: 1e15, dapi: 1e15 }, rawRequestsPer5Minutes: 1e15 },
})

/** Nanoseconds for each call of a round. */
const timed = (call: (index: number) => void): number => {
  const start = process.hrtime.bigint()
  for (let index = 0; index < CALLS_A_ROUND; index += 1) call(index)
  return Number(process.hrtime.bigint() - start) / CALLS_A_ROUND
}

/** Runs the subjects in turn, so that whatever else the machine does meets all of them alike. */
const alternated = (...subjects: readonly ((index: number) => void)[]): number[] => {
  const rounds = subjects.map((): number[] => [])
  for (let round = 0; round < ROUNDS + 5; round += 1) subjects.forEach((subject, index) => {
    const time = timed(subject)
    if (round >= 5) rounds[index]?.push(time)
  })
  return rounds.map((times) => times.sort((a, b) => a - b)[Math.floor(times.length / 10)] ?? Number.NaN)
}

const decider = (gate: Gate, requests: readonly GateRequest[]) => (index: number): void => {
  const request = requests[index % requests.length]
  const decision = request && gate.admit(request)
  if (!decision || decision instanceof Promise || !decision.admitted) throw new Error(`refused: ${JSON.stringify(decision && 'refusal' in decision ? decision.refusal : null)}`)
}

const hmacs = (held: readonly HeldKey[], payloads: readonly string[]) => {
  let sink = 0
  return (index: number): void => {
    const at = index % held.length
    sink += createHmac('sha256', held[at]?.secret ?? '').update(payloads[at] ?? '').digest('hex').length
  }
}

const directoryOf = (held: readonly HeldKey[], further: Iterable<ApiKey> = []): KeyDirectory => {
  const directory = new KeyDirectory({ sealer })
  directory.load(further)
  for (const { key } of held) directory.put(key)
  return directory
}

const memoryBytes = (): number => {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

export const run = (): BenchRow[] => {
  const held = Array.from({ length: ACTIVE_KEYS }, (_, index) => makeKey(index))
  const small = gateOver(directoryOf(held, Array.from({ length: FEW_KEYS - ACTIVE_KEYS }, (_, index) => makeKey(ACTIVE_KEYS + index).key)))
  const orders = requestsOf(held, 'POST', '/api/v3/order', ORDER)
  const queries = requestsOf(held, 'GET', '/api/v3/account', QUERY)
  const [queryNs = 0, queryHmacNs = 0] = alternated(decider(small, queries.requests), hmacs(held, queries.payloads))
  const [orderNs = 0, orderHmacNs = 0] = alternated(decider(small, orders.requests), hmacs(held, orders.payloads))

  const count = 1_000_000
  const sample = Array.from({ length: 1_000 }, (_, index) => makeKey(index).key)
  const salt = randomBytes(count * 6).toString('hex')
  const makingSeconds = secondsOf(() => { for (const key of manyKeys(count, sample, salt)) if (key.text.length !== 64) throw new Error('not a key') })
  const before = memoryBytes()
  const rssBefore = process.memoryUsage().rss
  const directory = new KeyDirectory({ sealer })
  const loadSeconds = secondsOf(() => directory.load(manyKeys(count, sample, salt))) - makingSeconds
  const bytesPerKey = (memoryBytes() - before) / count
  const rssPerKey = (process.memoryUsage().rss - rssBefore) / count
  for (const { key } of held) directory.put(key)
  const [smallNs = 0, largeNs = 0] = alternated(decider(small, queries.requests), decider(gateOver(directory), queries.requests))

  return [
    { name: 'gate: signed GET, HMAC key', unit: 'whole decision ÷ one createHmac of its payload', ratio: queryNs / queryHmacNs, goal: { atMost: 1 }, figures: { decisionNs: queryNs, createHmacNs: queryHmacNs, activeKeys: ACTIVE_KEYS } },
    { name: 'gate: signed LIMIT order, HMAC key, parameters read', unit: 'whole decision ÷ one createHmac of its payload', ratio: orderNs / orderHmacNs, goal: { atMost: 1 }, figures: { decisionNs: orderNs, createHmacNs: orderHmacNs, activeKeys: ACTIVE_KEYS } },
    { name: 'gate: 1,000,000 keys against 1,000', unit: 'decision at a million keys ÷ decision at few', ratio: largeNs / smallNs, goal: { atMost: 1.3 }, figures: { fewNs: smallNs, millionNs: largeNs } },
    { name: 'keys in memory', unit: 'bytes for each key ÷ 400', ratio: bytesPerKey / 400, goal: { atMost: 1 }, figures: { bytesPerKey, rssPerKey } },
    { name: 'keys read at start', unit: 'seconds for 1,000,000 keys ÷ 2', ratio: loadSeconds / 2, goal: { atMost: 1 }, figures: { loadSeconds, makingSeconds, keysPerSecond: count / loadSeconds } },
  ]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printRows(run())
