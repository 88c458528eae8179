import type { RefusalReason, Refused } from '../people/result.ts'
import type { OperationRefused } from './outcome.ts'

const ANEW = 'Ask for the change again without a confirmation, read what it would do now, and confirm that.'

/** What to do about a refusal that the room of people words; the rest need no more than their own text. */
const REMEDIES: Readonly<Partial<Record<RefusalReason, string>>> = {
  stepUpNotConfirmed: 'Give the factors that are asked for, then ask for the change again.',
  stepUpUsed: ANEW, stepUpOtherChange: ANEW, stepUpForeign: ANEW, expired: ANEW,
  factorNotEnrolled: 'Sign in to the console and set up an authenticator or a passkey.',
  notAllowed: 'Somebody with another role can do it, or an owner can change the role.',
  tooManyAttempts: 'Nothing was changed.',
}

/** A refusal of the room of people, as operations tell theirs. */
export const refusalOfPeople = ({ reason, text, field, retryAfterS }: Refused): { readonly ok: false; readonly refused: OperationRefused } => ({
  ok: false,
  refused: {
    code: reason, message: retryAfterS === undefined ? text : `${text} It may be tried again in ${retryAfterS} s.`, remedy: REMEDIES[reason] ?? 'Nothing was changed.',
    ...(field !== undefined && { fields: [{ field, text }] }),
  },
})
