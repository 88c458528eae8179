import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { queryOptions } from '@tanstack/react-query'
import type { FactorAdded, FactorsSeen, LinkSeen, SignInStepTold } from '../../../src/server/console-api/answers/people-answers.ts'
import { ask, change, type Changed, rememberCsrf, tell } from './client.ts'

export type { FactorAdded, LinkSeen as LinkView, SignInStepTold as SignInStep }

// Coming in. Tokens travel in cookies alone; what the server answers here says only what is still missing.

const taken = (step: SignInStepTold): SignInStepTold => {
  if (step.kind === 'signedIn') rememberCsrf(step.csrfToken)
  return step
}

export const signIn = async (credentials: { readonly email: string; readonly password: string }): Promise<SignInStepTold> => taken(await tell('POST', '/api/sign-in', credentials))
export const answerFactor = async (attempt: string, answer: unknown): Promise<SignInStepTold> => taken(await tell('POST', '/api/sign-in/factor', { attempt, answer }))
export const factorPasskey = (attempt: string): Promise<PublicKeyCredentialRequestOptionsJSON> => tell('POST', '/api/sign-in/factor/passkey', { attempt })
export const confirmDevice = async (attempt: string, code: string): Promise<SignInStepTold> => taken(await tell('POST', '/api/sign-in/device', { attempt, code }))
export const resendDeviceCode = (attempt: string): Promise<unknown> => tell('POST', '/api/sign-in/device/resend', { attempt })
export const beginPasskeySignIn = (): Promise<{ readonly attempt: string; readonly options: PublicKeyCredentialRequestOptionsJSON }> => tell('POST', '/api/sign-in/passkey')
export const finishPasskeySignIn = async (attempt: string, response: unknown): Promise<SignInStepTold> => taken(await tell('POST', '/api/sign-in/passkey/finish', { attempt, response }))

// — links: the token stands in the fragment of the URL, which no server and no log ever sees

export const readLink = (token: string): Promise<LinkSeen> => tell('POST', '/api/links/read', { token })
export interface Newcomer { readonly name: string; readonly password: string }
export const setUpFirstOwner = async (token: string, wish: Newcomer & { readonly email: string }): Promise<SignInStepTold> => taken(await tell('POST', '/api/first-owner', { token, ...wish }))
export const acceptInvitation = async (token: string, wish: Newcomer): Promise<SignInStepTold> => taken(await tell('POST', '/api/invitations/accept', { token, ...wish }))
export const requestSignUp = (email: string): Promise<unknown> => tell('POST', '/api/sign-up', { email })
export const completeSignUp = async (token: string, wish: Newcomer): Promise<SignInStepTold> => taken(await tell('POST', '/api/sign-up/complete', { token, ...wish }))
export const requestPasswordReset = (email: string): Promise<unknown> => tell('POST', '/api/password-reset', { email })
export const resetPassword = (token: string, password: string): Promise<unknown> => tell('POST', '/api/password-reset/complete', { token, password })

// — one's own factors

export const factorsQuery = queryOptions({ queryKey: ['factors'], queryFn: ({ signal }) => ask<FactorsSeen>('/api/me/factors', signal) })

const added = (answer: FactorAdded): FactorAdded => {
  if (answer.csrfToken !== undefined) rememberCsrf(answer.csrfToken)
  return answer
}
export const beginTotp = (label: string): Promise<Changed<{ readonly id: string; readonly secret: string; readonly uri: string }>> => change({ method: 'POST', path: '/api/me/factors/totp', body: { label } })
export const finishTotp = async (id: string, code: string): Promise<FactorAdded> => added(await tell('POST', `/api/me/factors/totp/${id}`, { code }))
export const beginPasskey = (label: string): Promise<Changed<{ readonly options: PublicKeyCredentialCreationOptionsJSON }>> => change({ method: 'POST', path: '/api/me/factors/passkey', body: { label } })
export const finishPasskey = async (response: unknown): Promise<FactorAdded> => added(await tell('POST', '/api/me/factors/passkey/finish', { response }))
