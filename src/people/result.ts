/** Why an act of a person was refused. The words for people stand in REFUSAL_TEXTS; nothing here tells whether a person exists. */
export type RefusalReason =
  | 'wrongCredentials' | 'tooManyAttempts' | 'wrongCode' | 'expired' | 'notSignedIn' | 'notAllowed' | 'conflict' | 'busy'
  | 'stepUpNotConfirmed' | 'stepUpUsed' | 'stepUpOtherChange' | 'stepUpForeign' | 'factorNotEnrolled' | 'factorNotAsked'
  | 'passkeyRefused' | 'passkeyCounterWentBack' | 'smsUnavailable' | 'linkInvalid' | 'signUpClosed' | 'ownerExists'
  | 'passwordTooShort' | 'passwordTooLong' | 'passwordCommon' | 'passwordContext'
  | 'emailInvalid' | 'nameInvalid' | 'phoneInvalid' | 'labelInvalid' | 'tokenNameTaken' | 'lifetimeInvalid' | 'policyInvalid'
  | 'unknownSubject' | 'alreadyMember' | 'lastOwner' | 'cannotHoldKeys' | 'limitReached' | 'nothingToConfirm'

export interface Refused {
  readonly reason: RefusalReason
  /** One or two sentences for people. */
  readonly text: string
  /** The field of the input that is to blame. */
  readonly field?: string
  /** Whole seconds after which it may be tried again. */
  readonly retryAfterS?: number
}

/** What an act gives. Only broken invariants and a failed store throw. */
export type Result<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refused: Refused }

export const REFUSAL_TEXTS: Readonly<Record<RefusalReason, string>> = {
  wrongCredentials: 'The e-mail address or the password is not right.',
  tooManyAttempts: 'Too many attempts. Wait, then try again.',
  wrongCode: 'This code is not right, or it is no longer valid.',
  expired: 'This took too long. Begin again.',
  notSignedIn: 'Sign in first.',
  notAllowed: 'Your role on this account does not allow this.',
  conflict: 'Somebody changed this at the same moment. Look again, then try again.',
  busy: 'The server is busy. Try again in a moment.',
  stepUpNotConfirmed: 'This change was not confirmed with fresh factors.',
  stepUpUsed: 'This confirmation was used already. Confirm anew.',
  stepUpOtherChange: 'What was confirmed is another change. Confirm this one.',
  stepUpForeign: 'There is no such confirmation in this session.',
  factorNotEnrolled: 'This change needs an authenticator or a passkey. Set one up first.',
  factorNotAsked: 'This confirmation does not ask for that factor.',
  passkeyRefused: 'The passkey was not accepted.',
  passkeyCounterWentBack: 'This passkey may have been copied: its counter went back. It was not accepted.',
  smsUnavailable: 'There is no telephone number to send a code to.',
  linkInvalid: 'This link was used, withdrawn or has expired. Ask for a new one.',
  signUpClosed: 'New accounts are made by invitation here.',
  ownerExists: 'The first owner is set up already.',
  passwordTooShort: 'A password has at least 12 characters.',
  passwordTooLong: 'A password has at most 128 characters.',
  passwordCommon: 'This password is on lists of common or stolen passwords. Choose another.',
  passwordContext: 'This password is made of your name, your address or the name of the product. Choose another.',
  emailInvalid: 'This is not an e-mail address.',
  nameInvalid: 'A name has 1 to 80 characters.',
  phoneInvalid: 'Write the number with its country: + and 8 to 15 digits.',
  labelInvalid: 'A label has 1 to 60 characters.',
  tokenNameTaken: 'You have a living token of that name. Say what is different about this one, or end the other.',
  lifetimeInvalid: 'A token lives 1 to 365 days.',
  policyInvalid: 'Each kind of change needs at least one factor.',
  unknownSubject: 'There is nothing of that name.',
  alreadyMember: 'This person has a role on the account already.',
  cannotHoldKeys: 'Whoever gets the keys is an owner, an admin or a trader of every account that the other one leaves.',
  lastOwner: 'An account keeps at least one owner.',
  limitReached: 'There are as many as there may be. Remove one first.',
  nothingToConfirm: 'There is nothing to confirm.',
}

export const allowed = <Value>(value: Value): Result<Value> => ({ ok: true, value })

export const refusal = (reason: RefusalReason, more: Omit<Refused, 'reason' | 'text'> = {}): { readonly ok: false; readonly refused: Refused } =>
  ({ ok: false, refused: { reason, text: REFUSAL_TEXTS[reason], ...more } })
