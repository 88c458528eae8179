import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { changeOf, type ChangeDescription } from '../../src/people/people.ts'
import { HOUR, MINUTE, SECOND } from '../../src/time.ts'
import { ACCOUNTS, type Actor, GOOD_PASSWORD, must, PeopleScene } from './people-scene.ts'

/** What a simple mind knows of a session: when it began, when its use was last noted, which token it has, whether it ended. */
interface KnownSession { token: string; formerTokens: { token: string; replacedAtUs: number }[]; id: string; begunAtUs: number; notedAtUs: number; isEnded: boolean }

class SessionModel {
  readonly sessions: KnownSession[] = []

  isAlive(session: KnownSession, nowUs: number): boolean {
    return !session.isEnded && nowUs - session.begunAtUs < 12 * HOUR && nowUs - session.notedAtUs < 30 * MINUTE
  }
}

interface SessionWorld { readonly scene: PeopleScene; readonly olga: Actor }
type SessionStep = (model: SessionModel, world: SessionWorld) => Promise<void>

const pick = <Item>(items: readonly Item[], at: number): Item | undefined => items[at % Math.max(1, items.length)]

const begin: SessionStep = async (model, { scene, olga }) => {
  scene.pass(SECOND)
  const step = must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit({ deviceToken: olga.deviceToken })))
  assert.ok(step.kind === 'signedIn')
  assert.ok(model.sessions.every(({ token }) => token !== step.sessionToken))
  model.sessions.push({ token: step.sessionToken, formerTokens: [], id: step.sessionId, begunAtUs: scene.nowUs, notedAtUs: scene.nowUs, isEnded: false })
}

const use = (at: number): SessionStep => async (model, { scene }) => {
  const session = pick(model.sessions, at)
  if (!session) return
  const answer = await scene.people.authenticate(session.token, scene.visit())
  assert.equal(answer.ok, model.isAlive(session, scene.nowUs))
  if (answer.ok && scene.nowUs - session.notedAtUs >= 30 * SECOND) session.notedAtUs = scene.nowUs
}

const useFormer = (at: number): SessionStep => async (model, { scene }) => {
  const session = pick(model.sessions.filter(({ formerTokens }) => formerTokens.length > 0), at)
  const former = session?.formerTokens.at(-1)
  if (!session || !former) return
  assert.ok(!(await scene.people.authenticate(former.token, scene.visit())).ok)
  if (scene.nowUs - former.replacedAtUs >= MINUTE) session.isEnded = true
}

const end = (at: number, by: number): SessionStep => async (model, { scene }) => {
  const [session, asker] = [pick(model.sessions, at), pick(model.sessions, by)]
  const principal = asker && await scene.people.authenticate(asker.token, scene.visit())
  if (!session || !principal?.ok) return
  if (asker && scene.nowUs - asker.notedAtUs >= 30 * SECOND) asker.notedAtUs = scene.nowUs
  must(await scene.people.endSession(principal.value, session.id, scene.visit()))
  session.isEnded = true
}

const endAll = (by: number, keepThisOne: boolean): SessionStep => async (model, { scene }) => {
  const asker = pick(model.sessions, by)
  const principal = asker && await scene.people.authenticate(asker.token, scene.visit())
  if (!principal?.ok) return
  if (asker && scene.nowUs - asker.notedAtUs >= 30 * SECOND) asker.notedAtUs = scene.nowUs
  must(await scene.people.endAllSessions(principal.value, { keepThisOne }, scene.visit()))
  for (const session of model.sessions) if (session !== asker || !keepThisOne) session.isEnded = true
}

const rotate = (by: number): SessionStep => async (model, { scene, olga }) => {
  const session = pick(model.sessions, by)
  const principal = session && await scene.people.authenticate(session.token, scene.visit())
  if (!session || !principal?.ok) return
  if (scene.nowUs - session.notedAtUs >= 30 * SECOND) session.notedAtUs = scene.nowUs
  const actor = { ...olga, principal: principal.value }
  const { rotated } = must(await scene.people.changePassword(actor.principal, { password: GOOD_PASSWORD, stepUpId: await scene.confirmed(actor, changeOf.changePassword()) }, scene.visitOf(actor)))
  for (const other of model.sessions) if (other !== session) other.isEnded = true
  session.formerTokens.push({ token: session.token, replacedAtUs: scene.nowUs })
  session.token = rotated?.sessionToken ?? ''
}

const pass = (us: number) => async (_model: unknown, { scene }: { readonly scene: PeopleScene }): Promise<void> => { scene.pass(us) }

const index = fc.nat({ max: 9 })
const sessionSteps = fc.array(fc.oneof(
  { weight: 3, arbitrary: fc.constant(begin) }, { weight: 8, arbitrary: index.map(use) }, { weight: 2, arbitrary: index.map(useFormer) }, { weight: 2, arbitrary: fc.tuple(index, index).map(([at, by]) => end(at, by)) },
  { weight: 1, arbitrary: fc.tuple(index, fc.boolean()).map(([by, keep]) => endAll(by, keep)) }, { weight: 2, arbitrary: index.map(rotate) },
  { weight: 6, arbitrary: fc.constantFrom(10 * SECOND, 29 * SECOND, 61 * SECOND, 20 * MINUTE, 30 * MINUTE - 1, 30 * MINUTE, 5 * HOUR).map(pass) },
), { minLength: 12, maxLength: 40 })

describe('sessions, whatever is done in whatever order', () => {
  it('open exactly while the model says so', () => fc.assert(fc.asyncProperty(sessionSteps, async (steps) => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    const model = new SessionModel()
    await begin(model, { scene, olga })
    for (const step of steps) {
      await step(model, { scene, olga })
      const listed = new Set((await scene.people.listSessions(olga.principal, scene.visit())).map(({ id }) => id))
      for (const session of model.sessions) assert.equal(listed.has(session.id), model.isAlive(session, scene.nowUs))
    }
  }), { numRuns: 60 }))
})

// Step-up: what was confirmed is made at most once for each time it stands in the set, and nothing else ever is.

interface KnownStepUp { readonly id: string; readonly asker: number; readonly begunAtUs: number; left: number[]; given: Set<string>; wrong: number }
interface StepUpWorld { readonly scene: PeopleScene; readonly askers: readonly Actor[] }
type StepUpStep = (known: KnownStepUp[], world: StepUpWorld) => Promise<void>

const CHANGES: readonly ChangeDescription[] = ['1', '2', '3'].map((amount) => ({ act: 'money.withdraw', accountId: ACCOUNTS.MAIN, subject: '', details: { amount }, sentence: `Withdraw ${amount} BTC.` }))
const changeAt = (at: number): ChangeDescription => pick(CHANGES, at) ?? CHANGES[0] as ChangeDescription // CHANGES is not empty.
const isFresh = ({ begunAtUs }: KnownStepUp, nowUs: number): boolean => nowUs - begunAtUs < 5 * MINUTE
const isConfirmed = ({ given }: KnownStepUp): boolean => given.size === 2

const beginStepUp = (by: number, set: readonly number[]): StepUpStep => async (known, { scene, askers }) => {
  const asker = by % askers.length
  const actor = askers[asker]
  if (!actor) return
  scene.pass(SECOND)
  const begun = must(await scene.people.beginStepUp(actor.principal, set.map(changeAt), scene.visitOf(actor)))
  known.push({ id: begun.id, asker, begunAtUs: scene.nowUs, left: set.map((at) => at % CHANGES.length), given: new Set(), wrong: 0 })
}

const answer = (at: number, by: number, factor: 'totp' | 'mailCode', isRight: boolean): StepUpStep => async (known, { scene, askers }) => {
  const [stepUp, actor] = [pick(known, at), pick(askers, by)]
  if (!stepUp || !actor) return
  scene.pass(20 * MINUTE / 60)
  const owner = askers[stepUp.asker]
  const code = !isRight ? 'x' : factor === 'totp' ? scene.totp(actor) : await codeOf(scene, stepUp.id)
  const answered = await scene.people.answerStepUp(actor.principal, { stepUpId: stepUp.id, answer: { factor, code } }, scene.visitOf(actor))
  const isOpen = owner === actor && isFresh(stepUp, scene.nowUs) && stepUp.wrong < 5 && !isConfirmed(stepUp)
  if (!answered.ok && answered.refused.reason === 'tooManyAttempts') return
  const isGood = isOpen && isRight && !(factor === 'mailCode' && stepUp.given.has('mailCode'))
  assert.equal(answered.ok, isGood)
  if (isGood) stepUp.given.add(factor)
  else if (isOpen) stepUp.wrong += 1
}

/** The code that was mailed for one step-up: letters of one moment belong together. */
const codeOf = async (scene: PeopleScene, stepUpId: string): Promise<string> => {
  const begunAtUs = (await scene.store.byId('stepUp', stepUpId))?.createdAtUs
  const message = (await scene.store.find('message', {})).find(({ timeUs, subject }) => timeUs === begunAtUs && subject.startsWith('Confirm'))
  const opened = message && scene.sealer.open({ sealingKeyVersion: message.sealingKeyVersion, bytes: message.sealedBytes }, `message:${message.id}`)
  return (opened?.ok ? /\b\d{8}\b/.exec(Buffer.from(opened.secret).toString('utf8'))?.[0] : undefined) ?? 'none'
}

const make = (at: number, by: number, change: number): StepUpStep => async (known, { scene, askers }) => {
  const [stepUp, actor] = [pick(known, at), pick(askers, by)]
  if (!stepUp || !actor) return
  // Two tabs at one moment: as often as it still stands in the set, and no more.
  const tabs = await Promise.all([1, 2].map(async () => {
    const confirmation = await scene.people.confirmation(actor.principal, stepUp.id, changeAt(change), scene.nowUs)
    return confirmation.ok && await scene.store.save([], null, confirmation.value) === 'saved'
  }))
  const isAllowed = askers[stepUp.asker] === actor && isFresh(stepUp, scene.nowUs) && isConfirmed(stepUp)
  const wanted = change % CHANGES.length
  const before = stepUp.left.filter((one) => one === wanted).length
  const made = tabs.filter((isMade) => isMade).length
  assert.ok(made <= (isAllowed ? before : 0))
  if (isAllowed && before > 0) assert.ok(made >= 1)
  for (let count = 0; count < made; count += 1) stepUp.left.splice(stepUp.left.indexOf(wanted), 1)
}

const stepUpSteps = fc.array(fc.oneof(
  { weight: 3, arbitrary: fc.tuple(index, fc.array(index, { minLength: 1, maxLength: 4 })).map(([by, set]) => beginStepUp(by, set)) },
  { weight: 8, arbitrary: fc.tuple(index, index, fc.constantFrom('totp' as const, 'mailCode' as const), fc.boolean()).map(([at, by, factor, isRight]) => answer(at, by, factor, isRight)) },
  { weight: 8, arbitrary: fc.tuple(index, index, index).map(([at, by, change]) => make(at, by, change)) },
  { weight: 2, arbitrary: fc.constantFrom(SECOND, MINUTE, 5 * MINUTE).map(pass) },
), { minLength: 12, maxLength: 40 })

describe('step-up, whatever is done in whatever order', () => {
  it('lets each confirmed change be made once, and no other', () => fc.assert(fc.asyncProperty(stepUpSteps, async (steps) => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const askers = [olga, await scene.member(olga, 'admin')]
    const known: KnownStepUp[] = []
    await beginStepUp(0, [0, 1, 1])(known, { scene, askers })
    for (const step of steps) await step(known, { scene, askers })
  }), { numRuns: 60 }))
})
