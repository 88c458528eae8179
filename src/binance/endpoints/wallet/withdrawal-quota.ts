import { usedWithdrawalQuota, WITHDRAWAL_QUOTA } from '../../../operations/money-out/quota.ts'
import { formatDecimal } from '../../../money.ts'
import { endpoint } from '../../endpoint.ts'

export const withdrawalQuota = endpoint({
  method: 'GET', path: '/sapi/v1/capital/withdraw/quota', security: 'USER_DATA', permission: 'reading', weight: 10,
  parameters: {},
  summary: 'What may be withdrawn in 24 hours, and what was, in USDT',
  answer: ({ caller, services: { venue } }) => ({
    ok: true,
    body: { wdQuota: formatDecimal(WITHDRAWAL_QUOTA), usedWdQuota: formatDecimal(usedWithdrawalQuota(venue.view, caller.account.id, venue.nowUs())) },
  }),
})
