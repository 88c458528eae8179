import { apiKeyId, accountId, requestId, type ApiKeyId } from '../../src/ids.ts'
import { NO_PERMISSIONS, type Permission } from '../../src/permission.ts'
import { DAY, HOUR, MINUTE, SECOND, type TimeUs } from '../../src/time.ts'
import type { CallRecord } from '../../src/watch/call-log.ts'
import type { SeededRandom } from '../harness/seeded-random.ts'

/**
 * Eight weeks of a key, call by call, written without a look at what the detectors ask for: what happens to bots (news, summer time, deploys, tunnels, clocks that
 * drift) and what thieves do who try not to be seen. `Life` says which calls were a thief's; whatever the watch tells of another is told of nobody.
 */
export interface Life {
  readonly name: string
  readonly calls: readonly CallRecord[]
  /** When a thief called; empty = none came. */
  readonly theftsUs: ReadonlySet<TimeUs>
}

export type LifeMaker = (random: SeededRandom) => Life

export const DAYS = 56
/** Monday 2 March 2026: summer time begins within it, in America on day 6 and in Europe on day 27. */
const START: TimeUs = Date.UTC(2026, 2, 2) * 1_000
const SUMMER_TIME_DAY = 27
const KEY: ApiKeyId = apiKeyId('k_life')

export interface Kind {
  readonly endpoint: string
  readonly permission: Permission | null
}

export const BALANCE: Kind = { endpoint: 'GET /api/v3/account', permission: 'reading' }
export const OPEN_ORDERS: Kind = { endpoint: 'GET /api/v3/openOrders', permission: 'reading' }
export const ORDER: Kind = { endpoint: 'POST /api/v3/order', permission: 'spotAndMarginTrading' }
export const CANCEL: Kind = { endpoint: 'DELETE /api/v3/order', permission: 'spotAndMarginTrading' }
export const POSITIONS: Kind = { endpoint: 'GET /fapi/v3/positionRisk', permission: 'futures' }
export const FUTURES_ORDER: Kind = { endpoint: 'POST /fapi/v1/order', permission: 'futures' }
const TRANSFER: Kind = { endpoint: 'POST /sapi/v1/asset/transfer', permission: 'universalTransfer' }
export const WITHDRAW: Kind = { endpoint: 'POST /sapi/v1/capital/withdraw/apply', permission: 'withdrawals' }
export const HISTORY: Kind = { endpoint: 'GET /sapi/v1/capital/withdraw/history', permission: 'reading' }

/** A life as it grows; calls are put in order at the end. */
export class Diary {
  readonly #random: SeededRandom
  readonly #calls: CallRecord[] = []
  readonly #theftsUs = new Set<TimeUs>()
  #isThief = false

  constructor(random: SeededRandom) {
    this.#random = random
  }

  call(timeUs: TimeUs, kind: Kind, address: string, reason: string | null = null): void {
    if (this.#isThief) this.#theftsUs.add(Math.floor(timeUs))
    const isProved = reason === null || reason === 'venue'
    this.#calls.push({
      requestId: requestId(`r_${this.#calls.length}`), timeUs: Math.floor(timeUs), durationUs: 400, accountId: accountId(101), keyId: KEY, address, endpoint: kind.endpoint, permission: isProved ? kind.permission : null,
      rights: NO_PERMISSIONS, symbol: null, status: isProved ? 200 : 401, code: isProved ? null : reason === 'signatureWrong' ? -1022 : reason === 'timestampTooOld' ? -1021 : -2015, reason, weight: 1, client: 'bot/1.0', clockDifferenceMs: 12, trace: null,
    })
  }

  /** About so many calls spread over a time, as traffic comes: by chance. */
  spread(fromUs: TimeUs, lengthUs: number, count: number, kinds: readonly Kind[], address: () => string, reason: string | null = null): void {
    for (let at = 0; at < count; at += 1) this.call(fromUs + this.#random.fraction() * lengthUs, this.#random.pick(kinds), address(), reason)
  }

  /** What is written from here on is a thief's. */
  theft(): void {
    this.#isThief = true
  }

  end(name: string): Life {
    return { name, theftsUs: this.#theftsUs, calls: this.#calls.sort((left, right) => left.timeUs - right.timeUs) }
  }
}

export const dayStart = (day: number): TimeUs => START + day * DAY
export const isWeekend = (day: number): boolean => day % 7 > 4
export const network = (random: SeededRandom): string => `${random.between(11, 99)}.${random.between(0, 255)}.${random.between(0, 255)}`
export const hostIn = (random: SeededRandom, prefix: string): string => `${prefix}.${random.between(1, 254)}`
export const days = (from = 0, until = DAYS): readonly number[] => Array.from({ length: until - from }, (_, at) => from + at)

/** A bot that trades round the clock, between `least` and `most` calls an hour, fewer at night and at weekends. */
export const roundTheClock = (random: SeededRandom, diary: Diary, address: (day: number) => string, kinds: readonly Kind[] = [BALANCE, OPEN_ORDERS, ORDER, ORDER, CANCEL], chosen = days()): void => {
  const perHour = random.between(4, 9)
  for (const day of chosen) {
    for (let hour = 0; hour < 24; hour += 1) {
      const tide = (isWeekend(day) ? 0.6 : 1) * (hour < 6 ? 0.5 : hour > 12 && hour < 17 ? 1.6 : 1)
      diary.spread(dayStart(day) + hour * HOUR, HOUR, Math.round(perHour * tide * (0.6 + random.fraction() * 0.8)), kinds, () => address(day))
    }
  }
}

/** A program of office hours in a place whose clocks change; the office's hour in UTC is `opensAt`, an hour earlier in summer. */
export const officeHours = (random: SeededRandom, diary: Diary, address: (day: number) => string, opensAt = random.between(7, 9), kinds: readonly Kind[] = [BALANCE, OPEN_ORDERS, ORDER, CANCEL]): void => {
  for (const day of days()) {
    if (isWeekend(day)) continue
    const shift = day >= SUMMER_TIME_DAY ? -1 : 0
    const [opens, hours] = [dayStart(day) + (opensAt + shift) * HOUR, 8 + random.fraction()]
    diary.spread(opens + random.between(0, 20) * MINUTE, hours * HOUR, random.between(30, 70), kinds, () => address(day))
  }
}

export const aLateDay = (random: SeededRandom): number => random.between(30, 45)

/** What honest keys do. */
export const HONEST: readonly LifeMaker[] = [
  (random) => {
    const [diary, host] = [new Diary(random), hostIn(random, network(random))]
    roundTheClock(random, diary, () => host)
    for (let news = 0; news < 6; news += 1) {
      const [fromUs, minutes] = [START + random.between(2 * 24, DAYS * 24 - 4) * HOUR + random.between(0, 59) * MINUTE, random.between(4, 25)]
      // What news does fades: most calls come in its first minutes.
      for (let minute = 0; minute < minutes; minute += 1) diary.spread(fromUs + minute * MINUTE, MINUTE, Math.round(random.between(15, 60) * Math.exp(-minute / 6)), [ORDER, CANCEL, OPEN_ORDERS], () => host)
    }
    return diary.end('bursts after news')
  },
  (random) => {
    const [diary, host] = [new Diary(random), hostIn(random, network(random))]
    officeHours(random, diary, () => host)
    return diary.end('summer time')
  },
  (random) => {
    const diary = new Diary(random)
    const cloud = `${random.between(11, 99)}.${random.between(0, 255)}`
    // A deploy a week; each brings the bot up on another machine of the same cloud, and on some days with the secret of the one before.
    const hosts = days(0, 9).map(() => `${cloud}.${random.between(0, 255)}.${random.between(1, 254)}`)
    const hostOf = (day: number): string => hosts[Math.floor(day / 7)] ?? ''
    roundTheClock(random, diary, hostOf)
    for (let day = 7; day < DAYS; day += 7) if (random.chance(0.3)) diary.spread(dayStart(day) + 9 * HOUR, 2 * MINUTE, random.between(3, 15), [BALANCE], () => hostOf(day), 'signatureWrong')
    return diary.end('deploys that change the machine')
  },
  (random) => {
    const diary = new Diary(random)
    const exits = days(0, 14).map(() => hostIn(random, network(random)))
    // The provider's list grows; who travels meets an exit of each country.
    officeHours(random, diary, (day) => exits[Math.min(exits.length - 1, random.below(3 + Math.floor(day / 6)))] ?? '')
    return diary.end('a tunnel with many exits')
  },
  (random) => {
    const [diary, host] = [new Diary(random), hostIn(random, network(random))]
    officeHours(random, diary, () => host, 8, [BALANCE, OPEN_ORDERS])
    for (const day of [28, 29, 30]) diary.spread(dayStart(day) + 9 * HOUR, 6 * HOUR, 30, [HISTORY], () => host)
    return diary.end('accounts at the month’s end')
  },
  (random) => {
    const [diary, main, other] = [new Diary(random), hostIn(random, network(random)), hostIn(random, network(random))]
    const failing = new Set([3, 17, random.between(25, 50)])
    roundTheClock(random, diary, (day) => (failing.has(day) && random.chance(0.4) ? other : main))
    return diary.end('a stand-in that takes over')
  },
  (random) => {
    const [diary, host] = [new Diary(random), hostIn(random, network(random))]
    roundTheClock(random, diary, () => host)
    for (let drift = 0; drift < 3; drift += 1) diary.spread(START + random.between(48, DAYS * 24 - 2) * HOUR, random.between(5, 90) * MINUTE, random.between(20, 150), [BALANCE, ORDER], () => host, 'timestampTooOld')
    return diary.end('a clock that drifts')
  },
  (random) => {
    const [diary, prefix] = [new Diary(random), `2001:db8:${random.between(1, 9_000).toString(16)}:${random.between(1, 9_000).toString(16)}`]
    const hosts = days().map(() => `${prefix}:${[1, 2, 3, 4].map(() => random.between(4_096, 65_000).toString(16)).join(':')}`)
    roundTheClock(random, diary, (day) => hosts[day] ?? '')
    return diary.end('a home whose address changes daily')
  },
  (random) => {
    const [diary, host] = [new Diary(random), hostIn(random, network(random))]
    // A new bot: some calls by hand, then more each week.
    for (const day of days()) for (let hour = 0; hour < 24; hour += 1) diary.spread(dayStart(day) + hour * HOUR, HOUR, Math.round(random.fraction() * (1 + day / 6)), [BALANCE, ORDER, CANCEL], () => host)
    return diary.end('a bot that grows')
  },
  (random) => {
    const [diary, host] = [new Diary(random), hostIn(random, network(random))]
    const hours = [0, 8, 16]
    for (const day of days()) for (const hour of hours) diary.spread(dayStart(day) + hour * HOUR + random.between(0, 90) * SECOND, 30 * SECOND, random.between(3, 8), [POSITIONS, FUTURES_ORDER], () => host)
    // After an outage it catches up outside its hours.
    diary.spread(dayStart(random.between(20, 50)) + random.pick([3, 11, 20]) * HOUR, 2 * MINUTE, 12, [POSITIONS, FUTURES_ORDER], () => host)
    return diary.end('a job at set hours that catches up once')
  },
  (random) => {
    const [diary, host] = [new Diary(random), hostIn(random, network(random))]
    roundTheClock(random, diary, () => host)
    const from = aLateDay(random)
    for (const day of days(from)) diary.spread(dayStart(day), DAY, 40, [POSITIONS, FUTURES_ORDER], () => host)
    return diary.end('a bot that learns another product')
  },
  (random) => {
    const [diary, host] = [new Diary(random), hostIn(random, network(random))]
    officeHours(random, diary, () => host, 8, [BALANCE, HISTORY, WITHDRAW])
    return diary.end('payroll')
  },
]

/** What thieves do; each has the whole key, and takes care. */
export const STOLEN: readonly LifeMaker[] = [
  (random) => {
    const [diary, host, thief, from] = [new Diary(random), hostIn(random, network(random)), hostIn(random, network(random)), aLateDay(random)]
    officeHours(random, diary, () => host)
    diary.theft()
    for (const day of days(from)) if (!isWeekend(day)) diary.spread(dayStart(day) + 9 * HOUR, 5 * HOUR, random.between(2, 6), [BALANCE, ORDER], () => thief)
    return diary.end('a thief in the owner’s hours')
  },
  (random) => {
    const [diary, host, thief, from] = [new Diary(random), hostIn(random, network(random)), hostIn(random, network(random)), aLateDay(random)]
    officeHours(random, diary, () => host, 8, [BALANCE, HISTORY, WITHDRAW])
    diary.theft()
    for (let day = from; day < DAYS; day += 2) diary.call(dayStart(day) + 10 * HOUR + random.between(0, 200) * MINUTE, WITHDRAW, thief)
    return diary.end('a withdrawal every other day')
  },
  (random) => {
    const [diary, prefix, from] = [new Diary(random), network(random), aLateDay(random)]
    const host = hostIn(random, prefix)
    officeHours(random, diary, () => host, 8, [BALANCE, HISTORY, WITHDRAW])
    // From a machine beside the bot's: nothing but the machine is new.
    const thief = hostIn(random, prefix)
    diary.theft()
    for (let day = from; day < DAYS; day += 2) diary.call(dayStart(day) + 10 * HOUR + random.between(0, 200) * MINUTE, WITHDRAW, thief)
    return diary.end('a thief on the machine beside')
  },
  (random) => {
    const [diary, host, from] = [new Diary(random), hostIn(random, network(random)), aLateDay(random)]
    officeHours(random, diary, () => host)
    diary.theft()
    for (const day of days(from)) diary.spread(dayStart(day) + HOUR, 2 * HOUR, random.between(2, 5), [BALANCE, ORDER], () => host)
    return diary.end('the bot’s own machine, at night')
  },
  (random) => {
    const [diary, host, from] = [new Diary(random), hostIn(random, network(random)), aLateDay(random)]
    roundTheClock(random, diary, () => host)
    diary.theft()
    for (let day = from; day < DAYS; day += 1) diary.call(dayStart(day) + random.fraction() * DAY, TRANSFER, host)
    return diary.end('the bot’s own machine, moving money')
  },
  (random) => {
    const [diary, host, from] = [new Diary(random), hostIn(random, network(random)), aLateDay(random)]
    roundTheClock(random, diary, () => host)
    // The bot's own machine, doubling what it trades day by day.
    diary.theft()
    for (const day of days(from)) diary.spread(dayStart(day), DAY, Math.min(3_000, 60 * 2 ** (day - from)), [ORDER, CANCEL], () => host)
    return diary.end('trading that creeps up')
  },
  (random) => {
    const [diary, from] = [new Diary(random), aLateDay(random)]
    const exits = days(0, 14).map(() => hostIn(random, network(random)))
    officeHours(random, diary, (day) => exits[Math.min(exits.length - 1, random.below(3 + Math.floor(day / 6)))] ?? '')
    const thief = hostIn(random, network(random))
    diary.theft()
    for (const day of days(from)) if (!isWeekend(day)) diary.spread(dayStart(day) + 9 * HOUR, 5 * HOUR, random.between(2, 5), [BALANCE, ORDER], () => thief)
    return diary.end('a thief among many exits')
  },
  (random) => {
    const [diary, host, thief, from] = [new Diary(random), hostIn(random, network(random)), hostIn(random, network(random)), aLateDay(random)]
    roundTheClock(random, diary, () => host)
    diary.theft()
    for (let at = dayStart(from); at < dayStart(from + 5); at += random.between(6, 14) * MINUTE) diary.call(at, BALANCE, thief, 'signatureWrong')
    return diary.end('signatures guessed slowly')
  },
  (random) => {
    const [diary, host, from] = [new Diary(random), hostIn(random, network(random)), aLateDay(random)]
    roundTheClock(random, diary, () => host)
    const strangers = days(0, 12).map(() => hostIn(random, network(random)))
    diary.theft()
    for (const day of days(from)) if (random.chance(0.6)) diary.call(dayStart(day) + random.fraction() * DAY, BALANCE, random.pick(strangers), 'addressNotAllowed')
    return diary.end('a key tried where it does not open')
  },
  (random) => {
    const diary = new Diary(random)
    const cloud = `${random.between(11, 99)}.${random.between(0, 255)}`
    const hosts = days(0, 9).map(() => `${cloud}.${random.between(0, 255)}.${random.between(1, 254)}`)
    roundTheClock(random, diary, (day) => hosts[Math.floor(day / 7)] ?? '')
    // On the day of a deploy, from the same cloud, with orders alone.
    const [from, thief] = [35, `${cloud}.${random.between(0, 255)}.${random.between(1, 254)}`]
    diary.theft()
    for (const day of days(from)) diary.spread(dayStart(day) + 12 * HOUR, 6 * HOUR, random.between(2, 6), [ORDER], () => thief)
    return diary.end('a thief who comes with a deploy')
  },
  (random) => {
    const [diary, host, thief, from] = [new Diary(random), hostIn(random, network(random)), hostIn(random, network(random)), aLateDay(random)]
    roundTheClock(random, diary, () => host)
    const fromUs = dayStart(from) + random.fraction() * DAY
    diary.spread(fromUs, 5 * MINUTE, 200, [ORDER, CANCEL], () => host)
    diary.theft()
    diary.spread(fromUs + MINUTE, 3 * MINUTE, 25, [ORDER], () => thief)
    return diary.end('a quick drain behind the news')
  },
  (random) => {
    const [diary, prefix, from] = [new Diary(random), network(random), aLateDay(random)]
    const [host, thief] = [hostIn(random, prefix), hostIn(random, network(random))]
    roundTheClock(random, diary, () => host)
    // Reads for a week, one call a day, before it acts.
    diary.theft()
    for (const day of days(from)) diary.call(dayStart(day) + 14 * HOUR + random.between(0, 60) * MINUTE, day < from + 7 ? BALANCE : ORDER, thief)
    return diary.end('a thief who waits')
  },
]
