import { queryOptions } from '@tanstack/react-query'
import type { Language } from '../../../src/language.ts'
import type { Role } from '../../../src/people/acts.ts'
import type { SessionSeen, TokenSeen } from '../../../src/server/console-api/answers/people-answers.ts'
import { ask, change, type Changed, destroys, type Destruction, rememberCsrf, tell } from './client.ts'

export const sessionsQuery = queryOptions({ queryKey: ['me', 'sessions'], queryFn: ({ signal }) => ask<readonly SessionSeen[]>('/api/me/sessions', signal) })
export const tokensQuery = queryOptions({ queryKey: ['me', 'tokens'], queryFn: ({ signal }) => ask<readonly TokenSeen[]>('/api/me/tokens', signal) })
export const keepLanguage = (language: Language): Promise<unknown> => tell('PUT', '/api/me/language', { language })
export const endSession = (id: string): Promise<unknown> => tell('DELETE', `/api/me/sessions/${encodeURIComponent(id)}`)
export const endOtherSessions = (): Destruction => destroys('sessions.endOthers', () => change({ method: 'DELETE', path: '/api/me/sessions?keepThisOne=true' }))
export const endEverySession = (): Destruction => destroys('sessions.endAll', () => change({ method: 'DELETE', path: '/api/me/sessions' }))
export const endToken = (id: string): Destruction => destroys('token.end', () => change({ method: 'DELETE', path: `/api/me/tokens/${encodeURIComponent(id)}` }))
export const makeToken = (wish: { readonly name: string; readonly accountId: number; readonly role: Role; readonly lifetimeDays: number }): Promise<Changed<{ readonly id: string; readonly token: string }>> => change({ method: 'POST', path: '/api/me/tokens', body: wish })

/** The session goes on under a new token where the person's factors changed. */
const rotated = async (changing: Promise<Changed<{ readonly csrfToken?: string }>>): Promise<Changed<unknown>> => {
  const changed = await changing
  if (changed.is === 'done' && changed.value.csrfToken !== undefined) rememberCsrf(changed.value.csrfToken)
  return changed
}
export const removeFactor = (id: string): Destruction => destroys('factor.remove', () => rotated(change({ method: 'DELETE', path: `/api/me/factors/${encodeURIComponent(id)}` })))
export const renewRecoveryCodes = (): Destruction<{ readonly recoveryCodes: readonly string[] }> => destroys('recoveryCodes.renew', () => change({ method: 'POST', path: '/api/me/recovery-codes' }))
export const changePassword = (password: string): Promise<Changed<unknown>> => rotated(change({ method: 'POST', path: '/api/me/password', body: { password } }))
export const changePhone = (phone: string): Promise<Changed<unknown>> => change({ method: 'POST', path: '/api/me/phone', body: { phone } })
export const removePhone = (): Destruction => destroys('phone.remove', () => change({ method: 'POST', path: '/api/me/phone', body: { phone: null } }))
