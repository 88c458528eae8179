import { KEPT_MINUTES, minuteOf } from './gate/guard-rails/spent-minutes.ts'
import type { House } from './open-house.ts'
import { followNames } from './operations/moving-addresses/move.ts'
import { remind } from './operations/reminding/remind.ts'
import { logFault } from './system-log.ts'

/** What the house does by itself now and again. */
interface Round {
  readonly everyMs: number
  /** Done once when the server starts, before the first interval is over. */
  readonly isDoneAtStart: boolean
  readonly act: () => Promise<unknown>
  /** Told where the act failed; it is tried again at the next round. */
  readonly complaint: string
}

/** How long a one-time key that ended, or was used, may still stand in the store. */
const SWEEP_EVERY_MS = 30_000
/** How much of the record an attack could rewrite without a signature that tells of it. */
const CHECKPOINT_EVERY_MS = 60_000
/** A name that moved is followed within so long. */
const FOLLOW_EVERY_MS = 60_000
/** What no limit sees any more is small. */
const FORGET_EVERY_MS = 60 * 60_000
/** Which of them are due, each knows by itself. */
const EXAMINE_EVERY_MS = 60_000
/** Dates come by the day. */
const REMIND_EVERY_MS = 10 * 60_000

const roundsOf = ({ alerts, authority, calendar, clock, external, money, movingParts, reminding, store }: House): readonly Round[] => [
  {
    // The gate refuses these keys from the very moment of their end.
    everyMs: SWEEP_EVERY_MS, isDoneAtStart: true, complaint: 'Ended one-time keys could not be deleted; they are refused all the same',
    act: () => authority.deleteEnded({ actor: 'system', source: 'local', nowUs: calendar.nowUs(), recordedAtUs: clock.nowUs() }),
  },
  {
    everyMs: SWEEP_EVERY_MS, isDoneAtStart: true, complaint: 'What waited too long for approval could not be ended; it is not carried out all the same',
    act: () => money.office.expireDue(),
  },
  {
    everyMs: REMIND_EVERY_MS, isDoneAtStart: true, complaint: 'People could not be told what their keys need; it is tried again',
    act: () => remind(reminding),
  },
  {
    everyMs: EXAMINE_EVERY_MS, isDoneAtStart: true, complaint: 'Keys of other exchanges could not be examined; it is tried again',
    act: () => external.desk.round(),
  },
  {
    everyMs: FOLLOW_EVERY_MS, isDoneAtStart: false, complaint: 'Addresses that follow a name could not be looked at; each stays as it is',
    act: () => followNames(movingParts),
  },
  {
    everyMs: FORGET_EVERY_MS, isDoneAtStart: true, complaint: 'What keys spent long ago could not be deleted; no limit counts it all the same',
    act: () => store.spending.forgetBefore(minuteOf(clock.nowUs()) - KEPT_MINUTES),
  },
  {
    everyMs: FORGET_EVERY_MS, isDoneAtStart: true, complaint: 'Old alerts could not be deleted; they stay a while longer',
    act: () => alerts.parts.alerts.forget(alerts.parts.retention, clock.nowUs()),
  },
]

/** @returns ends the round: nothing begins any more, and what runs is waited for */
const start = ({ everyMs, isDoneAtStart, act, complaint }: Round): (() => Promise<unknown>) => {
  let running: Promise<unknown> = Promise.resolve()
  const go = (): void => {
    running = running.then(act).catch((error: unknown) => logFault(complaint, error))
  }
  if (isDoneAtStart) go()
  const timer = setInterval(go, everyMs).unref()
  return () => {
    clearInterval(timer)
    return running
  }
}

/** Signs where the chain and the journals end: at the start, now and then, and last of all at the stop. */
const startCheckpoints = async ({ store, auditKey, clock }: House): Promise<() => Promise<unknown>> => {
  const make = (): Promise<unknown> => store.checkpoints.make(auditKey, clock.nowUs())
  const complaint = 'No checkpoint of the audit chain could be signed; the chain itself is whole'
  if (auditKey.isNew) await store.audit.record({ timeUs: clock.nowUs(), actor: 'system', source: 'local', act: 'auditKey.begin', subject: `audit-key:${auditKey.keyId.slice(0, 16)}`, before: null, after: { keyId: auditKey.keyId } })
  await make().catch((error: unknown) => logFault(complaint, error))
  const end = start({ everyMs: CHECKPOINT_EVERY_MS, isDoneAtStart: false, act: make, complaint })
  return async () => {
    await end()
    if (!store.failure) await make().catch((error: unknown) => logFault(complaint, error))
  }
}

/** Begins the rounds of a house that serves. @returns ends them all, with a last checkpoint behind whatever they changed */
export const startRounds = async (house: House): Promise<() => Promise<void>> => {
  const endCheckpoints = await startCheckpoints(house)
  const ends = roundsOf(house).map(start)
  return async () => {
    // What waits for another exchange would hold the end up.
    house.external.desk.close()
    await Promise.all(ends.map((end) => end()))
    await endCheckpoints()
  }
}
