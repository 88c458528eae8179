import { z } from '@hono/zod-openapi'
import { PRODUCTS } from '../../../accounts/product.ts'
import type { AccountPolicy } from '../../../authority/account-policy.ts'
import type { AccountDetails, ProductTerms } from '../../../operations/accounts/account-page.ts'
import { instant, list } from '../schemas.ts'
import { exactly } from './exactly.ts'
import { afterPeriod, guardRails, permission } from './shared-answers.ts'

const product = z.enum(PRODUCTS)
const presetChange = z.strictObject({ isOffered: z.boolean(), rights: list(permission), furtherRights: list(permission), mostEntries: z.number().int(), periodDays: z.number(), afterPeriod }).partial()

const policy = exactly<AccountPolicy>()(z.strictObject({
  keysManageKeys: z.boolean(), unrestrictedTrading: z.enum(['forbidden', 'lapses']), afterIdle: z.enum(['tell', 'disable']), onAlarm: z.enum(['tell', 'freeze']), onLeak: z.enum(['tell', 'disable']), reviewEveryDays: z.number().int().nullable(), maxKeys: z.number().int(), presets: z.record(z.string(), presetChange),
  products: list(product), guardRails, nameAddresses: z.boolean(), heartbeatAddresses: z.boolean(), movesPerDay: z.number().int(),
})).openapi('AccountPolicy')

export const accountDetails = exactly<AccountDetails>()(z.strictObject({
  id: z.number().int(), email: z.string(), parent: z.number().int().nullable(), label: z.string(), createdAt: instant, isApiAccessEnabled: z.boolean(), ceiling: list(permission),
  products: list(z.strictObject({ product, isOpen: z.boolean(), opening: z.strictObject({ version: z.string(), by: z.string(), at: instant }).nullable(), isAllowed: z.boolean() })),
  policy, policyVersion: z.number().int(), subAccounts: list(z.number().int()),
})).openapi('AccountDetails')

export const productTerms = exactly<ProductTerms>()(z.strictObject({
  margin: z.strictObject({ version: z.string(), title: z.string(), clauses: list(z.string()) }),
  futures: z.strictObject({ version: z.string(), questions: list(z.strictObject({ id: z.string(), question: z.string(), answers: list(z.string()) })) }),
})).openapi('ProductTerms')
