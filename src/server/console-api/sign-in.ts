import { z } from '@hono/zod-openapi'
import type { SignInStep } from '../../people/sign-in.ts'
import { signInStep, type SignInStepTold } from './answers/people-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { type Asked, ofResult, openRoute, type Route } from './route.ts'
import { browserJson, factorAnswer, nothing, text } from './schemas.ts'

/** Puts the tokens into cookies and tells the rest. */
export const tellStep = (step: SignInStep, { cookies }: Pick<Asked<unknown, unknown, unknown>, 'cookies'>): SignInStepTold => {
  if (step.kind === 'factorNeeded') return { kind: step.kind, attempt: step.attempt, factors: step.factors }
  if (step.kind === 'deviceCodeNeeded') return { kind: step.kind, attempt: step.attempt }
  cookies.begin(step)
  return { kind: step.kind, csrfToken: step.csrfToken, needsFactor: step.needsFactor }
}

const attempt = text(100)

/** Coming in: password, second factor, a look at a new device; or a passkey alone. */
export const signInRoutes = ({ people }: ConsoleParts): readonly Route[] => [
  openRoute({
    method: 'POST', path: '/api/sign-in', tag: 'Sign in', summary: 'Sign in by address and password; answers what is still missing', body: z.strictObject({ email: text(300), password: text(1_000) }), value: signInStep,
    act: async (asked) => ofResult(await people.signIn(asked.body, asked.visit), (step) => tellStep(step, asked)),
  }),
  openRoute({
    method: 'POST', path: '/api/sign-in/factor', tag: 'Sign in', summary: 'Give the second factor', body: z.strictObject({ attempt, answer: factorAnswer }), value: signInStep,
    act: async (asked) => ofResult(await people.answerSecondFactor(asked.body, asked.visit), (step) => tellStep(step, asked)),
  }),
  openRoute({
    method: 'POST', path: '/api/sign-in/factor/passkey', tag: 'Sign in', summary: 'What the browser needs to give a passkey as second factor', body: z.strictObject({ attempt }), value: browserJson,
    act: async ({ body, visit }) => ofResult(await people.secondFactorPasskey(body.attempt, visit), (options) => options),
  }),
  openRoute({
    method: 'POST', path: '/api/sign-in/device', tag: 'Sign in', summary: 'Let a new device in by the code that was mailed', body: z.strictObject({ attempt, code: text(100) }), value: signInStep,
    act: async (asked) => ofResult(await people.confirmDevice(asked.body, asked.visit), (step) => tellStep(step, asked)),
  }),
  openRoute({
    method: 'POST', path: '/api/sign-in/device/resend', tag: 'Sign in', summary: 'Mail another code for the new device', body: z.strictObject({ attempt }), value: nothing,
    act: async ({ body, visit }) => ofResult(await people.resendDeviceCode(body.attempt, visit), () => null),
  }),
  openRoute({
    method: 'POST', path: '/api/sign-in/passkey', tag: 'Sign in', summary: 'Begin to sign in by passkey alone', value: z.strictObject({ attempt: z.string(), options: browserJson }),
    act: async ({ visit }) => ofResult(await people.beginPasskeySignIn(visit), (begun) => begun),
  }),
  openRoute({
    method: 'POST', path: '/api/sign-in/passkey/finish', tag: 'Sign in', summary: 'Sign in by passkey alone', body: z.strictObject({ attempt, response: browserJson }), value: signInStep,
    act: async (asked) => ofResult(await people.finishPasskeySignIn(asked.body, asked.visit), (step) => tellStep(step, asked)),
  }),
]
