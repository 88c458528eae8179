import type { RollingLimit } from '../../authority/guard-rails.ts'
import { lineageOf } from '../../authority/handover.ts'
import type { Amount } from '../../money.ts'
import { mayPlaceOrders } from '../endpoint-shape.ts'
import { hasOrderRails, ordersBreach, type RailBreach, rollingBreach, untoldBreach, withdrawalBreach, worthOfEach } from '../guard-rails/judge.ts'
import type { RollingRail } from '../guard-rails/spending.ts'
import { type Passage, type Stop, stop } from '../passage.ts'

const hasNone = (rails: object): boolean => {
  for (const _ in rails) return false
  return true
}

const stopped = (breach: RailBreach, isWithdrawal = false): Stop => stop('parameters', { reason: 'guardRail', ...breach, ...(isWithdrawal && { isWithdrawal: true as const }) })

/** Takes what the call may cost off the limit, before anybody else can. @param parts null = nobody knows what it costs */
const leftFor = (passage: Passage, rail: RollingRail, limit: RollingLimit, parts: readonly Amount[] | null): RailBreach | null => {
  const { entry, route, request, nowUs, parts: { spending } } = passage
  if (parts === null || !entry) return rollingBreach(rail, limit, null, null)
  const reserved = spending.reserve(lineageOf(entry.key), rail, limit, parts, nowUs, request.isTrial === true || route?.endpoint.judgesOnly === true)
  if (!reserved.ok) return rollingBreach(rail, limit, parts, reserved)
  passage.reservation = reserved.reservation
  return null
}

/** Limits that the owner set on the key. A key without any costs one look; a call that cannot be told to be within them is not let through. */
export const withinGuardRails = (passage: Passage): Stop | null => {
  const { route, scan, entry, account, parameters, request, parts, calendarUs } = passage
  if (!route || !entry || !scan || !account) return null
  const { endpoint } = route
  if (endpoint.orders === 'none' || (endpoint.orders === undefined && endpoint.withdrawal === undefined && !mayPlaceOrders(endpoint))) return null
  const rails = entry.key.guardRails
  if (hasNone(rails)) return null
  const facts = parts.railFacts[request.environment]
  if (endpoint.withdrawal) {
    // Parsed by the row itself, one step before.
    const asked = endpoint.withdrawal(parameters as never)
    const limit = rails.withdrawalPerWindow
    const worth = limit && facts.worth(asked.asset, asked.amount)
    const breach = withdrawalBreach(rails, asked, facts, calendarUs) ?? (limit && leftFor(passage, 'withdrawalPerWindow', limit, worth == null ? null : [worth]))
    return breach ? stopped(breach, true) : null
  }
  if (!hasOrderRails(rails)) return null
  if (endpoint.orders === undefined || endpoint.orders === 'untold') return stopped(untoldBreach(rails))
  // Parsed by the row itself too.
  const orders = endpoint.orders(parameters as never, { accountId: account.id, raw: scan, facts })
  const limit = rails.notionalPerWindow
  const breach = ordersBreach(rails, orders, { accountId: account.id, facts, nowUs: calendarUs }) ?? (limit && leftFor(passage, 'notionalPerWindow', limit, worthOfEach(orders, facts)))
  return breach ? stopped(breach) : null
}
