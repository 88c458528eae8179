import { HOUR, MINUTE } from '../../src/time.ts'
import { aLateDay, BALANCE, CANCEL, DAYS, dayStart, days, Diary, FUTURES_ORDER, HISTORY, hostIn, isWeekend, type LifeMaker, network, officeHours, OPEN_ORDERS, ORDER, POSITIONS, roundTheClock, WITHDRAW } from './lives.ts'

/** As many calls a day, at any time of it. */
const allDay = (diary: Diary, day: number, count: number, kinds: Parameters<Diary['spread']>[3], address: () => string, reason: string | null = null): void => diary.spread(dayStart(day), 24 * HOUR, count, kinds, address, reason)

/**
 * Lives that nothing is tuned by: other things that happen to keys than those of `lives.ts`, put down before the detectors were changed and left as they were. They
 * were written by somebody who knew the detectors, so that they are no second hand; what they show is whether a change holds elsewhere than where it was found.
 */
export const HELD_OUT_HONEST: readonly LifeMaker[] = [
  (random) => {
    const [diary, one, other] = [new Diary(random), hostIn(random, network(random)), hostIn(random, network(random))]
    roundTheClock(random, diary, () => (random.chance(0.5) ? one : other))
    return diary.end('two machines that share the work from the first day')
  },
  (random) => {
    const [diary, home, office] = [new Diary(random), network(random), network(random)]
    const cafes = days(0, 4).map(() => hostIn(random, network(random)))
    const cafeDays = new Set(cafes.map(() => random.between(10, 55)))
    officeHours(random, diary, (day) => (cafeDays.has(day) && random.chance(0.3) ? random.pick(cafes) : day % 7 < 2 ? hostIn(random, home) : hostIn(random, office)), 8, [BALANCE, OPEN_ORDERS, ORDER])
    return diary.end('a laptop at home, at work and in cafés')
  },
  (random) => {
    const [diary, before, after, from] = [new Diary(random), hostIn(random, network(random)), hostIn(random, network(random)), aLateDay(random)]
    roundTheClock(random, diary, (day) => (day < from ? before : after))
    return diary.end('a bot that moves to another provider for good')
  },
  (random) => {
    const [diary, cloud] = [new Diary(random), `${random.between(11, 99)}.${random.between(0, 255)}`]
    for (const day of days()) for (let hour = random.between(0, 2); hour < 24; hour += random.between(3, 6)) {
      const host = `${cloud}.${random.between(0, 255)}.${random.between(1, 254)}`
      diary.spread(dayStart(day) + hour * HOUR, 2 * MINUTE, random.between(2, 6), [BALANCE, ORDER], () => host)
    }
    return diary.end('a function in a cloud that runs elsewhere each time')
  },
  (random) => {
    const [diary, carrier] = [new Diary(random), days(0, 3).map(() => `${random.between(11, 99)}.${random.between(0, 255)}`)]
    for (const day of days()) {
      const host = `${random.pick(carrier)}.${random.between(0, 255)}.${random.between(1, 254)}`
      diary.spread(dayStart(day) + 7 * HOUR, 15 * HOUR, random.between(5, 25), [BALANCE, OPEN_ORDERS, ORDER], () => host)
    }
    return diary.end('somebody who trades by telephone')
  },
  (random) => {
    const [diary, host, hour] = [new Diary(random), hostIn(random, network(random)), random.between(1, 4)]
    const late = new Set([random.between(16, 30), random.between(31, 50)])
    for (const day of days()) diary.spread(dayStart(day) + (late.has(day) ? hour + random.between(6, 14) : hour) * HOUR, 3 * MINUTE, random.between(4, 9), [BALANCE, HISTORY], () => host)
    return diary.end('a nightly report that is late twice')
  },
  (random) => {
    const [diary, host] = [new Diary(random), hostIn(random, network(random))]
    for (const day of days()) if (day % 7 === 0) diary.spread(dayStart(day) + 9 * HOUR, HOUR, 8, [BALANCE, ORDER], () => host)
    else diary.spread(dayStart(day) + 9 * HOUR, 2 * HOUR, 3, [BALANCE], () => host)
    for (const day of [28, 55]) diary.call(dayStart(day) + 10 * HOUR, WITHDRAW, host)
    return diary.end('a savings plan that pays out at the month’s end')
  },
  (random) => {
    const [diary, host, night] = [new Diary(random), hostIn(random, network(random)), aLateDay(random)]
    roundTheClock(random, diary, () => host)
    diary.spread(dayStart(night) + 22 * HOUR, 5 * HOUR, random.between(2_000, 6_000), [HISTORY, OPEN_ORDERS], () => host)
    return diary.end('a night of reading everything')
  },
  (random) => {
    const [diary, host, from] = [new Diary(random), hostIn(random, network(random)), aLateDay(random)]
    roundTheClock(random, diary, () => host)
    for (const day of days(from, from + 5)) allDay(diary, day, random.between(300, 450), [ORDER, CANCEL], () => host)
    return diary.end('a week in which markets move')
  },
  (random) => {
    const [diary, host, day] = [new Diary(random), hostIn(random, network(random)), aLateDay(random)]
    roundTheClock(random, diary, () => host)
    diary.spread(dayStart(day) + 11 * HOUR, HOUR, random.between(30, 90), [BALANCE], () => host, 'signatureWrong')
    return diary.end('an hour with the wrong secret')
  },
  (random) => {
    const [diary, office] = [new Diary(random), network(random)]
    officeHours(random, diary, (day) => `${office}.${10 + (Math.floor(day / 7) * 7) % 40 + random.between(0, 1)}`, 8, [BALANCE, HISTORY, WITHDRAW])
    return diary.end('two clerks whose machines change their address')
  },
  (random) => {
    const [diary, host, prefix, from] = [new Diary(random), hostIn(random, network(random)), `2001:db8:${random.between(1, 9_000).toString(16)}`, aLateDay(random)]
    roundTheClock(random, diary, (day) => (day >= from && random.chance(0.6) ? `${prefix}::${random.between(1, 9).toString(16)}` : host))
    return diary.end('a line that speaks IPv6 one day')
  },
]

export const HELD_OUT_STOLEN: readonly LifeMaker[] = [
  (random) => {
    const [diary, host, thief, from] = [new Diary(random), hostIn(random, network(random)), hostIn(random, network(random)), aLateDay(random)]
    officeHours(random, diary, () => host)
    diary.theft()
    diary.spread(dayStart(from) + 2 * HOUR, 10 * MINUTE, random.between(20, 60), [ORDER], () => thief)
    return diary.end('all is sold at night from a rented machine')
  },
  (random) => {
    const [diary, host, thief] = [new Diary(random), hostIn(random, network(random)), hostIn(random, network(random))]
    roundTheClock(random, diary, () => host)
    diary.theft()
    for (let day = 20 + random.between(0, 6); day < DAYS; day += 7) diary.call(dayStart(day) + random.fraction() * 24 * HOUR, BALANCE, thief)
    return diary.end('somebody looks on once a week')
  },
  (random) => {
    const [diary, host, from] = [new Diary(random), hostIn(random, network(random)), aLateDay(random)]
    officeHours(random, diary, () => host)
    diary.theft()
    for (const day of days(from)) {
      const home = hostIn(random, network(random))
      diary.spread(dayStart(day) + 10 * HOUR, 4 * HOUR, random.between(1, 3), [ORDER], () => home)
    }
    return diary.end('a thief who comes through another home each day')
  },
  (random) => {
    const [diary, cloud, from] = [new Diary(random), `${random.between(11, 99)}.${random.between(0, 255)}`, aLateDay(random)]
    const [host, thief] = [`${cloud}.${random.between(0, 120)}.${random.between(1, 254)}`, `${cloud}.${random.between(130, 255)}.${random.between(1, 254)}`]
    roundTheClock(random, diary, () => host, [BALANCE, ORDER, WITHDRAW])
    diary.theft()
    for (const day of days(from, Math.min(DAYS, from + 4))) diary.spread(dayStart(day) + random.between(0, 20) * HOUR, HOUR, random.between(1, 4), [WITHDRAW], () => thief)
    return diary.end('a thief who rents in the same cloud')
  },
  (random) => {
    const [diary, host, from] = [new Diary(random), hostIn(random, network(random)), aLateDay(random)]
    roundTheClock(random, diary, () => host)
    diary.theft()
    for (const day of days(from)) allDay(diary, day, random.between(2, 8), [POSITIONS, FUTURES_ORDER], () => host)
    return diary.end('the bot’s own machine, another product')
  },
  (random) => {
    const [diary, host, from] = [new Diary(random), hostIn(random, network(random)), aLateDay(random)]
    officeHours(random, diary, () => host)
    diary.theft()
    for (const day of days(from)) if (isWeekend(day)) diary.spread(dayStart(day) + 10 * HOUR, 5 * HOUR, random.between(3, 9), [BALANCE, ORDER], () => host)
    return diary.end('the desk, at weekends')
  },
  (random) => {
    const [diary, host, thief, from] = [new Diary(random), hostIn(random, network(random)), hostIn(random, network(random)), aLateDay(random)]
    roundTheClock(random, diary, () => host)
    diary.theft()
    diary.call(dayStart(from) + random.fraction() * 24 * HOUR, BALANCE, thief, 'signatureWrong')
    return diary.end('an old secret, tried once')
  },
  (random) => {
    const [diary, office, from] = [new Diary(random), network(random), aLateDay(random)]
    const [payroll, other] = [`${office}.20`, `${office}.77`]
    officeHours(random, diary, () => payroll, 8, [BALANCE, HISTORY, WITHDRAW])
    diary.theft()
    for (const day of days(from)) if (!isWeekend(day) && random.chance(0.4)) diary.call(dayStart(day) + 9 * HOUR + random.between(0, 300) * MINUTE, WITHDRAW, other)
    return diary.end('somebody in the same office')
  },
  (random) => {
    const [diary, host, from] = [new Diary(random), hostIn(random, network(random)), aLateDay(random)]
    roundTheClock(random, diary, () => host)
    diary.theft()
    for (const day of days(from, from + 3)) allDay(diary, day, random.between(1_200, 2_000), [ORDER], () => host)
    return diary.end('three days of ten times as many orders')
  },
  (random) => {
    const [diary, host, from] = [new Diary(random), hostIn(random, network(random)), 34]
    roundTheClock(random, diary, () => host)
    diary.theft()
    for (const day of days(from, from + 16)) allDay(diary, day, Math.round(30 * 1.35 ** (day - from)), [ORDER, CANCEL], () => host)
    return diary.end('a third more each day')
  },
  (random) => {
    const [diary, cloud, thief, from] = [new Diary(random), `${random.between(11, 99)}.${random.between(0, 255)}`, hostIn(random, network(random)), aLateDay(random)]
    for (const day of days()) for (let hour = random.between(0, 2); hour < 24; hour += random.between(3, 6)) {
      const host = `${cloud}.${random.between(0, 255)}.${random.between(1, 254)}`
      diary.spread(dayStart(day) + hour * HOUR, 2 * MINUTE, random.between(2, 6), [BALANCE, ORDER], () => host)
    }
    diary.theft()
    for (const day of days(from)) diary.spread(dayStart(day) + 3 * HOUR, 12 * HOUR, random.between(1, 4), [BALANCE, ORDER], () => thief)
    return diary.end('a thief beside a function in a cloud')
  },
  (random) => {
    const [diary, host, hours, from] = [new Diary(random), hostIn(random, network(random)), [0, 8, 16], aLateDay(random)]
    for (const day of days()) for (const hour of hours) diary.spread(dayStart(day) + hour * HOUR, MINUTE, random.between(3, 8), [POSITIONS, FUTURES_ORDER], () => host)
    diary.theft()
    for (const day of days(from)) diary.spread(dayStart(day) + 4 * HOUR, HOUR, random.between(1, 4), [FUTURES_ORDER], () => host)
    return diary.end('a job’s own machine, at other hours')
  },
]
