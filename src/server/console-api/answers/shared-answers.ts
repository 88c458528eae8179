import { z } from '@hono/zod-openapi'
import type { AllowList, GuardRails } from '../../../authority/api-key.ts'
import { SIDES } from '../../../authority/guard-rails.ts'
import { AFTER_PERIOD } from '../../../authority/key-life.ts'
import { ENVIRONMENTS } from '../../../environment.ts'
import { PERMISSIONS } from '../../../permission.ts'
import { list } from '../schemas.ts'
import { exactly } from './exactly.ts'

export const permission = z.enum(PERMISSIONS).openapi('Permission')
export const environment = z.enum(ENVIRONMENTS).openapi('Environment')
export const afterPeriod = z.enum(AFTER_PERIOD).openapi('AfterPeriod')
export const kind = z.enum(['hmac', 'ed25519', 'rsa']).openapi('KeyKind')

export const allowList = exactly<AllowList>()(z.union([
  z.strictObject({ mode: z.literal('unrestricted') }),
  z.strictObject({ mode: z.literal('trusted'), entries: list(z.string()) }),
])).openapi('AllowList')

const rolling = z.strictObject({ amount: z.string(), hours: z.number().int() })
export const guardRails = exactly<GuardRails>()(z.strictObject({
  symbols: list(z.string()), sides: list(z.enum(SIDES)), orderTypes: list(z.string()), priceBandPercent: z.number(), notionalPerOrder: z.string(), openOrders: z.number().int(),
  hours: z.strictObject({ from: z.string(), until: z.string(), zone: z.string().optional() }), withdrawalAddresses: list(z.string()), withdrawalAmount: z.string(), notionalPerWindow: rolling, withdrawalPerWindow: rolling,
}).partial()).openapi('GuardRails')
