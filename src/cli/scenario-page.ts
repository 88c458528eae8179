import type { ScenarioSummary } from '../operations/scenario-acts.ts'
import { harmless, type Paint } from './paint.ts'
import { table } from './table.ts'
import { dateAndTime } from './time-words.ts'

/** A scenario as it is played: what strikes which requests, how often so far, and what was done to the world. */
export const scenarioPage = ({ environment, name, seed, endsAt, rules, done }: ScenarioSummary, paint: Paint): string => [
  `${paint('bold', harmless(name))} on the ${environment} sandbox, seed ${seed}, until ${dateAndTime(endsAt)}`,
  ...(rules.length === 0 ? [] : ['', table([{ title: 'fault' }, { title: 'requests' }, { title: 'key' }, { title: 'struck', align: 'right' }], rules.map(({ fault, endpoint, key, struck }) => [fault, harmless(endpoint ?? 'all'), harmless(key ?? 'all'), String(struck)]), paint)]),
  ...(done.length === 0 ? [] : ['', table([{ title: 'at' }, { title: 'done' }, { title: 'outcome' }], done.map(({ at, act, outcome }) => [dateAndTime(at), harmless(act), harmless(outcome)]), paint)]),
].join('\n')
