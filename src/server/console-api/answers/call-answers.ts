import { z } from '@hono/zod-openapi'
import type { CallRateView, GapView } from '../../../operations/calls-list.ts'
import type { KeyProgramView, KeyUsesView, KeyUseView } from '../../../operations/key-uses.ts'
import type { KeyAdvice } from '../../../operations/keys/advice.ts'
import { instant, list, orNull } from '../schemas.ts'
import { exactly } from './exactly.ts'
import { permission } from './shared-answers.ts'

export const callRate = exactly<CallRateView>()(z.strictObject({ at: instant, admitted: z.number().int(), refused: z.number().int(), weight: z.number() })).openapi('CallRate')
export const callGap = exactly<GapView>()(z.strictObject({ sequence: z.number().int(), at: instant, why: z.enum(['crashed', 'dropped']), atMost: z.number().int() })).openapi('CallGap')

const keyUse = exactly<KeyUseView>()(z.strictObject({
  address: z.string(), endpoint: z.string(), rights: list(permission), symbol: orNull(z.string()), status: z.number().int(), code: orNull(z.number().int()), reason: orNull(z.string()),
  calls: z.number().int(), weight: z.number(), first: instant, last: instant,
})).openapi('KeyUse')
const keyProgram = exactly<KeyProgramView>()(z.strictObject({
  day: z.string(), address: z.string(), client: orNull(z.string()), calls: z.number().int(), first: instant, last: instant, clockMs: orNull(z.strictObject({ least: z.number(), mean: z.number(), greatest: z.number() })),
})).openapi('KeyProgram')
export const keyUses = exactly<KeyUsesView>()(z.strictObject({ key: z.string(), uses: list(keyUse), programs: list(keyProgram) })).openapi('KeyUses')

const advisedChange = z.strictObject({
  revoke: list(permission).optional(), allowList: z.strictObject({ mode: z.literal('trusted'), entries: list(z.string()) }).optional(), guardRails: z.strictObject({ symbols: list(z.string()).optional() }).optional(),
})
export const keyAdvice = exactly<KeyAdvice>()(z.strictObject({
  key: z.string(), days: z.number().int(), is: z.enum(['tooEarly', 'fits', 'narrower']), calls: z.number().int(), change: orNull(advisedChange), lines: list(z.string()),
  wouldHaveRefused: list(z.strictObject({ endpoint: z.string(), address: z.string(), symbol: orNull(z.string()), why: z.enum(['right', 'address', 'symbol']), calls: z.number().int(), last: instant })),
  shared: list(z.strictObject({ day: z.string(), why: z.enum(['clients', 'networks', 'clocks']), programs: list(z.strictObject({ address: z.string(), client: orNull(z.string()), calls: z.number().int() })) })),
})).openapi('KeyAdvice')
