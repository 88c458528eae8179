import { z } from '@hono/zod-openapi'
import type { CallRateView, GapView } from '../../../operations/calls-list.ts'
import type { KeyProgramView, KeyUsesView, KeyUseView } from '../../../operations/key-uses.ts'
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
