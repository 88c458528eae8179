import { z } from '@hono/zod-openapi'
import type { LockdownPreview } from '../../../operations/lockdown/lockdown.ts'
import { ORDER_PLACES } from '../../../operations/open-orders.ts'
import type { IncidentReport } from '../../../operations/lockdown/report.ts'
import { instant, list } from '../schemas.ts'
import { exactly } from './exactly.ts'
import { allowList, environment, permission } from './shared-answers.ts'

const place = z.enum(ORDER_PLACES)
const way = z.enum(['disable', 'delete'])
const count = z.number().int()
const flag = z.boolean()
const word = z.string()

export const lockdownPreview = exactly<LockdownPreview>()(z.strictObject({
  account: count, accountEmail: word, way, keys: list(z.strictObject({ id: word, label: word, isOpen: flag, sentence: word })), openOrders: count, sessions: count, tokens: count, people: count,
  switchesAddressBookOn: flag, addressesInBook: count, withdrawalsLockedUntil: instant, withdrawalsUnderWay: count, sentence: word,
})).openapi('LockdownPreview')

export const incidentReport = exactly<IncidentReport>()(z.strictObject({
  version: z.literal(1), id: word, account: z.strictObject({ id: count, email: word }), askedBy: word, beganAt: instant, closedAt: instant, since: instant, usualSince: instant,
  keys: list(z.strictObject({ id: word, apiKeyBegins: word, label: word, environment, permissions: list(permission), allowList, createdAt: instant, wasOpen: flag, isOpen: flag, sentence: word })),
  done: z.strictObject({ way, withdrawalsLockedUntil: instant, onlyAddressBook: z.literal(true), ordersCancelled: count, cancelled: list(z.strictObject({ environment, place, orders: count })), ordersLeft: count, sessionsEnded: count, tokensEnded: count, peopleToRenew: count }),
  calls: list(z.strictObject({ key: word, address: word, endpoint: word, calls: count, refused: count, first: instant, last: instant, isNewAddress: flag, isNewEndpoint: flag })),
  orders: list(z.strictObject({ environment, place, symbol: word, orderId: count, side: word, type: word, price: word, quantity: word, filled: word, status: word, at: instant, isNewSymbol: flag })),
  fills: list(z.strictObject({ environment, place, symbol: word, tradeId: count, orderId: count, side: word, price: word, quantity: word, quote: word, at: instant, isNewSymbol: flag })),
  withdrawals: list(z.strictObject({ id: word, coin: word, network: word, address: word, tag: word, amount: word, state: word, at: instant, isNewAddress: flag })),
  deviations: list(word), leftOut: z.strictObject({ calls: count, orders: count, fills: count }),
})).openapi('IncidentReport')
