import { mayPlaceOrders } from '../endpoint-shape.ts'
import { hasOrderRails, ordersBreach, type RailBreach, untoldBreach, withdrawalBreach } from '../guard-rails/judge.ts'
import { type Passage, type Stop, stop } from '../passage.ts'

const hasNone = (rails: object): boolean => {
  for (const _ in rails) return false
  return true
}

const stopped = (breach: RailBreach, isWithdrawal = false): Stop => stop('parameters', { reason: 'guardRail', ...breach, ...(isWithdrawal && { isWithdrawal: true as const }) })

/** Limits that the owner set on the key. A key without any costs one look; a call that cannot be told to be within them is not let through. */
export const withinGuardRails = ({ route, scan, entry, account, parameters, request, parts, calendarUs }: Passage): Stop | null => {
  if (!route || !entry || !scan || !account) return null
  const { endpoint } = route
  if (endpoint.orders === 'none' || (endpoint.orders === undefined && endpoint.withdrawal === undefined && !mayPlaceOrders(endpoint))) return null
  const rails = entry.key.guardRails
  if (hasNone(rails)) return null
  const facts = parts.railFacts[request.environment]
  if (endpoint.withdrawal) {
    // Parsed by the row itself, one step before.
    const breach = withdrawalBreach(rails, endpoint.withdrawal(parameters as never), facts, calendarUs)
    return breach ? stopped(breach, true) : null
  }
  if (!hasOrderRails(rails)) return null
  if (endpoint.orders === undefined || endpoint.orders === 'untold') return stopped(untoldBreach(rails))
  const about = { accountId: account.id, raw: scan, facts }
  const breach = ordersBreach(rails, endpoint.orders(parameters as never, about), { accountId: account.id, facts, nowUs: calendarUs })
  return breach ? stopped(breach) : null
}
