import type { OutRefusal } from '../../../operations/money-out/money-out.ts'
import { toMs } from '../../../time.ts'
import { type Answer, type Call, endpoint } from '../../endpoint.ts'
import { type ErrorAnswer, errorAnswer, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { assetName, boolean, decimal, integerWithin, mandatory, matching, optional, type ParameterType, text, withDefault } from '../../parameter-types.ts'
import type { ParametersOf } from '../../parameters.ts'
import { coinNetwork } from './coin-network.ts'

const FUNDING_WALLET = 1

const withdrawOrderId = matching(/^[a-zA-Z0-9-_.:]{1,64}$/, 'STRING')

/** The account's own rules: what its address book, its lock and the quota refuse. */
const outAnswer = (refusal: OutRefusal): ErrorAnswer => {
  switch (refusal.reason) {
    case 'locked': return errorAnswer(-4015, `Withdraw is limited. Withdrawals of this account are locked until ${new Date(toMs(refusal.untilUs)).toISOString()}.`)
    case 'notInBook': return errorAnswer(-4035, 'This address is not on the whitelist. Please join and try again.')
    case 'waiting': return errorAnswer(-4036, `The new address needs to be withdrawn in ${refusal.hours} hours.`)
    case 'quota': return errorAnswer(-4023, 'Within 24 hours, the withdrawal exceeds the maximum amount.')
  }
}

const PARAMETERS = {
  coin: mandatory(assetName), address: mandatory(text(256)), amount: mandatory(decimal),
  withdrawOrderId: optional(withdrawOrderId), network: optional(assetName), addressTag: optional(text(128)),
  transactionFeeFlag: withDefault(boolean, false), name: withDefault(text(128), ''), walletType: withDefault(integerWithin(0, FUNDING_WALLET), 0),
}

const ROW = {
  method: 'POST', security: 'USER_DATA', permission: 'withdrawals',
  withdrawal: ({ coin, amount, address }: Pick<ParametersOf<typeof PARAMETERS>, 'coin' | 'amount' | 'address'>) => ({ asset: coin, amount, address }),
} as const

/**
 * Money out. `amount` leaves the account, the network's fee included. A `withdrawOrderId` that was used before is answered
 * with the withdrawal it belongs to, so a client may repeat a call whose answer it lost. One that waits for approval by several
 * people is answered like any other, and stands in the history as status 2.
 */
const sendOut = async ({ caller, parameters, address: source, services, isInTime }: Call<ParametersOf<typeof PARAMETERS>>, bodyOf: (id: string) => object): Promise<Answer> => {
  const { venue, moneyOut } = services
  const accountId = caller.account.id
  const before = parameters.withdrawOrderId === undefined ? undefined : venue.view.wallet.withdrawal(accountId, { clientWithdrawalId: parameters.withdrawOrderId })
  if (before) return { ok: true, body: bodyOf(before.id), taken: [false] }
  const found = coinNetwork(venue.view, parameters.coin, parameters.network)
  if (!found.ok) return found
  const { coin, address, amount, addressTag = '' } = parameters
  const { network } = found.network
  const refusal = moneyOut.judge(venue, accountId, { coin, network, address, tag: addressTag }, amount)
  if (refusal) return outAnswer(refusal)
  if (!isInTime()) return TOO_LATE
  const sent = moneyOut.send(venue, accountId, {
    id: services.randomText(32), asset: coin, network, address, addressTag, amount, clientWithdrawalId: parameters.withdrawOrderId ?? null,
    walletType: parameters.walletType === FUNDING_WALLET ? 'funding' : 'spot', feeIsReturned: parameters.transactionFeeFlag, name: parameters.name,
  }, { actor: `key:${caller.key.id}`, source, personId: caller.key.holderId })
  if (!sent.ok) return rejectionAnswer(sent.rejection, { act: 'wallet' })
  // What waits for people is answered like any other, once the request to them is as durable as the withdrawal.
  await sent.approval
  return { ok: true, body: bodyOf(sent.id) }
}

export const withdraw = endpoint({
  ...ROW, path: '/sapi/v1/capital/withdraw/apply', weight: { of: 900, scope: 'account' }, parameters: PARAMETERS,
  summary: 'Withdraw to an address outside, or to another account of the venue',
  answer: (call) => sendOut(call, (id) => ({ id })),
})

/** Answers to questions that some countries ask; here nobody does, so that they are read as JSON and nothing more. */
const questionnaire: ParameterType<string> = {
  kind: 'STRING (JSON)',
  parse: (value, name) => (value.length <= 4_000 && isJson(value) ? { ok: true, value } : { ok: false, fault: { fault: 'coded', code: -1135, message: `JSON sent for parameter '${name}' is not valid` } }),
}

const isJson = (value: string): boolean => {
  try {
    JSON.parse(value)
    return true
  } catch {
    return false
  }
}

/** Its record is told by the place of the withdrawal among the account's own. */
export const withdrawLocally = endpoint({
  ...ROW, path: '/sapi/v1/localentity/withdraw/apply', weight: { of: 600, scope: 'account' }, parameters: { ...PARAMETERS, questionnaire: mandatory(questionnaire) },
  summary: 'Withdraw, with the answers that the travel rule asks for elsewhere',
  answer: (call) => {
    const { services: { venue: { view } }, caller: { account } } = call
    return sendOut(call, (id) => ({ trId: view.wallet.withdrawals(account.id).findIndex((one) => one.id === id) + 1, accpted: true, info: 'Withdraw request accepted' }))
  },
})

export const travelRule = endpoint({
  method: 'GET', path: '/sapi/v1/localentity/questionnaire-requirements', security: 'USER_DATA', permission: 'reading', weight: 1, parameters: {},
  summary: 'Whose questions a withdrawal has to answer: nobody\'s here',
  answer: () => ({ ok: true, body: { questionnaireCountryCode: 'NIL' } }),
})
