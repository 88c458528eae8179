import { command, STORE_OPTIONS } from '../command.ts'
import { confirmed, CONFIRMING } from '../confirming.ts'
import { withOperator } from '../with-operator.ts'
import { ACCOUNT_OPTION, accountOf } from './approvals.ts'

export const withdraw = command({
  name: 'withdraw',
  summary: 'send money out',
  positionals: ['AMOUNT', 'COIN', 'TO'],
  options: { ...ACCOUNT_OPTION, network: { type: 'string', value: 'NETWORK', help: "left out: the coin's default" }, tag: { type: 'string', value: 'TAG', help: 'where the receiver gave one' }, name: { type: 'string', value: 'NAME', help: 'a note' }, ...CONFIRMING, ...STORE_OPTIONS },
  notes: ["TO is an address. AMOUNT leaves the account, the network's fee included. Where a rule asks for others, the money is held and waits for them."],
  examples: ['./bitting withdraw 100 USDT TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t --network TRX'],
  run: (call) => {
    const [amount = '', coin = '', address = ''] = call.positionals
    const { account, network, tag, name } = call.options
    return withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.withdraw({ ...accountOf(account), amount, coin, address, ...(network !== undefined && { network }), ...(tag !== undefined && { tag }), ...(name !== undefined && { name }) }, asks)), ({ id, state, approval, approvalsNeeded }) =>
      state === 'awaitingApproval' ? `Withdrawal ${id} waits for ${approvalsNeeded} other ${approvalsNeeded === 1 ? 'person' : 'people'} (${approval ?? ''}).` : `Withdrawal ${id} is ${state}.`)
  },
})
