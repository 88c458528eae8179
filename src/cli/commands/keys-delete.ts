import type { Operator } from '../../operations/operator.ts'
import { done, type Outcome, refused } from '../../operations/outcome.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { harmless } from '../paint.ts'
import type { Terminal } from '../terminal.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

/** Asks with the key in full view. @returns the id, so that what was shown is what goes */
const confirm = async (operator: Operator, reference: string, terminal: Terminal): Promise<Outcome<string>> => {
  const shown = await operator.keysShow(reference)
  if (!shown.ok) return shown
  const { id, label, sentence } = shown.value
  const answer = await terminal.ask(`Delete ${harmless(label)} (${id})?\n${sentence}\nIt can never be used again. Type yes to delete it: `)
  return answer.trim().toLowerCase() === 'yes' ? done(id) : refused('notConfirmed', 'Nothing was deleted.', 'Type yes to delete, or give --yes. To close a key for a while: ./bitting keys disable KEY')
}

export const keysDelete = command({
  name: 'keys delete',
  summary: 'end a key for good; it stays in the record',
  positionals: ['KEY'],
  options: { yes: { type: 'boolean', help: 'do not ask' }, 'cancel-open-orders': { type: 'boolean', help: 'cancels every open order of its account too, whichever key placed it' }, ...STORE_OPTIONS },
  notes: ['Closing only narrows, and must not be hard when it matters: it asks for no codes. Orders belong to the account, not to the key that placed them.'],
  examples: ['./bitting keys delete old-bot', './bitting keys delete k_… --yes'],
  run: (call) => {
    const reference = call.positionals[0] ?? ''
    const { terminal } = call
    if (!call.options.yes && !terminal.isInteractive) {
      throw new WrongUsage('Deleting a key cannot be undone, and nobody is here to confirm it.', `Confirm it in the command: ./bitting keys delete ${reference} --yes`)
    }
    return withOperator(call, async (operator) => {
      const confirmed = call.options.yes ? done(reference) : await confirm(operator, reference, terminal)
      return confirmed.ok ? operator.keysDelete(confirmed.value, call.options['cancel-open-orders'] ?? false) : confirmed
    }, (key) => `Deleted ${harmless(key.label)} (${key.id}). It stays in the record and is never admitted again.${key.cancelledOrders === null ? ' Open orders stay.' : ` ${key.cancelledOrders} open orders of its account were cancelled.`}`)
  },
})
