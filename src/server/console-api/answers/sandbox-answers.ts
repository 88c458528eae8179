import { z } from '@hono/zod-openapi'
import type { SandboxAnswer } from '../../../operations/sandbox-call.ts'
import { FAUCET_WALLETS, type FaucetMade } from '../../../operations/sandbox-faucet.ts'
import type { SandboxClock } from '../../../operations/sandbox-acts.ts'
import type { ScenarioSummary } from '../../../operations/scenario-acts.ts'
import { instant, list } from '../schemas.ts'
import { exactly } from './exactly.ts'
import { environment } from './shared-answers.ts'

export const sandboxAnswer = exactly<SandboxAnswer>()(z.strictObject({ status: z.number().int(), requestId: z.string(), body: z.unknown().openapi({ description: 'As the wire answers it' }) })).openapi('SandboxAnswer')
export const faucetMade = exactly<FaucetMade>()(z.strictObject({ coin: z.string(), network: z.string(), amount: z.string(), wallet: z.enum(FAUCET_WALLETS), txId: z.string() })).openapi('FaucetMade')

export const sandboxClockShown = exactly<SandboxClock>()(z.strictObject({ environment, at: instant, aheadSeconds: z.number().int() })).openapi('SandboxClock')

export const scenarioSummary = exactly<ScenarioSummary>()(z.strictObject({
  environment, name: z.string(), seed: z.number(), startedAt: instant, endsAt: instant,
  rules: list(z.strictObject({ fault: z.string(), endpoint: z.string().nullable(), key: z.string().nullable(), struck: z.number().int() })),
  done: list(z.strictObject({ at: instant, act: z.string(), outcome: z.string() })),
})).openapi('Scenario')
