import { z } from '@hono/zod-openapi'
import { done, type Outcome, refused as refusedOutcome } from '../../operations/outcome.ts'
import type { StepUpAsked } from '../../operations/operation.ts'
import type { StepUpView } from '../../people/confirming.ts'
import type { Principal } from '../../people/people.ts'
import { refusalOfPeople } from '../../operations/refusal-of-people.ts'
import type { ConsoleParts } from './console-parts.ts'
import { stepUpAskedOf } from './people-change.ts'
import { type Asked, ofOutcome, ofResult, route, type Reviewed, type Route } from './route.ts'
import { browserJson, factorAnswer, idParams, nothing, stepUpAsked, stepUpShown, text } from './schemas.ts'

export interface ReviewedRequest { readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE'; readonly path: string; readonly body?: unknown }
/** What a request would change, found by its route; the app has the table. */
export type ReviewOf = (request: ReviewedRequest, asked: Asked<unknown, unknown, unknown>, principal: Principal) => Promise<Outcome<Reviewed>>

const MOST_TOGETHER = 50
const shown = (view: StepUpView, principal: Principal): z.input<typeof stepUpShown> => ({ ...stepUpAskedOf(view, principal), isConfirmed: view.isConfirmed, triesLeft: view.triesLeft })

/** Of one kind: operations are described in turn with every other change, changes of people in their own room. */
const begin = async (all: readonly Reviewed[], { people, changes }: ConsoleParts, { visit }: Asked<unknown, unknown, unknown>, principal: Principal): Promise<Outcome<StepUpAsked>> => {
  const operations = all.flatMap((one) => (one.kind === 'operation' ? [one.asked] : []))
  const ofPeople = all.flatMap((one) => (one.kind === 'people' ? [one.change] : []))
  if (operations.length > 0 && ofPeople.length > 0) return refusedOutcome('notTogether', 'Changes of people and other changes are confirmed apart.', 'Ask for two sets.')
  if (operations.length > 0) return changes.review(operations, { kind: 'person', principal, address: visit.address })
  const begun = await people.beginStepUp(principal, ofPeople, visit)
  return begun.ok ? done(stepUpAskedOf(begun.value, principal)) : refusalOfPeople(begun.refused)
}

/** Fresh factors for what is about to change, and for that alone. */
export const stepUpRoutes = (parts: ConsoleParts, reviewOf: ReviewOf): readonly Route[] => [
  route({
    method: 'POST', path: '/api/step-ups', tag: 'Step-up', summary: 'Confirm several changes as one reviewed set; each request is then sent with the header `bitting-step-up`', value: stepUpAsked,
    body: z.strictObject({ requests: z.array(z.strictObject({ method: z.enum(['POST', 'PATCH', 'PUT', 'DELETE']), path: text(1_000), body: z.unknown().optional() })).min(1).max(MOST_TOGETHER) }),
    act: async (asked, principal) => {
      const all: Reviewed[] = []
      for (const request of asked.body.requests) {
        const found = await reviewOf(request, asked, principal)
        if (!found.ok) return ofOutcome(found)
        all.push(found.value)
      }
      return ofOutcome(await begin(all, parts, asked, principal))
    },
  }),
  route({
    method: 'GET', path: '/api/step-ups/{id}', tag: 'Step-up', summary: 'What a step-up asks for and what was given: a page that was loaded again goes on with it', params: idParams, value: stepUpShown,
    act: async ({ params, visit }, principal) => ofResult(await parts.people.seeStepUp(principal, params.id, visit), (view) => shown(view, principal)),
  }),
  route({
    method: 'POST', path: '/api/step-ups/{id}/code', tag: 'Step-up', summary: 'Send the code by mail or SMS', params: idParams, body: z.strictObject({ channel: z.enum(['mail', 'sms']) }), value: nothing,
    act: async ({ params, body, visit }, principal) => ofResult(await parts.people.sendStepUpCode(principal, { stepUpId: params.id, channel: body.channel }, visit), () => null),
  }),
  route({
    method: 'POST', path: '/api/step-ups/{id}/passkey', tag: 'Step-up', summary: 'What the browser needs to answer with a passkey; the challenge carries the digest of the set', params: idParams, value: browserJson,
    act: async ({ params, visit }, principal) => ofResult(await parts.people.stepUpPasskey(principal, params.id, visit), (options) => options),
  }),
  route({
    method: 'POST', path: '/api/step-ups/{id}/answer', tag: 'Step-up', summary: 'Give one factor', params: idParams, body: z.strictObject({ answer: factorAnswer }), value: stepUpShown,
    act: async ({ params, body, visit }, principal) => ofResult(await parts.people.answerStepUp(principal, { stepUpId: params.id, answer: body.answer }, visit), (view) => shown(view, principal)),
  }),
]
