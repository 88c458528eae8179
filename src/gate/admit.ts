import { addressNotBanned, rawRequestsLeft } from './checks/address-limits.ts'
import { withinGuardRails } from './checks/guard-rails.ts'
import { keyWellFormed } from './checks/key-format.ts'
import { accountOpen, keyAlive, keyKnown, keyOfThisEnvironment } from './checks/key-state.ts'
import { parametersSound } from './checks/parameters.ts'
import { callerOfRightRank, rightsHeld } from './checks/permission.ts'
import { notReplayed } from './checks/replay.ts'
import { parametersReadable, pathKnown, sizeAllowed } from './checks/route-and-encoding.ts'
import { signatureRight } from './checks/signature.ts'
import { addressAllowed } from './checks/source-address.ts'
import { callInTime, timesReadable, timestampAndSignatureSent } from './checks/timing.ts'
import { accountWeightLeft, addressWeightLeft, strangerWeightLeft } from './checks/weight.ts'
import type { Passage, Stop } from './passage.ts'

/**
 * The door. One check a line; the first that stops a call decides what it is told, so the order is the policy.
 * Before the signature is proved nothing is told of the key but that it does not open, and nothing is counted against
 * its account. The last two lines read what the call asks for; all before them who asks.
 */
export const firstStop = (passage: Passage): Stop | null =>
  addressNotBanned(passage) ??
  rawRequestsLeft(passage) ??
  pathKnown(passage) ??
  sizeAllowed(passage) ??
  parametersReadable(passage) ??
  addressWeightLeft(passage) ??
  strangerWeightLeft(passage) ??
  keyWellFormed(passage) ??
  timestampAndSignatureSent(passage) ??
  timesReadable(passage) ??
  callInTime(passage) ??
  keyKnown(passage) ??
  keyOfThisEnvironment(passage) ??
  keyAlive(passage) ??
  accountOpen(passage) ??
  addressAllowed(passage) ??
  signatureRight(passage) ??
  rightsHeld(passage) ??
  callerOfRightRank(passage) ??
  accountWeightLeft(passage) ??
  notReplayed(passage) ??
  parametersSound(passage) ??
  withinGuardRails(passage)

/** Asked again when a call has waited for its turn to change its key: what others changed meanwhile is in force. */
export const stillAdmitted = (passage: Passage): Stop | null =>
  keyKnown(passage) ??
  keyAlive(passage) ??
  stillHeld(passage)

/** And once more when that change is durable. It may have been the end of the key: the last call of a counted key is still a call. */
export const stillHeld = (passage: Passage): Stop | null =>
  keyKnown(passage) ??
  accountOpen(passage) ??
  addressAllowed(passage) ??
  rightsHeld(passage)
