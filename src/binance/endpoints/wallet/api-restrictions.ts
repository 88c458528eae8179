import { type Account, ceilingOf } from '../../../accounts/account.ts'
import type { ApiKey } from '../../../authority/api-key.ts'
import { hasLapsed } from '../../../authority/rules.ts'
import { hasPermission, PERMISSION_TABLE } from '../../../permission.ts'
import { type TimeUs, toMs } from '../../../time.ts'
import { endpoint } from '../../endpoint.ts'

/** The wire's order of the switches, which is not the table's. */
const SWITCHES = [
  'reading', 'withdrawals', 'internalTransfer', 'margin', 'futures', 'universalTransfer', 'vanillaOptions', 'fixTrade', 'fixRead', 'spotAndMarginTrading', 'portfolioMargin',
] as const

const ROWS = new Map(PERMISSION_TABLE.map((row) => [row.name, row]))

/** Rights in force: a switch that the ceiling of a sub-account closes is off. */
const restrictionsOf = (key: ApiKey, account: Account, nowUs: TimeUs): Record<string, boolean | number> => {
  const body: Record<string, boolean | number> = { ipRestrict: key.allowList.mode === 'trusted', createTime: toMs(key.createdAtUs) }
  for (const permission of SWITCHES) {
    const row = ROWS.get(permission)
    if (row) body[row.wireField] = hasPermission(key.permissions & ceilingOf(account), permission) && !hasLapsed(key, permission, nowUs)
  }
  if (key.tradingLapsesAtUs !== null) body['tradingAuthorityExpirationTime'] = toMs(key.tradingLapsesAtUs)
  return body
}

export const apiRestrictions = endpoint({
  method: 'GET', path: '/sapi/v1/account/apiRestrictions', security: 'USER_DATA', permission: 'anyKey', weight: 1,
  parameters: {},
  summary: 'The rights of the key that signs the call',
  answer: (call) => ({ ok: true, body: restrictionsOf(call.caller.key, call.caller.account, call.nowUs()) }),
})
