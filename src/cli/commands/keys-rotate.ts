import { command, STORE_OPTIONS } from '../command.ts'
import { CONFIRMING } from '../confirming.ts'
import { harmless, painter } from '../paint.ts'
import { paragraph } from '../table.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'
import { tellMade } from './keys-create.ts'
import { MADE_FROM_OPTIONS, makeFrom, type MadeFromWithPair } from './made-from.ts'

/** Reads `24h` or `2d`. Throws WrongUsage. */
const hoursOf = (text: string): number => {
  const [, count = '', unit = ''] = /^(\d{1,4})([hd])$/.exec(text) ?? []
  if (count === '' || Number(count) === 0) throw new WrongUsage(`--overlap is "${text}".`, 'Give hours or days: --overlap 24h, --overlap 2d')
  return Number(count) * (unit === 'd' ? 24 : 1)
}

const next = ({ former, lineage }: { readonly former: MadeFromWithPair['former']; readonly lineage: MadeFromWithPair['key']['lineage'] }): string => lineage.isAsleep
  ? `It sleeps: ${former.label} goes on until the new key's first admitted call, which closes the old one for good, without a gap.`
  : `Both open now; ${former.label} closes for good at ${former.lineage.retiresAt ?? 'its end'}.`

export const keysRotate = command({
  name: 'keys rotate',
  summary: 'make a successor that takes over when it is first used',
  positionals: ['KEY'],
  options: { overlap: { type: 'string', value: '24h', help: 'both open until a hard end, where several processes share the key' }, ...MADE_FROM_OPTIONS, ...CONFIRMING, ...STORE_OPTIONS },
  notes: ['The successor has the same rights, addresses and period. Until it is used it can be deleted, and nothing has changed.'],
  examples: ['./bitting keys rotate grid-bot-btc', './bitting keys rotate market-maker --overlap 24h'],
  run: (call) => {
    const overlapHours = call.options.overlap === undefined ? null : hoursOf(call.options.overlap)
    return withOperator<MadeFromWithPair>(call, (operator) => makeFrom(call, operator, (key) => `${key.label}-${key.lineage.generation + 1}`, (id, wish, asks) => operator.keysRotate(id, wish, overlapHours, asks)),
      (made, nowMs) => `${tellMade(made, nowMs, painter(call.terminal))}\n\n${paragraph(harmless(next({ former: made.former, lineage: made.key.lineage })))}`)
  },
})
