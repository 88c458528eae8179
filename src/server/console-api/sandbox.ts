import { z } from '@hono/zod-openapi'
import type { Operation } from '../../operations/operation.ts'
import type { Outcome } from '../../operations/outcome.ts'
import { refusalOfError } from '../../operations/refusal-of-error.ts'
import { letTimePass, MOST_PASSED_SECONDS, resetSandbox, restoreSandboxText, sandboxClock, type SandboxControl, sandboxText } from '../../operations/sandbox-acts.ts'
import type { SandboxAnswer, SandboxCallWish } from '../../operations/sandbox-call.ts'
import { FAUCET_WALLETS, type FaucetMade, type FaucetWish } from '../../operations/sandbox-faucet.ts'
import { listenInSandbox, type SandboxStreams } from '../../operations/sandbox-listening.ts'
import { type ScenarioControl, showScenario, startScenario, stopScenario } from '../../operations/scenario-acts.ts'
import type { AuditEntry } from '../../audit/entry.ts'
import type { Principal } from '../../people/people.ts'
import { refusalOfPeople } from '../../operations/refusal-of-people.ts'
import type { Clock } from '../../time.ts'
import { faucetMade, sandboxAnswer, sandboxClockShown, scenarioSummary } from './answers/sandbox-answers.ts'
import { environment } from './answers/shared-answers.ts'
import { accountTail } from './account-tail.ts'
import type { ConsoleParts } from './console-parts.ts'
import { Download, download } from './download.ts'
import { keptBy } from './house-keeper.ts'
import { given, isSeen, operationChange } from './operation-change.ts'
import { NOT_THERE } from './people-change.ts'
import { answer, type Answered, type Asked, changeRoute, ofOutcome, route, type Route } from './route.ts'
import { orNull, text } from './schemas.ts'

/** The sandboxes, as the console plays with them. */
export interface SandboxRoom {
  readonly call: Operation<SandboxCallWish, SandboxAnswer>
  readonly keylessCall: (call: Omit<SandboxCallWish, 'key'>) => Promise<Outcome<SandboxAnswer>>
  readonly faucet: Operation<FaucetWish, FaucetMade>
  readonly streams: SandboxStreams
  readonly control: () => SandboxControl | null
  readonly scenarios: () => ScenarioControl | null
  readonly audit: { record(entry: AuditEntry): Promise<void> }
  /** The authority's. */
  readonly clock: Clock
}

const tag = 'Sandbox'
const params = z.strictObject({ environment })
const MOST_PARAMETERS = 60
/** A state has every order and every account. */
const MOST_STATE_BYTES = 32 * 1024 * 1024

const call = z.strictObject({
  environment, key: text(100).nullable().default(null), from: text(60).nullable().default(null), method: z.enum(['GET', 'POST', 'PUT', 'DELETE']), path: z.string().max(200).regex(/^\/[\w./-]*$/),
  parameters: z.record(text(60), text(2_000)).refine((all) => Object.keys(all).length <= MOST_PARAMETERS, `At most ${MOST_PARAMETERS} parameters.`).default({}),
})
const deposit = z.strictObject({ environment, account: z.number().int().positive(), coin: text(20), network: text(20).optional(), amount: text(60), wallet: z.enum(FAUCET_WALLETS).optional() })

/** The sandbox: calls in the name of a key and as if from an address, funds from the faucet, and the world itself. */
export const sandboxRoutes = (parts: ConsoleParts): readonly Route[] => {
  const { people, accounts, sandbox, wallClock } = parts
  /** The venue is everybody's: whoever keeps the house puts it back. What shows everybody's orders is for who leads every main account. */
  const managed = async <Value>(principal: Principal, act: () => Promise<Outcome<Value>>, showsEverybody = false): Promise<Answered<Value>> => {
    const kept = keptBy(accounts.all())
    for (const { id, parentId } of accounts.all()) {
      const may = id === kept || (showsEverybody && parentId === null) ? people.may(principal, 'sandbox.manage', id) : undefined
      if (may && !may.ok) return ofOutcome(refusalOfPeople(may.refused))
    }
    try {
      return ofOutcome(await act())
    } catch (error) {
      return ofOutcome(refusalOfError(error))
    }
  }
  const by = ({ visit }: Pick<Asked<unknown, unknown, unknown>, 'visit'>, { personId }: Principal) =>
    ({ sandboxes: sandbox.control, scenarios: sandbox.scenarios, audit: sandbox.audit, clock: sandbox.clock, wallClock, doer: { actor: `person:${personId}`, source: visit.address } })
  const asKey = operationChange(parts, sandbox.call, ({ body, visit }: Asked<unknown, unknown, z.output<typeof call>>) => ({ ...body, key: body.key ?? '', from: body.from ?? visit.address }))
  return [
    changeRoute({
      method: 'POST', path: '/api/sandbox/calls', who: 'session', tag, summary: 'One call as a chosen key and as if from a chosen address: every check but the signature, the same answer, the same trace', body: call, value: sandboxAnswer,
      review: asKey.review,
      act: async (asked, principal) => {
        const { key, from, ...rest } = asked.body
        return key === null ? ofOutcome(await sandbox.keylessCall({ ...rest, from: from ?? asked.visit.address })) : asKey.act(asked, principal)
      },
    }),
    route({
      method: 'GET', path: '/api/sandbox/{environment}/changes', tag, summary: 'That something changed in the account of a chosen key, as it happens and as if heard from a chosen address: server-sent events, to be asked for again each minute; `closed` where the key does not open them',
      params, query: z.strictObject({ key: text(100), from: text(60).optional() }), value: download, contentType: 'text/event-stream',
      act: async ({ params: { environment }, query: { key, from }, visit }, principal) => {
        const line = await listenInSandbox({ environment, key, from: from ?? visit.address }, principal, { keys: parts.keyParts, people, streams: sandbox.streams })
        return line.ok ? answer(accountTail(line.value)) : ofOutcome(line)
      },
    }),
    changeRoute({
      method: 'POST', path: '/api/sandbox/deposits', tag, summary: 'Funds from the faucet, credited at once', body: deposit, value: faucetMade,
      ...operationChange(parts, sandbox.faucet, ({ body }: Asked<unknown, unknown, z.output<typeof deposit>>) => given(body), ({ body }) => body.account),
    }),
    route({
      method: 'POST', path: '/api/sandbox/{environment}/reset', tag, summary: 'Back to the first moment', params, body: z.strictObject({ seed: z.number().int().nullable().default(null) }), value: z.strictObject({ environment }),
      act: (asked, principal) => managed(principal, () => resetSandbox(asked.params.environment, asked.body.seed, by(asked, principal))),
    }),
    route({
      method: 'GET', path: '/api/sandbox/{environment}/clock', tag, summary: 'What the clock of the sandbox shows', params, value: sandboxClockShown,
      act: async (asked, principal) => ofOutcome([...accounts.all()].some(({ id }) => isSeen(people, principal, id)) ? sandboxClock(asked.params.environment, by(asked, principal)) : NOT_THERE),
    }),
    route({
      method: 'POST', path: '/api/sandbox/{environment}/clock', tag, summary: 'Let time pass there at once: funding, interest and what expires fall due', params, body: z.strictObject({ seconds: z.number().int().positive().max(MOST_PASSED_SECONDS) }), value: sandboxClockShown,
      act: (asked, principal) => managed(principal, () => letTimePass(asked.params.environment, asked.body.seconds, by(asked, principal))),
    }),
    route({
      method: 'GET', path: '/api/sandbox/{environment}/state', tag, summary: 'The whole state as a file', params, value: download, contentType: 'application/json',
      act: (asked, principal) => managed(principal, async () => {
        const state = sandboxText(asked.params.environment, by(asked, principal))
        return state.ok ? { ok: true, value: new Download({ contentType: 'application/json', fileName: `sandbox-${asked.params.environment}.json`, body: state.value }) } : state
      }, true),
    }),
    route({
      method: 'PUT', path: '/api/sandbox/{environment}/state', tag, summary: 'Go on from the state of a file', params, body: z.strictObject({ state: z.string() }), mostBodyBytes: MOST_STATE_BYTES, value: z.strictObject({ environment }),
      act: (asked, principal) => managed(principal, () => restoreSandboxText(asked.params.environment, asked.body.state, by(asked, principal))),
    }),
    route({
      method: 'GET', path: '/api/sandbox/{environment}/scenario', tag, summary: 'The scenario that is played there; null where none is', params, value: orNull(scenarioSummary),
      act: async (asked, principal) => {
        if (![...accounts.all()].some(({ id }) => isSeen(people, principal, id))) return ofOutcome(NOT_THERE)
        const shown = await showScenario(asked.params.environment, by(asked, principal))
        return shown.ok ? answer(shown.value) : shown.refused.code === 'noScenario' ? answer(null) : ofOutcome(shown)
      },
    }),
    route({
      method: 'POST', path: '/api/sandbox/{environment}/scenario', tag, summary: 'Play a scenario; its script is YAML or JSON', params, body: z.strictObject({ script: text(60_000) }), value: scenarioSummary,
      act: (asked, principal) => managed(principal, () => startScenario(asked.params.environment, asked.body.script, by(asked, principal))),
    }),
    route({ method: 'DELETE', path: '/api/sandbox/{environment}/scenario', tag, summary: 'End it', params, value: scenarioSummary, act: (asked, principal) => managed(principal, () => stopScenario(asked.params.environment, by(asked, principal))) }),
  ]
}
