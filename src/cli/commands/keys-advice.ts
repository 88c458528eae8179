import type { KeyAdvice, KeyChange } from '../../operations/operator.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { confirmed, CONFIRMING } from '../confirming.ts'
import { readWholeNumber } from '../options.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { fold, table } from '../table.ts'
import { dateAndTime } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'

const SHARED = { clients: 'different clients', networks: 'different networks', clocks: 'different clocks' } as const
const WHY = { right: 'needs a right', address: 'from elsewhere', symbol: 'another market' } as const
const MOST_SHOWN = 10

const page = ({ is, days, calls, lines, wouldHaveRefused, shared }: KeyAdvice, reference: string, paint: Paint): string => [
  paint('bold', `${calls} ${calls === 1 ? 'call' : 'calls'} in the last ${days} ${days === 1 ? 'day' : 'days'}`),
  ...lines.flatMap((line) => fold(harmless(line), 96).map((text, index) => `  ${index === 0 && is === 'narrower' ? '→' : ' '} ${text}`)),
  ...(wouldHaveRefused.length === 0 ? (is === 'narrower' ? ['', '  Nothing that is known of it would have been refused.'] : []) : ['', '  It would have refused, of what was before:',
    ...table([{ title: 'last' }, { title: 'calls', align: 'right' }, { title: 'call' }, { title: 'from' }, { title: 'why' }], wouldHaveRefused.slice(0, MOST_SHOWN).map((one) => [dateAndTime(one.last), String(one.calls), one.endpoint, one.address, WHY[one.why]]), paint).split('\n').map((line) => `  ${line}`)]),
  ...(shared.length === 0 ? [] : ['', `  Several programs used it at once on ${shared.length} ${shared.length === 1 ? 'day' : 'days'}, last on ${shared[0]?.day ?? ''} (${SHARED[shared[0]?.why ?? 'clients']}):`,
    ...(shared[0]?.programs ?? []).map(({ address, client, calls: made }) => `    ${harmless(client ?? 'an unnamed client')} from ${address}, ${made} calls`), '  → give each a key of its own: a leak then closes one of them.']),
  ...(is === 'narrower' ? ['', `  Apply it: ./bitting keys advice ${reference} --days ${days} --apply`] : []),
].join('\n')

/** As the advice has it, and nothing else. */
export const changeOf = ({ change }: KeyAdvice): KeyChange => ({ ...(change?.revoke && { revoke: change.revoke }), ...(change?.allowList && { allowList: change.allowList }), ...(change?.guardRails && { guardRails: change.guardRails }) })

export const keysAdvice = command({
  name: 'keys advice',
  summary: 'the smallest rights, addresses and markets that a key\'s use needed',
  positionals: ['KEY'],
  options: { days: { type: 'string', value: 'N', help: 'how many days are looked at (default 30)' }, apply: { type: 'boolean', help: 'narrow the key so, confirmed once' }, ...CONFIRMING, ...STORE_OPTIONS },
  examples: ['./bitting keys advice grid-bot-btc', './bitting keys advice grid-bot-btc --days 90 --apply'],
  run: (call) => {
    const reference = call.positionals[0] ?? ''
    const days = call.options.days === undefined ? 30 : readWholeNumber('days', call.options.days, 1, 400)
    return withOperator(call, async (operator) => {
      const advice = await operator.keysAdvice(reference, days)
      if (!advice.ok || !call.options.apply || advice.value.change === null) return advice
      const edited = await confirmed(call, operator, (asks) => operator.keysEdit(advice.value.key, changeOf(advice.value), asks))
      return edited.ok ? { ok: true as const, value: { ...advice.value, is: 'fits' as const, lines: [`It is narrower now: ${edited.value.after.sentence}`], wouldHaveRefused: [] } } : edited
    }, (advice) => page(advice, reference, painter(call.terminal)))
  },
})
