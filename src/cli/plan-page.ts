import type { KeyPlan, PlannedChange } from '../operations/key-file/plan.ts'
import { harmless, type Paint } from './paint.ts'
import { untitled } from './table.ts'

const MARKS: Readonly<Record<PlannedChange['do'], readonly [mark: string, style: 'green' | 'yellow' | 'red', word: string]>> = {
  create: ['+', 'green', 'make'], edit: ['~', 'yellow', 'change'], enable: ['~', 'yellow', 'enable'], disable: ['~', 'yellow', 'disable'], delete: ['-', 'red', 'delete'],
}

const block = (change: PlannedChange, paint: Paint): string => {
  const [mark, style, word] = MARKS[change.do]
  const head = `${paint(style, mark)} ${word} ${paint('bold', harmless(change.label))}${change.do === 'create' ? '' : ` (${change.key})`}`
  const rows = change.facts.map(([name, before, after]) => (change.do === 'create' ? [name, '', '', harmless(after)] : [name, harmless(before), '→', harmless(after)]))
  return `${head}\n${untitled([{}, { widest: 32 }, {}, { widest: 44 }], rows, paint)}`
}

const count = (plan: KeyPlan, kinds: readonly PlannedChange['do'][], word: string): string[] => {
  const number = plan.changes.filter((change) => kinds.includes(change.do)).length
  return number === 0 ? [] : [`${number} to ${word}`]
}

/** What would change, in words: before and after, and what stays. */
export const planPage = (plan: KeyPlan, paint: Paint): string => {
  const tail = [
    plan.changes.length === 0 ? 'Nothing to change: the keys are as the file wants them.'
      : `${[...count(plan, ['create'], 'make'), ...count(plan, ['edit', 'enable', 'disable'], 'change'), ...count(plan, ['delete'], 'delete')].join(', ')}; ${plan.unchanged} as they are.`,
    ...plan.secretsWaiting.map(({ label, key }) => `${harmless(label)} was approved, and its secret waits to be shown once: ./bitting keys secret ${key}`),
    ...(plan.untouched.length === 0 ? [] : [`The file does not speak of ${plan.untouched.map(harmless).join(', ')}: nothing happens to ${plan.untouched.length === 1 ? 'it' : 'them'}.`]),
  ]
  return [...plan.changes.map((change) => block(change, paint)), tail.join('\n')].join('\n\n')
}
