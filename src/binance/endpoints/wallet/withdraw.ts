import type { CommandOf } from '../../../exchange/command.ts'
import { type Answer, endpoint } from '../../endpoint.ts'
import { errorAnswer, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { assetName, boolean, decimal, integerWithin, mandatory, matching, optional, text, withDefault } from '../../parameter-types.ts'
import { coinNetwork } from './coin-network.ts'
import { quotaValue, usedWithdrawalQuota, WITHDRAWAL_QUOTA } from './withdrawal-quota.ts'

const FUNDING_WALLET = 1

const withdrawOrderId = matching(/^[a-zA-Z0-9-_.:]{1,64}$/, 'STRING')

const idAnswer = (id: string): Answer => ({ ok: true, body: { id } })

/**
 * Money out. `amount` leaves the account, the network's fee included. A `withdrawOrderId` that was used before is answered
 * with the withdrawal it belongs to, so a client may repeat a call whose answer it lost.
 */
export const withdraw = endpoint({
  method: 'POST', path: '/sapi/v1/capital/withdraw/apply', security: 'USER_DATA', permission: 'withdrawals', weight: { of: 900, scope: 'account' },
  parameters: {
    coin: mandatory(assetName), address: mandatory(text(256)), amount: mandatory(decimal),
    withdrawOrderId: optional(withdrawOrderId), network: optional(assetName), addressTag: optional(text(128)),
    transactionFeeFlag: withDefault(boolean, false), name: withDefault(text(128), ''), walletType: withDefault(integerWithin(0, FUNDING_WALLET), 0),
  },
  summary: 'Withdraw to an address outside, or to another account of the venue',
  answer: ({ caller, parameters, services, isInTime }) => {
    const { venue } = services
    const { view } = venue
    const accountId = caller.account.id
    const before = parameters.withdrawOrderId === undefined ? undefined : view.wallet.withdrawal(accountId, { clientWithdrawalId: parameters.withdrawOrderId })
    if (before) return idAnswer(before.id)
    const found = coinNetwork(view, parameters.coin, parameters.network)
    if (!found.ok) return found
    if (usedWithdrawalQuota(view, accountId, venue.nowUs()) + quotaValue(view, parameters.coin, parameters.amount) > WITHDRAWAL_QUOTA)
      return errorAnswer(-4023, 'Within 24 hours, the withdrawal exceeds the maximum amount.')
    if (!isInTime()) return TOO_LATE
    const command: CommandOf<'requestWithdrawal'> = {
      kind: 'requestWithdrawal',
      accountId,
      withdrawal: {
        id: services.randomText(32),
        asset: parameters.coin,
        network: found.network.network,
        address: parameters.address,
        addressTag: parameters.addressTag ?? '',
        amount: parameters.amount,
        clientWithdrawalId: parameters.withdrawOrderId ?? null,
        walletType: parameters.walletType === FUNDING_WALLET ? 'funding' : 'spot',
        feeIsReturned: parameters.transactionFeeFlag,
        name: parameters.name,
        state: 'processing',
      },
    }
    const outcome = venue.execute(command)
    return outcome.ok ? idAnswer(command.withdrawal.id) : rejectionAnswer(outcome.rejection, { act: 'wallet' })
  },
})
