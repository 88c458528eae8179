import { command, STORE_OPTIONS } from '../command.ts'
import { harmless, painter } from '../paint.ts'
import { table } from '../table.ts'
import { withOperator } from '../with-operator.ts'

export const accounts = command({
  name: 'accounts',
  summary: 'accounts and sub-accounts, with the number of their keys',
  positionals: [],
  options: STORE_OPTIONS,
  examples: ['./bitting accounts'],
  run: (call) => withOperator(call, (operator) => operator.accountsList(), (list) => list.length === 0
    ? 'There are no accounts yet. A demo store with accounts and keys: ./bitting start --demo'
    : table([{ title: 'UID', align: 'right' }, { title: 'E-MAIL', widest: 44 }, { title: 'LABEL', widest: 20 }, { title: 'KIND', widest: 20 }, { title: 'KEYS', align: 'right' }],
      list.map((account) => [`${account.id}`, harmless(account.email), harmless(account.label), account.parent === null ? 'main' : `sub of ${account.parent}`, `${account.keys}`]),
      painter(call.terminal))),
})
