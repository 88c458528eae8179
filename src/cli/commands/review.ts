import type { Asks, KeyAdvice, KeySummary, Operator, ReviewSummary, ReviewWish } from '../../operations/operator.ts'
import { done, type Outcome, refused } from '../../operations/outcome.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { confirmed, CONFIRMING } from '../confirming.ts'
import { readWholeNumber } from '../options.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { fold } from '../table.ts'
import { fromNow } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'
import { changeOf } from './keys-advice.ts'

const MARKS: Readonly<Record<ReviewSummary['state'], Parameters<Paint>>> = { overdue: ['red', 'overdue'], due: ['yellow', 'due'], later: ['dim', 'later'] }
const DECIDED = { keep: 'kept', narrow: 'narrowed', delete: 'deleted' } as const

const useOf = ({ lastUse }: KeySummary, nowMs: number): string => (lastUse === null ? 'nobody used it yet' : `used ${fromNow(lastUse.at, nowMs)} from ${lastUse.address}, ${lastUse.endpoint}`)
const adviceLine = ({ lines }: KeyAdvice): string => lines.join(' ')

const reviewLines = ({ key, state, dueAt, last, advice }: ReviewSummary, nowMs: number, paint: Paint): string[] => [
  `${paint(...MARKS[state])}  ${paint('bold', harmless(key.label))} (${key.id})  grade ${key.risk?.grade ?? '–'}  ·  ${state === 'later' ? 'due' : 'was due'} ${fromNow(dueAt, nowMs)}`,
  ...fold(harmless(key.sentence), 96).map((line) => `  ${line}`),
  `  ${harmless(useOf(key, nowMs))}`,
  ...(last === null ? [] : fold(harmless(`${DECIDED[last.decision]} ${fromNow(last.at, nowMs)} by ${last.by}${last.note === null ? '' : `: ${last.note}`}`), 96).map((line) => `  ${line}`)),
  ...(advice === null ? [] : fold(harmless(adviceLine(advice)), 94).map((line, index) => `  ${index === 0 ? '→' : ' '} ${line}`)),
]

const page = (reviews: readonly ReviewSummary[], nowMs: number, paint: Paint): string => {
  if (reviews.length === 0) return 'No key is reviewed on a rhythm. Set one: ./bitting policy edit --set reviewEveryDays=90'
  const open = reviews.filter(({ state }) => state !== 'later')
  const next = reviews.find(({ state }) => state === 'later')
  return [
    ...(open.length === 0 ? ['No review is due.'] : open.flatMap((review) => [...reviewLines(review, nowMs, paint), ''])),
    ...(next ? [`Next: ${harmless(next.key.label)}, ${fromNow(next.dueAt, nowMs)}.`] : []),
    ...(open.length === 0 ? [] : ['Decide: ./bitting review KEY --keep, --narrow (as the advice has it) or --delete']),
  ].join('\n')
}

type Decision = ReviewWish['decision']

/** As the options say it; undefined where nothing is decided. */
const decisionOf = (options: { readonly [Name in Decision]?: boolean | undefined }): Decision | undefined => {
  const given = (['keep', 'narrow', 'delete'] as const).filter((name) => options[name])
  if (given.length > 1) throw new WrongUsage(`--${given.join(' and --')} say different things.`, 'Give one of them.')
  return given[0]
}

const decide = async (operator: Operator, reference: string, decision: Decision, note: string | undefined, days: number, ask: (change: (asks: Asks) => Promise<Outcome<KeySummary>>) => Promise<Outcome<KeySummary>>): Promise<Outcome<KeySummary>> => {
  const key = await operator.keysShow(reference)
  if (!key.ok) return key
  const wish = { key: key.value.id, ...(note !== undefined && { note }) }
  if (decision !== 'narrow') return ask((asks) => operator.reviewsDecide({ ...wish, decision }, asks))
  const advice = await operator.keysAdvice(key.value.id, days)
  if (!advice.ok) return advice
  if (advice.value.change === null) return refused('nothingToNarrow', adviceLine(advice.value), `Keep it, or narrow it by hand: ./bitting keys edit ${key.value.id}`)
  const change = changeOf(advice.value)
  return ask((asks) => operator.reviewsDecide({ ...wish, decision, change }, asks))
}

const DEFAULT_DAYS = 30

export const review = command({
  name: 'review',
  summary: 'which keys are due for a look at their use: keep, narrow or delete each',
  positionals: ['[KEY]'],
  options: {
    account: { type: 'string', value: 'UID', help: 'only the keys of this account' },
    keep: { type: 'boolean', help: 'it stays as it is' }, narrow: { type: 'boolean', help: 'it loses what its use did not need' }, delete: { type: 'boolean', help: 'it ends for good; open orders stay' },
    days: { type: 'string', value: 'N', help: `how many days of use --narrow looks at (default ${DEFAULT_DAYS})` }, note: { type: 'string', value: 'TEXT', help: 'why, for the record' }, ...CONFIRMING, ...STORE_OPTIONS,
  },
  notes: ['A policy sets the rhythm: ./bitting policy edit --set reviewEveryDays=90. Each decision is in the audit record (./bitting audit list --act key.review).'],
  examples: ['./bitting review', './bitting review grid-bot-btc --keep --note "trades every day"', './bitting review grid-bot-btc --narrow'],
  run: (call) => {
    const { options, positionals: [reference] } = call
    const decision = decisionOf(options)
    const days = options.days === undefined ? DEFAULT_DAYS : readWholeNumber('days', options.days, 1, 400)
    const paint = painter(call.terminal)
    if (decision === undefined) {
      const filter = options.account === undefined ? {} : { account: readWholeNumber('account', options.account, 0, Number.MAX_SAFE_INTEGER) }
      return withOperator(call, async (operator): Promise<Outcome<readonly ReviewSummary[]>> => {
        const [reviews, key] = [await operator.reviewsList(filter), reference === undefined ? undefined : await operator.keysShow(reference)]
        if (!reviews.ok || key === undefined) return reviews
        return key.ok ? done(reviews.value.filter((one) => one.key.id === key.value.id)) : key
      }, (reviews, nowMs) => page(reviews, nowMs, paint))
    }
    if (reference === undefined) throw new WrongUsage('Which key?', 'The keys that are due: ./bitting review')
    return withOperator(call, (operator) => decide(operator, reference, decision, options.note, days, (change) => confirmed(call, operator, change)),
      ({ label, id, sentence }) => (decision === 'delete' ? `${harmless(label)} (${id}) is deleted.` : `${harmless(label)} (${id}) is ${decision === 'keep' ? 'kept' : 'narrower now'}: ${harmless(sentence)}`))
  },
})
