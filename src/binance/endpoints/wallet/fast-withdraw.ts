import { type Call, type Answer, endpoint } from '../../endpoint.ts'
import { rejectionAnswer, TOO_LATE } from '../../errors.ts'

const setTo = (isEnabled: boolean) => ({ caller, services, isInTime }: Call<object>): Answer => {
  if (!isInTime()) return TOO_LATE
  const outcome = services.venue.execute({ kind: 'setFastWithdraw', accountId: caller.account.id, isEnabled })
  return outcome.ok ? { ok: true, body: {} } : rejectionAnswer(outcome.rejection, { act: 'wallet' })
}

/** With the switch on, a withdrawal to another account of this venue settles off chain, at once and free of charge. */
export const enableFastWithdraw = endpoint({
  method: 'POST', path: '/sapi/v1/account/enableFastWithdrawSwitch', security: 'USER_DATA', permission: 'spotAndMarginTrading', weight: 1,
  parameters: {},
  orders: 'none',
  summary: 'Switch fast withdrawals on',
  answer: setTo(true),
})

export const disableFastWithdraw = endpoint({
  method: 'POST', path: '/sapi/v1/account/disableFastWithdrawSwitch', security: 'USER_DATA', permission: 'spotAndMarginTrading', weight: 1,
  parameters: {},
  orders: 'none',
  summary: 'Switch fast withdrawals off',
  answer: setTo(false),
})
