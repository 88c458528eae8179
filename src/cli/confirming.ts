import type { Asks, Operator, StepUpAsked, TypedFactor } from '../operations/operator.ts'
import { done, type OperationRefused, type Outcome, refused } from '../operations/outcome.ts'
import type { CommandCall } from './command.ts'
import { demoCodeOf } from './demo-codes.ts'
import type { OptionTable } from './options.ts'

/** Options of every command whose change a person's fresh codes may have to confirm. */
export const CONFIRMING = {
  as: { type: 'string', value: 'EMAIL', help: 'whose codes confirm it, where several people could' },
  'mail-code': { type: 'string', value: 'CODE', help: 'the code that was mailed for --step-up' },
  otp: { type: 'string', value: 'CODE', help: 'the present code of the authenticator' },
  'step-up': { type: 'string', value: 'ID', help: 'goes on with what was described before' },
  'demo-codes': { type: 'boolean', help: 'reads the demo owner\'s codes by itself; in a demo alone' },
} as const satisfies OptionTable

type ConfirmingCall = Pick<CommandCall<typeof CONFIRMING>, 'options' | 'terminal'>
type Kind = 'mailCode' | 'totp'

/** The groups of a step-up that nothing was given for yet. */
const openGroups = ({ requirement, given }: StepUpAsked): readonly (readonly string[])[] => requirement.filter((group) => !group.some((factor) => given.includes(factor)))

/** An authenticator first: nothing has to be waited for. A passkey has no place at a terminal. */
const kindsOf = (group: readonly string[]): readonly Kind[] => (['totp', 'mailCode'] as const).filter((kind) => group.includes(kind))

const flagsOf = ({ options }: ConfirmingCall): readonly { readonly factor: Kind; readonly code: string }[] => [
  ...(options['mail-code'] === undefined ? [] : [{ factor: 'mailCode', code: options['mail-code'] } as const]), ...(options.otp === undefined ? [] : [{ factor: 'totp', code: options.otp } as const]),
]

const HOW: Readonly<Record<Kind, string>> = {
  mailCode: '--mail-code CODE   it was just mailed; in a demo: ./bitting outbox --last 1', totp: '--otp CODE         what the authenticator shows; in a demo: ./bitting otp',
}

/** Exactly what to type, for whoever is not at a terminal. A code that only could be mailed is mailed first, so that it is there. */
const whatToType = async (stepUp: StepUpAsked, operator: Operator): Promise<string> => {
  const open = openGroups(stepUp)
  if (open.some((group) => group.length > 1 && group.includes('mailCode'))) await operator.stepUpSendCode(stepUp.id)
  const lines = open.map((group) => kindsOf(group).map((kind) => `  ${HOW[kind]}`).join('\n  or\n'))
  return `Until ${stepUp.expiresAt.slice(11, 19)} UTC, repeat the command with\n  --step-up ${stepUp.id}\n${lines.join('\n')}\nIn a demo --demo-codes reads them by itself; at a terminal they are asked for.`
}

/** What somebody types; '' where they go away. An empty answer to the authenticator has a code mailed, where that does as well. */
const typed = async (kinds: readonly Kind[], stepUp: StepUpAsked, { terminal }: ConfirmingCall, operator: Operator): Promise<Outcome<TypedFactor>> => {
  const askFor = async (factor: Kind, hint = ''): Promise<TypedFactor> => ({ factor, code: (await terminal.ask(factor === 'totp' ? `Authenticator code of ${stepUp.email}${hint}: ` : `Code that was mailed to ${stepUp.email}: `)).trim() })
  const couldBeMailed = kinds.includes('totp') && kinds.includes('mailCode')
  const first = await askFor(kinds[0] ?? 'mailCode', couldBeMailed ? ' (empty: have one mailed)' : '')
  if (first.code !== '') return done(first)
  if (couldBeMailed) {
    const sent = await operator.stepUpSendCode(stepUp.id)
    if (!sent.ok) return sent
    const second = await askFor('mailCode')
    if (second.code !== '') return done(second)
  }
  return refused('notConfirmed', 'Nothing was changed.', 'Ask for it again, and give the codes.')
}

/** One answer to one group: from the flags, from the demo, or from whoever sits there; undefined where nobody gives one. */
const answerFor = async (group: readonly string[], stepUp: StepUpAsked, call: ConfirmingCall, operator: Operator, isFirstTry: boolean): Promise<Outcome<TypedFactor | undefined>> => {
  const kinds = kindsOf(group)
  // A mailed code is good for the one change that it was mailed for: only one that came with --step-up can fit.
  const flag = isFirstTry && flagsOf(call).find(({ factor }) => kinds.includes(factor) && (factor !== 'mailCode' || call.options['step-up'] !== undefined))
  if (flag) return done(flag)
  if (call.options['demo-codes']) return demoCodeOf(kinds, stepUp, operator, call.terminal)
  return call.terminal.isInteractive ? typed(kinds, stepUp, call, operator) : done(undefined)
}

const MOST_TRIES = 3
const MAY_BE_TYPED_AGAIN: ReadonlySet<string> = new Set(['wrongCode', 'tooManyAttempts'])

/** Gives every code that is asked for; at a terminal a wrong one may be typed again. */
const answerAll = async (stepUp: StepUpAsked, call: ConfirmingCall, operator: Operator): Promise<Outcome<StepUpAsked>> => {
  let now = stepUp
  for (const group of openGroups(stepUp)) {
    for (let tries = 1; ; tries += 1) {
      const answer = await answerFor(group, now, call, operator, tries === 1)
      if (!answer.ok) return answer
      if (answer.value === undefined) break
      const answered = await operator.stepUpAnswer(now.id, answer.value)
      if (answered.ok) {
        now = answered.value
        break
      }
      if (!call.terminal.isInteractive || !MAY_BE_TYPED_AGAIN.has(answered.refused.code) || tries === MOST_TRIES) return { ok: false, refused: { ...answered.refused, remedy: await whatToType(now, operator), stepUp: now } }
      call.terminal.complain(answered.refused.message)
    }
  }
  return done(now)
}

const whatIsMissing = ({ email, sentences }: StepUpAsked): OperationRefused => ({
  code: 'stepUpNeeded', message: `${sentences.length === 1 ? sentences.join() : sentences.map((sentence) => `- ${sentence}`).join('\n')}\nFresh codes of ${email} confirm this${sentences.length === 1 ? '' : ', once for all of it'}. Nothing of it was done yet.`, remedy: '',
})

/** Confirms a step-up. @returns what to ask with; or, where nobody sits there, exactly what to type */
const confirm = async (asked: StepUpAsked, call: ConfirmingCall, operator: Operator): Promise<Outcome<Asks>> => {
  if (openGroups(asked).some((group) => kindsOf(group).length === 0)) return refused('factorNotTyped', `This asks for a factor of ${asked.email} that cannot be given here: a passkey, or a code by SMS.`, 'Make the change in the console.')
  if (call.terminal.isInteractive && openGroups(asked).length > 0) call.terminal.complain(asked.sentences.join('\n'))
  const answered = await answerAll(asked, call, operator)
  if (!answered.ok) return answered
  if (openGroups(answered.value).length > 0) return { ok: false, refused: { ...whatIsMissing(answered.value), remedy: await whatToType(answered.value, operator), stepUp: answered.value } }
  return done({ as: call.options.as ?? null, stepUp: asked.id })
}

/** Goes on with a step-up that was begun before: what was given for it stays given. */
const goOn = async (stepUpId: string, call: ConfirmingCall, operator: Operator): Promise<Outcome<Asks>> => {
  const shown = await operator.stepUpShow(stepUpId)
  return shown.ok ? confirm(shown.value, call, operator) : { ok: false, refused: { ...shown.refused, remedy: 'Leave --step-up out to begin anew.' } }
}

/**
 * Asks for a change, and for whatever codes it needs: first it is described and a code is mailed; once the codes were given it is made.
 * Where nobody sits at the terminal and codes are missing, it is told exactly what to type.
 */
export const confirmed = async <Value>(call: ConfirmingCall, operator: Operator, act: (asks: Asks) => Promise<Outcome<Value>>): Promise<Outcome<Value>> => {
  const given = async (asks: Outcome<Asks>): Promise<Outcome<Value>> => (asks.ok ? act(asks.value) : asks)
  const before = call.options['step-up']
  if (before !== undefined) return given(await goOn(before, call, operator))
  const first = await act({ as: call.options.as ?? null, stepUp: null })
  return first.ok || !first.refused.stepUp ? first : given(await confirm(first.refused.stepUp, call, operator))
}

/** Has several changes of keys confirmed together, once. @returns what to ask for each of them with */
export const confirmedSet = async (call: ConfirmingCall, operator: Operator, set: Parameters<Operator['keysReview']>[0]): Promise<Outcome<Asks>> => {
  const as = call.options.as ?? null
  const before = call.options['step-up']
  if (before !== undefined) return goOn(before, call, operator)
  const begun = await operator.keysReview(set, as)
  if (begun.ok) return confirm(begun.value, call, operator)
  return begun.refused.code === 'nothingToConfirm' ? done({ as, stepUp: null }) : begun
}
