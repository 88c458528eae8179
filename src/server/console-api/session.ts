import type { AccountId } from '../../ids.ts'
import { type Act, ACT_NAMES, mayAct, roleOfPrincipal } from '../../people/acts.ts'
import { csrfTokenOf } from '../../people/secret-token.ts'
import { house, whoIsSignedIn } from './answers/people-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { isDoneOn, keptBy, mayEverywhere } from './house-keeper.ts'
import { answer, ofResult, openRoute, route, type Route } from './route.ts'
import { nothing } from './schemas.ts'

/** Who looks, and what they may: pages show the buttons that this answer allows, and the same table refuses the rest. */
export const sessionRoutes = ({ people, accounts, operator, mail, isDemo, isSignUpOpen, urls }: ConsoleParts): readonly Route[] => [
  openRoute({
    method: 'GET', path: '/api/house', tag: 'Session', summary: 'What a page needs before anybody is signed in',
    value: house,
    act: async () => answer({ isDemo, isSignUpOpen, needsFirstOwner: await people.needsFirstOwner(), keepsLetters: !mail.isSent }),
  }),
  route({
    method: 'GET', path: '/api/session', tag: 'Session', summary: 'Who is signed in, on which accounts, and what they may do there',
    value: whoIsSignedIn,
    act: async ({ visit }, principal) => {
      const keeping = keptBy(accounts.all())
      const seen = [...accounts.all()].flatMap(({ id, email, label, parentId }) => {
        const held = roleOfPrincipal(principal, id, parentId)
        const possible = ACT_NAMES.filter((one) => isDoneOn(one, id, keeping))
        return held === undefined ? [] : [{ id: Number(id), email, label, parent: parentId === null ? null : Number(parentId), role: held, acts: possible.filter((one) => mayAct(held, one)), ownActs: possible.filter((one) => mayAct(held, one, { isOwn: true })) }]
      })
      const may = (act: Act, id: AccountId): boolean => people.may(principal, act, id).ok
      const [factors, language, calendar] = [await people.listFactors(principal), await people.languageOf(principal), await operator.clockShow()]
      return answer({
        person: { id: principal.personId, email: principal.email, name: principal.name, language }, kind: principal.kind, csrfToken: principal.kind === 'session' && visit.sessionToken !== null ? csrfTokenOf(visit.sessionToken) : null,
        needsFactor: factors.totps.length === 0 && factors.passkeys.length === 0, accounts: seen,
        house: { keeps: keeping === undefined ? [] : ACT_NAMES.filter((one) => may(one, keeping)), everywhere: ACT_NAMES.filter((one) => mayEverywhere(one, accounts.all(), may)) },
        address: visit.address, isDemo, calendarAheadSeconds: calendar.ok ? calendar.value.aheadSeconds : 0, urls: urls(),
      })
    },
  }),
  route({
    method: 'DELETE', path: '/api/session', tag: 'Session', summary: 'Sign out', who: 'session', value: nothing,
    act: async ({ cookies, visit }, principal) => ofResult(await people.signOut(principal, visit), () => {
      cookies.end()
      return null
    }),
  }),
]

