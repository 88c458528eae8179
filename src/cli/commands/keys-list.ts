import { command, STORE_OPTIONS } from '../command.ts'
import { keyList } from '../key-page.ts'
import { readWholeNumber } from '../options.ts'
import { painter } from '../paint.ts'
import { withOperator } from '../with-operator.ts'

export const keysList = command({
  name: 'keys list',
  summary: 'every key with its bitting: rights, addresses, end, state',
  positionals: [],
  options: {
    account: { type: 'string', value: 'UID', help: 'only the keys of this account' },
    all: { type: 'boolean', help: 'deleted keys too' },
    ...STORE_OPTIONS,
  },
  examples: ['./bitting keys list', './bitting keys list --json'],
  run: (call) => withOperator(call, (operator) => operator.keysList({
    ...(call.options.account !== undefined && { account: readWholeNumber('account', call.options.account, 0, Number.MAX_SAFE_INTEGER) }),
    ...(call.options.all && { includeDeleted: true }),
  }), (keys, nowMs) => keys.length === 0
    ? 'There are no keys yet. Make one: ./bitting keys create --label LABEL --allow 127.0.0.1'
    : keyList(keys, nowMs, painter(call.terminal))),
})
