import { queryOptions } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { Act } from '../../../src/people/acts.ts'
import type { WhoIsSignedIn } from '../../../src/server/console-api/answers/people-answers.ts'
import { ask, Refused, rememberCsrf } from './client.ts'

export type { WhoIsSignedIn as SessionView }

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<WhoIsSignedIn | null> => {
    try {
      const session = await ask<WhoIsSignedIn>('/api/session', signal)
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

/** The session of the frame that stands. A page that is on its way out still has it when the query knows of none any more. */
export const SessionContext = createContext<WhoIsSignedIn | null>(null)

/** Of pages behind the sign-in alone. */
export const useSession = (): WhoIsSignedIn => {
  const data = useContext(SessionContext)
  if (data === null) throw new Error('a page behind the sign-in was shown without a session')
  return data
}

/** The acts that the reader may do on any of their accounts, or on one of them, to what is their own at least: what is another's they are not shown. */
export const useMay = (): ((act: Act, account?: number) => boolean) => {
  const { accounts } = useSession()
  return (act, account) => accounts.some(({ id, acts, ownActs }) => (account === undefined || id === account) && (acts.includes(act) || ownActs.includes(act)))
}

/** The acts that the reader may do on the account that keeps the house (`keeps`), or on every main account (`everywhere`): what is of the whole house is for them. */
export const useMayOfHouse = (): ((how: 'keeps' | 'everywhere', act: Act) => boolean) => {
  const { house } = useSession()
  return (how, act) => house[how].includes(act)
}

/** The authority's time in milliseconds, which a demo may have moved on: lives of keys, approvals and addresses are counted by it. */
export const useCalendarNow = (): number => Date.now() + useSession().calendarAheadSeconds * 1_000
