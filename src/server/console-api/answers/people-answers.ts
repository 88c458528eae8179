import { z } from '@hono/zod-openapi'
import { LINK_KINDS } from '../../../people/link.ts'
import { act, factor, instant, language, list, orNull, role } from '../schemas.ts'

// These shapes are the API's own: what the room of people gives has other times and holds tokens. Pages take their types from here.

export const signInStep = z.union([
  z.strictObject({ kind: z.literal('signedIn'), csrfToken: z.string(), needsFactor: z.boolean() }),
  z.strictObject({ kind: z.literal('factorNeeded'), attempt: z.string(), factors: list(factor) }),
  z.strictObject({ kind: z.literal('deviceCodeNeeded'), attempt: z.string() }),
]).openapi('SignInStep')
export type SignInStepTold = z.output<typeof signInStep>

export const linkSeen = z.strictObject({ kind: z.enum(LINK_KINDS), email: z.string(), account: z.number().nullable(), role: orNull(role) }).openapi('LinkSeen')
export type LinkSeen = z.output<typeof linkSeen>

const accountOfPerson = z.strictObject({
  id: z.number(), email: z.string(), label: z.string(), parent: z.number().nullable(), role,
  acts: list(act).openapi({ description: 'What may be done to anything of the account' }), ownActs: list(act).openapi({ description: 'What may be done to one\'s own' }),
}).openapi('AccountSeen')

export const whoIsSignedIn = z.strictObject({
  person: z.strictObject({ id: z.string(), email: z.string(), name: z.string(), language: orNull(language).openapi({ description: 'What letters to them are written in; null: they never said' }) }), kind: z.enum(['session', 'token']), csrfToken: z.string().nullable(), needsFactor: z.boolean(),
  accounts: list(accountOfPerson),
  house: z.strictObject({ keeps: list(act).openapi({ description: 'What may be done on the account that keeps the house' }), everywhere: list(act).openapi({ description: 'What may be done on every main account' }) }),
  address: z.string(), isDemo: z.boolean(), calendarAheadSeconds: z.number(), urls: z.strictObject({ rest: z.string(), ws: z.string() }),
}).openapi('Session')
export type WhoIsSignedIn = z.output<typeof whoIsSignedIn>

export const house = z.strictObject({ isDemo: z.boolean(), isSignUpOpen: z.boolean(), needsFirstOwner: z.boolean(), keepsLetters: z.boolean() }).openapi('House')
export type House = z.output<typeof house>

export const demoOwnerTold = z.strictObject({ email: z.string(), password: z.string().nullable(), totp: z.string().nullable(), secondsLeft: z.number(), mailCode: z.string().nullable() }).openapi('DemoOwner')
export type DemoOwnerTold = z.output<typeof demoOwnerTold>

export const sessionSeen = z.strictObject({ id: z.string(), device: z.string(), address: z.string(), createdAt: instant, lastSeenAt: instant, isThisOne: z.boolean() }).openapi('LivingSession')
export type SessionSeen = z.output<typeof sessionSeen>

export const tokenSeen = z.strictObject({ id: z.string(), name: z.string(), accountId: z.number(), role, createdAt: instant, expiresAt: instant, lastUsedAt: instant.nullable() }).openapi('ScriptToken')
export type TokenSeen = z.output<typeof tokenSeen>

export const factorsSeen = z.strictObject({
  totps: list(z.strictObject({ id: z.string(), label: z.string(), createdAt: instant })), passkeys: list(z.strictObject({ id: z.string(), label: z.string(), createdAt: instant, lastUsedAt: instant.nullable() })),
  recoveryCodesLeft: z.number(), phone: z.string().nullable(),
}).openapi('Factors')
export type FactorsSeen = z.output<typeof factorsSeen>

/** Absent where the session's tokens stayed as they were. */
export const csrfToken = z.string().optional()
export const rotatedTold = z.strictObject({ csrfToken })
export const factorAdded = z.strictObject({ id: z.string(), recoveryCodes: list(z.string()).nullable(), csrfToken }).openapi('FactorAdded')
export type FactorAdded = z.output<typeof factorAdded>

export const personSeen = z.strictObject({ personId: z.string(), email: z.string(), name: z.string(), role, since: instant, hasStrongFactor: z.boolean() }).openapi('PersonOfAccount')
export type PersonSeen = z.output<typeof personSeen>

export const invitationSeen = z.strictObject({ id: z.string(), email: z.string(), role: orNull(role), createdAt: instant, expiresAt: instant, invitedBy: z.string().nullable() }).openapi('OpenInvitation')
export type InvitationSeen = z.output<typeof invitationSeen>
