import { codeInLetter } from '../operations/letters/code-in-letter.ts'
import type { Operator, StepUpAsked, TypedFactor } from '../operations/operator.ts'
import { done, type Outcome, refused } from '../operations/outcome.ts'
import type { Terminal } from './terminal.ts'

const SECOND_MS = 1_000
const LETTERS = 20

const notTheDemos = (email: string) => refused('noDemo', `${email} is not the demo owner.`, 'Codes of real people are on their own devices: give them with --mail-code and --otp.')

/** The newest code mailed to the demo owner. Each is good for its own change, so it never has to be waited for. */
const mailed = async (stepUp: StepUpAsked, isOnItsWay: boolean, operator: Operator): Promise<Outcome<string>> => {
  if (!isOnItsWay) {
    const sent = await operator.stepUpSendCode(stepUp.id)
    if (!sent.ok) return sent
  }
  const letters = await operator.outboxList(LETTERS)
  if (!letters.ok) return letters
  const code = letters.value.filter(({ to, channel }) => to === stepUp.email && channel === 'mail').map(({ text }) => codeInLetter(text ?? '')).find((found) => found !== undefined)
  return code === undefined ? refused('noLetter', 'There is no letter with a code in the outbox.', 'See: ./bitting outbox') : done(code)
}

/** A code of the demo owner's authenticator that was not used. None is taken twice, so it may have to be waited for. */
const shown = async (operator: Operator, terminal: Terminal): Promise<Outcome<string>> => {
  for (;;) {
    const present = await operator.demoCode()
    if (!present.ok) return present
    const { fresh, secondsLeft } = present.value
    if (fresh !== null) return done(fresh)
    terminal.complain(`The demo owner's present authenticator code was used already, and the next one too: waiting ${secondsLeft} s for another.`)
    await new Promise((resolve) => setTimeout(resolve, secondsLeft * SECOND_MS))
  }
}

/** A code of the demo owner for a step-up, read in the demo itself; told of, since nobody typed it. */
export const demoCodeOf = async (kinds: readonly ('mailCode' | 'totp')[], stepUp: StepUpAsked, operator: Operator, terminal: Terminal): Promise<Outcome<TypedFactor>> => {
  const owner = await operator.demoCode()
  if (!owner.ok) return owner
  if (owner.value.email !== stepUp.email) return notTheDemos(stepUp.email)
  const factor = kinds.includes('mailCode') ? 'mailCode' : 'totp'
  const code = factor === 'mailCode' ? await mailed(stepUp, kinds.length === 1, operator) : await shown(operator, terminal)
  if (!code.ok) return code
  terminal.complain(factor === 'totp' ? `Took the authenticator code of the demo owner ${stepUp.email}.` : `Took the code mailed to the demo owner ${stepUp.email} from the outbox.`)
  return done({ factor, code: code.value })
}
