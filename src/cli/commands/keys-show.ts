import type { KeySummary, StillUsed } from '../../operations/operator.ts'
import { done } from '../../operations/outcome.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { keyPage } from '../key-page.ts'
import { painter } from '../paint.ts'
import { stillUsedPage } from '../still-used-page.ts'
import { withOperator } from '../with-operator.ts'

export const keysShow = command({
  name: 'keys show',
  summary: 'one key, whole: rights and when each was last used',
  positionals: ['KEY'],
  options: STORE_OPTIONS,
  notes: ['What it was used for, by endpoint, market, address and program: ./bitting keys uses KEY. Of a key that was rotated this page says from where it is still used.', 'KEY is an id (k_…), the key itself, an unambiguous beginning of either, or the label when no other key has it.'],
  examples: ['./bitting keys show grid-bot-btc'],
  run: (call) => withOperator(call, async (operator) => {
    const key = await operator.keysShow(call.positionals[0] ?? '')
    if (!key.ok || key.value.lineage.successor === null) return key
    const uses = await operator.keysStillUsed(key.value.id)
    return uses.ok ? done({ ...key.value, ...(uses.value && { stillUsed: uses.value }) }) : uses
  }, (key: KeySummary & { readonly stillUsed?: StillUsed }, nowMs) => {
    const paint = painter(call.terminal)
    return [keyPage(key, nowMs, paint), ...(key.stillUsed ? ['', stillUsedPage(key.stillUsed, call.terminal.nowMs(), paint)] : [])].join('\n')
  }),
})
