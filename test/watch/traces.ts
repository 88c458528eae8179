import { accountId, type ApiKeyId, apiKeyId, requestId } from '../../src/ids.ts'
import { NO_PERMISSIONS, type Permission } from '../../src/permission.ts'
import { DAY, HOUR, MINUTE, SECOND, type TimeUs } from '../../src/time.ts'
import type { AnomalyKind } from '../../src/watch/anomalies/anomaly.ts'
import type { CallRecord } from '../../src/watch/call-log.ts'
import type { SeededRandom } from '../harness/seeded-random.ts'

/** One key's life as calls, and what of it somebody else did. */
export interface Trace {
  readonly name: string
  readonly calls: readonly CallRecord[]
  /** Null = nothing hostile happens. */
  readonly attack: { readonly fromUs: TimeUs; readonly shows: readonly AnomalyKind[] } | null
}

export const T0: TimeUs = Date.UTC(2026, 0, 5) * 1_000
export const KEY: ApiKeyId = apiKeyId('k_1')

export interface CallWish {
  readonly endpoint?: string
  readonly permission?: Permission | null
  readonly address?: string
  readonly reason?: string | null
}

const aCall = (timeUs: TimeUs, { endpoint = 'GET /api/v3/account', permission = 'reading', address = '203.0.113.7', reason = null }: CallWish = {}): CallRecord => ({
  requestId: requestId(`r_${timeUs}`), timeUs, durationUs: 400, accountId: accountId(1), keyId: KEY, address, endpoint, permission: reason === null ? permission : null, rights: NO_PERMISSIONS, symbol: null,
  status: reason === null ? 200 : 401, code: reason === null ? null : -2015, reason, weight: 1, client: null, clockDifferenceMs: 0, trace: null,
})

const aNetwork = (random: SeededRandom): string => `${random.between(11, 99)}.${random.between(0, 255)}.${random.between(0, 255)}`
const hostIn = (random: SeededRandom, network: string): string => `${network}.${random.between(1, 254)}`

const TRADE: CallWish = { endpoint: 'POST /api/v3/order', permission: 'spotAndMarginTrading' }
const READ: CallWish = { endpoint: 'GET /api/v3/account', permission: 'reading' }
const DAYS = 21

/** A bot around the clock on one machine: a look, now and then an order. */
const bot = (random: SeededRandom, address: string): CallRecord[] => {
  const calls: CallRecord[] = []
  const everyUs = random.between(2, 12) * MINUTE
  for (let timeUs = T0; timeUs < T0 + DAYS * DAY; timeUs += everyUs * (0.5 + random.fraction())) calls.push(aCall(Math.floor(timeUs), { ...(random.fraction() < 0.3 ? TRADE : READ), address }))
  return calls
}

/** A person at a desk: working hours of some zone, five days a week, an address that changes inside one block. */
const person = (random: SeededRandom, network: string): CallRecord[] => {
  const calls: CallRecord[] = []
  const begins = random.between(0, 23)
  for (let day = 0; day < DAYS; day += 1) {
    if (day % 7 >= 5) continue
    const address = hostIn(random, network)
    for (let at = T0 + day * DAY + begins * HOUR + random.fraction() * HOUR; at < T0 + day * DAY + (begins + 8) * HOUR; at += (2 + random.fraction() * 20) * MINUTE) calls.push(aCall(Math.floor(at), { ...(random.fraction() < 0.2 ? TRADE : READ), address }))
  }
  return calls
}

/** So many calls a minute for some minutes, mixed into what is there. */
const busyMinutes = (calls: CallRecord[], fromUs: TimeUs, minutes: number, perMinute: number, wish: CallWish): void => {
  for (let minute = 0; minute < minutes; minute += 1) for (let i = 0; i < perMinute; i += 1) calls.push(aCall(fromUs + minute * MINUTE + Math.floor((i * MINUTE) / perMinute), wish))
}

const inOrder = (calls: readonly CallRecord[]): CallRecord[] => [...calls].sort((one, other) => one.timeUs - other.timeUs)
const late = (random: SeededRandom): TimeUs => T0 + (DAYS - 1) * DAY + Math.floor(random.fraction() * 20 * HOUR)

type Maker = (random: SeededRandom) => Trace
const benign = (name: string, calls: readonly CallRecord[]): Trace => ({ name, calls: inOrder(calls), attack: null })
const hostile = (name: string, calls: readonly CallRecord[], fromUs: TimeUs, ...shows: readonly AnomalyKind[]): Trace => ({ name, calls: inOrder(calls), attack: { fromUs, shows } })

export const BENIGN: readonly Maker[] = [
  (random) => benign('a bot on one machine', bot(random, hostIn(random, aNetwork(random)))),
  (random) => benign('a person at a desk', person(random, aNetwork(random))),
  (random) => benign('a bot and its stand-in', [...bot(random, hostIn(random, aNetwork(random))), ...bot(random, hostIn(random, aNetwork(random)))]),
  (random) => {
    const address = hostIn(random, aNetwork(random))
    const calls = bot(random, address)
    for (let i = 0; i < 12; i += 1) busyMinutes(calls, T0 + random.between(2, DAYS - 1) * DAY + random.between(0, 86_000) * SECOND, 5, random.between(20, 55), { ...READ, address })
    return benign('a bot in a volatile market', calls)
  },
  (random) => {
    const address = hostIn(random, aNetwork(random))
    const calls = bot(random, address)
    for (let day = 3; day < DAYS; day += 4) for (let i = random.between(1, 3); i > 0; i -= 1) calls.push(aCall(T0 + day * DAY + i * 7 * SECOND, { address, reason: 'signatureWrong' }))
    return benign('a bot whose deployments stumble', calls)
  },
  (random) => {
    const address = hostIn(random, aNetwork(random))
    const calls = bot(random, address)
    for (let i = 0; i < 40; i += 1) calls.push(aCall(late(random), { address, reason: random.pick(['parameter', 'timestampTooOld', 'addressWeightUsedUp']) }))
    return benign('a bot with faults of its own', calls)
  },
]

export const HARD_BENIGN: readonly Maker[] = [
  (random) => {
    const calls = person(random, aNetwork(random))
    const elsewhere = aNetwork(random)
    return benign('a person on a journey', calls.map((call) => call.timeUs > T0 + 15 * DAY ? { ...call, address: hostIn(random, elsewhere) } : call))
  },
]

export const HOSTILE: readonly Maker[] = [
  (random) => {
    const at = late(random)
    const thief = hostIn(random, aNetwork(random))
    const calls = bot(random, hostIn(random, aNetwork(random)))
    busyMinutes(calls, at, 3, random.between(2, 30), { ...TRADE, address: thief })
    return hostile('a stolen key trades from elsewhere', calls, at, 'newNetwork')
  },
  (random) => {
    const at = late(random)
    const thief = hostIn(random, aNetwork(random))
    const calls = bot(random, hostIn(random, aNetwork(random)))
    for (let i = 0; i < random.between(1, 9); i += 1) calls.push(aCall(at + i * SECOND, { address: thief, reason: 'addressNotAllowed' }))
    return hostile('a stolen key knocks from elsewhere', calls, at, 'strangerKnocks')
  },
  (random) => {
    const at = late(random)
    const calls = bot(random, hostIn(random, aNetwork(random)))
    for (let i = 0; i < random.between(6, 60); i += 1) calls.push(aCall(at + i * SECOND, { address: hostIn(random, aNetwork(random)), reason: 'signatureWrong' }))
    return hostile('somebody guesses at a secret', calls, at, 'refusalBurst')
  },
  (random) => {
    const at = late(random)
    const address = hostIn(random, aNetwork(random))
    const calls = bot(random, address)
    calls.push(aCall(at, { endpoint: random.pick(['POST /sapi/v1/capital/withdraw/apply', 'POST /sapi/v1/asset/transfer', 'POST /fapi/v1/order']), permission: random.pick(['withdrawals', 'universalTransfer', 'futures']), address }))
    return hostile('a machine is taken over and does what its bot never did', calls, at, 'newFamily')
  },
  (random) => {
    const network = aNetwork(random)
    const calls = person(random, network)
    const lastUs = Math.max(...calls.map(({ timeUs }) => timeUs))
    // Six hours after the last evening: in nobody's working hours, nor next to them.
    const at = lastUs + 6 * HOUR
    calls.push(aCall(at, { ...READ, address: hostIn(random, network) }))
    return hostile('a desk is used at night', calls, at, 'unusualHour')
  },
  (random) => {
    const at = late(random)
    const address = hostIn(random, aNetwork(random))
    const calls = bot(random, address)
    busyMinutes(calls, at - (at % MINUTE) + MINUTE, 4, random.between(120, 600), { ...TRADE, address })
    return hostile('a machine is taken over and orders like mad', calls, at, 'rateJump')
  },
]

export const HARD_HOSTILE: readonly Maker[] = [
  (random) => {
    const at = late(random)
    const address = hostIn(random, aNetwork(random))
    const calls = bot(random, address)
    for (let i = 0; i < 5; i += 1) calls.push(aCall(at + i * 3 * MINUTE, { ...TRADE, address }))
    return hostile('a machine is taken over and trades as its bot does', calls, at, 'newNetwork', 'newFamily', 'rateJump', 'unusualHour')
  },
]
