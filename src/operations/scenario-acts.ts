import type { Environment } from '../environment.ts'
import { actNow, type OperatorParts } from './operator-parts.ts'
import { done, type Outcome, refused } from './outcome.ts'

/** A scenario that is played, as people see it. Times are ISO 8601 in UTC. */
export interface ScenarioSummary {
  readonly environment: Environment
  readonly name: string
  readonly seed: number
  readonly startedAt: string
  readonly endsAt: string
  /** What each rule does, and how many requests it has struck so far. */
  readonly rules: readonly { readonly fault: string; readonly endpoint: string | null; readonly key: string | null; readonly struck: number }[]
  /** What was done to the world so far, oldest first. */
  readonly done: readonly { readonly at: string; readonly act: string; readonly outcome: string }[]
}

/** Who plays scenarios: one for each environment at a time. */
export interface ScenarioControl {
  /** @param text the script, YAML or JSON */
  start(environment: Environment, text: string): { readonly ok: true; readonly scenario: ScenarioSummary } | { readonly ok: false; readonly faults: readonly { readonly at: string; readonly text: string }[] }
  /** @returns what was played; null where nothing was */
  stop(environment: Environment): ScenarioSummary | null
  playing(environment: Environment): ScenarioSummary | null
}

type Parts = Pick<OperatorParts, 'scenarios' | 'clock' | 'wallClock'> & {
  readonly audit: Pick<OperatorParts['audit'], 'record'>
  /** Who does it, where it is not the local operator. */
  readonly doer?: { readonly actor: string; readonly source: string }
}

const NOT_RUNNING = refused('notRunning', 'No server runs on this data folder, so there is nothing to play a scenario on.', 'Start it first: npm start')
const NONE = refused('noScenario', 'No scenario is played there.', 'Start one: ./bitting scenario run FILE')

const record = ({ audit, doer, ...clocks }: Parts, act: string, environment: Environment, after: { readonly [name: string]: string | number }): Promise<void> => {
  const { actor, source, recordedAtUs } = { ...actNow(clocks), ...doer }
  return audit.record({ timeUs: recordedAtUs, actor, source, act, subject: `sandbox:${environment}`, before: null, after })
}

/** Begins a scenario; one that is played already ends. */
export const startScenario = async (environment: Environment, text: string, parts: Parts): Promise<Outcome<ScenarioSummary>> => {
  const control = parts.scenarios()
  if (control === null) return NOT_RUNNING
  const started = control.start(environment, text)
  if (!started.ok) {
    return { ok: false, refused: { code: 'wrongScript', message: `The script has faults:\n${started.faults.map(({ at, text: fault }) => `  ${at}: ${fault}`).join('\n')}`, remedy: 'Nothing was started. docs/scenarios.md tells what a script may say.', fields: started.faults.map(({ at, text: fault }) => ({ field: at, text: fault })) } }
  }
  await record(parts, 'scenario.start', environment, { name: started.scenario.name, seed: started.scenario.seed })
  return done(started.scenario)
}

export const stopScenario = async (environment: Environment, parts: Parts): Promise<Outcome<ScenarioSummary>> => {
  const control = parts.scenarios()
  if (control === null) return NOT_RUNNING
  const stopped = control.stop(environment)
  if (stopped === null) return NONE
  await record(parts, 'scenario.stop', environment, { name: stopped.name })
  return done(stopped)
}

export const showScenario = async (environment: Environment, parts: Parts): Promise<Outcome<ScenarioSummary>> => {
  const control = parts.scenarios()
  if (control === null) return NOT_RUNNING
  const playing = control.playing(environment)
  return playing === null ? NONE : done(playing)
}
