import { command, STORE_OPTIONS } from '../command.ts'
import { painter } from '../paint.ts'
import { rightsInWords } from '../permission-words.ts'
import { table } from '../table.ts'
import { withOperator } from '../with-operator.ts'
import { ACCOUNT_OPTION, accountOf } from './approvals.ts'

export const presets = command({
  name: 'presets',
  summary: 'user types with the rights, addresses and period recommended for each',
  positionals: [],
  options: { ...ACCOUNT_OPTION, ...STORE_OPTIONS },
  notes: ['As the policy of the account has them: narrowed, or not offered at all.'],
  examples: ['./bitting presets', './bitting keys create --preset grid-bot --label grid-bot-btc --allow 203.0.113.45'],
  run: (call) => withOperator(call, (operator) => operator.presetsList(accountOf(call.options.account).account ?? null), (list) => table(
    [{ title: 'PRESET' }, { title: 'RIGHTS', widest: 22 }, { title: 'ADDRESSES', align: 'right' }, { title: 'PERIOD', widest: 14 }, { title: 'FOR', widest: 36 }],
    list.map((preset) => [
      preset.name, rightsInWords(preset.rights) + (preset.furtherRights.length > 0 ? `, ${rightsInWords(preset.furtherRights)} if needed` : ''),
      preset.entries.least === preset.entries.most ? `${preset.entries.most}` : `${preset.entries.least}–${preset.entries.most}`,
      `${preset.periodDays} ${preset.periodDays === 1 ? 'day' : 'days'}${preset.afterPeriod === 'delete' ? ', deleted' : ''}${preset.needsApproval ? ', approval' : ''}`, preset.sentence,
    ]), painter(call.terminal))),
})
