import type { Explanation } from '../../operations/operator.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { fold, untitled } from '../table.ts'
import { dateAndTime } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

const MARKS = { passed: ['green', '✓'], failed: ['red', '✗'], 'not reached': ['dim', '–'] } as const

/** The check list of one request, as the page "Why was I refused?" shows it. */
const explanationPage = (explanation: Explanation, paint: Paint): string => {
  const steps = explanation.steps.map(({ step, outcome, detail }) => {
    const [style, mark] = MARKS[outcome]
    return [paint(style, mark), step, harmless(outcome === 'not reached' && detail === '' ? 'not reached' : detail)]
  })
  return [
    paint('bold', `request ${explanation.requestId}`),
    `  ${dateAndTime(explanation.at)}  ·  ${harmless(explanation.request)}  ·  from ${harmless(explanation.address)}`,
    `  answered ${explanation.answer}`,
    '',
    untitled([{}, {}, { widest: 70 }], steps, paint),
    '',
    // The failed step tells it already, as a rule.
    ...(explanation.steps.some(({ detail }) => detail === explanation.what) ? [] : fold(harmless(explanation.what), 98).map((line) => `  ${line}`)),
    ...fold(harmless(explanation.remedy), 96).map((line, index) => `  ${index === 0 ? '→' : ' '} ${line}`),
    ...(explanation.signedPayload === null ? [] : ['', '  The server hashed exactly these bytes:', `    ${harmless(explanation.signedPayload)}`]),
  ].join('\n')
}

export const explain = command({
  name: 'explain',
  summary: 'why a request was refused, and what to do about it',
  positionals: ['[REQUEST_ID]'],
  options: { last: { type: 'string', value: 'KEY', help: 'the newest refusal of this key, for those who lost the id' }, ...STORE_OPTIONS },
  notes: ['REQUEST_ID is the x-mbx-uuid of the answer.'],
  examples: ['./bitting explain 7Q2M…', './bitting explain --last grid-bot-btc'],
  run: (call) => {
    const [requestId] = call.positionals
    const { last } = call.options
    if ((requestId === undefined) === (last === undefined)) {
      throw new WrongUsage('Give either a request id or --last KEY.', 'The id stands in the header x-mbx-uuid of the answer. See: ./bitting help explain')
    }
    return withOperator(call, (operator) => last === undefined ? operator.explain(requestId ?? '') : operator.explainLast(last),
      (explanation) => explanationPage(explanation, painter(call.terminal)))
  },
})
