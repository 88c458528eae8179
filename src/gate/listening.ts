import { closureOf } from '../authority/key-life.ts'
import { permissionRefusal } from './checks/permission.ts'
import type { ListenerClaim } from './gate.ts'
import type { GateParts } from './passage.ts'

/** What the door asks of a call, asked of somebody who only listens: as long as the answer is yes, the account's events go out to it. */
export const mayListen = ({ keys, accounts, visitors, calendar, policyOf }: GateParts, { keyText, environment, address, nowUs }: ListenerClaim): boolean => {
  const entry = keys.find(keyText)
  if (!entry || entry.key.environment !== environment || closureOf(entry.key, nowUs + calendar.offsetUs) !== null) return false
  const account = accounts.byId(entry.key.accountId)
  if (!account?.isApiAccessEnabled || !entry.admits(visitors[environment].of(address, nowUs / 1_000).address(address))) return false
  return permissionRefusal(entry.key, account, 'reading', policyOf, nowUs + calendar.offsetUs) === null
}
