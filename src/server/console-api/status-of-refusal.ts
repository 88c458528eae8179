/** HTTP status of a refusal by its code; what stands nowhere is a wrong request. */
export const STATUSES: Readonly<Record<string, number>> = {
  notSignedIn: 401, wrongCredentials: 401, tooManyAttempts: 429, busy: 503, conflict: 409,
  notAllowed: 403, addressForbidden: 403, notADecider: 403, notHere: 403, csrf: 403, originForeign: 403, hostUnknown: 421, signUpClosed: 403, noDemo: 404, serverNeeded: 503,
  unknownSubject: 404, keyUnknown: 404, accountUnknown: 404, traceUnknown: 404, approvalUnknown: 404, addressUnknown: 404, notFound: 404,
  stepUpNotConfirmed: 403, stepUpUsed: 409, stepUpOtherChange: 409, stepUpForeign: 403, factorNotEnrolled: 403,
  ownerExists: 409, alreadyMember: 409, lastOwner: 409, cannotHoldKeys: 409, limitReached: 409, linkInvalid: 410, expired: 410, tooLarge: 413, notJson: 415, internal: 500,
}

export const statusOfRefusal = (code: string): number => STATUSES[code] ?? 400
