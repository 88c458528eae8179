import type { Authority } from '../../authority/authority.ts'
import type { LeavingPort } from '../../people/ports.ts'
import type { Clock } from '../../time.ts'

/** What becomes of the keys of a person who leaves: handed to another, or disabled. Asked again after a crash, it does what is left to do. */
export const closeKeysOf = ({ authority, clock }: { readonly authority: Pick<Authority, 'closeHeldBy'>; /** The authority's calendar. */ readonly clock: Clock }): LeavingPort['closeKeysOf'] =>
  async (personId, goTo, { actor, source, nowUs }) => ({ keys: await authority.closeHeldBy(personId, goTo, { actor, source, nowUs: clock.nowUs(), recordedAtUs: nowUs }) })
