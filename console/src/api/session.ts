import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Act, Role } from '../../../src/people/acts.ts'
import { ask, Refused, rememberCsrf } from './client.ts'

/** What the server says of whoever looks: what each may do is asked of it, never repeated here. */
export interface SessionView {
  readonly person: { readonly id: string; readonly email: string; readonly name: string }
  readonly csrfToken: string
  readonly needsFactor: boolean
  readonly accounts: readonly { readonly id: number; readonly email: string; readonly label: string; readonly parent: number | null; readonly role: Role; readonly acts: readonly Act[]; /** What may be done to one's own. */ readonly ownActs: readonly Act[] }[]
  /** From where this browser is seen to come. */
  readonly address: string
  readonly isDemo: boolean
  readonly calendarAheadSeconds: number
  readonly urls: { readonly rest: string; readonly ws: string }
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<SessionView | null> => {
    try {
      const session = await ask<SessionView>('/api/session', signal)
      rememberCsrf(session.csrfToken)
      return session
    } catch (error) {
      if (error instanceof Refused && error.status === 401) {
        rememberCsrf(null)
        return null
      }
      throw error
    }
  },
  staleTime: 30_000,
})

/** Of pages behind the sign-in alone. */
export const useSession = (): SessionView => {
  const { data } = useQuery(sessionQuery)
  if (!data) throw new Error('a page behind the sign-in was shown without a session')
  return data
}

/** The acts that the reader may do on any of their accounts, or on one of them, to what is their own at least: what is another's they are not shown. */
export const useMay = (): ((act: Act, account?: number) => boolean) => {
  const { accounts } = useSession()
  return (act, account) => accounts.some(({ id, acts, ownActs }) => (account === undefined || id === account) && (acts.includes(act) || ownActs.includes(act)))
}
