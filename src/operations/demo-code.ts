import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome, refused } from './outcome.ts'

/** What the demo owner's authenticator shows now. */
export interface DemoCode {
  readonly email: string
  readonly code: string
  /** Whole seconds until the next one. */
  readonly secondsLeft: number
  /** It was used already, and no code is taken twice. */
  readonly isUsed: boolean
  /** A code that would be taken now: the present one, or the next; null where both were used: wait. */
  readonly fresh: string | null
}

/** The authenticator of the demo owner; there is none outside demo mode. */
export interface DemoAuthenticator {
  present(nowUs: number): Promise<DemoCode | undefined>
}

/** The present code of the demo owner. */
export const showDemoCode = async ({ demoAuthenticator, wallClock }: OperatorParts): Promise<Outcome<DemoCode>> => {
  const code = await demoAuthenticator?.present(wallClock.nowUs())
  return code ? done(code) : refused('noDemo', 'There is no demo owner here.', 'Codes of real people are on their own devices. A demo store: ./bitting start --demo')
}
