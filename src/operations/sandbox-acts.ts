import type { Environment } from '../environment.ts'
import { actNow, type OperatorParts } from './operator-parts.ts'
import { SECOND, type TimeUs, toMs } from '../time.ts'
import { done, type Outcome, refused } from './outcome.ts'

/** The sandboxes, as they may be put back while they run. Each promise resolves when what was done is durable. */
export interface SandboxControl {
  /** @param seed what the market is drawn from; null = as before */
  reset(environment: Environment, seed: number | null): Promise<void>
  /** The venue's own clock, and how far it runs ahead of the machine's. */
  clock(environment: Environment): { readonly nowUs: TimeUs; readonly aheadUs: number }
  /** Lets time pass there at once: funding, interest and what expires fall due. */
  letPass(environment: Environment, us: number): Promise<void>
  /** @param file an absolute path; a file that exists is never overwritten. Throws with words for people. */
  save(environment: Environment, file: string): { readonly bytes: number }
  /** Throws with words for people; then nothing has changed. */
  restore(environment: Environment, file: string): Promise<void>
  /** The whole state, as `save` writes it. */
  text(environment: Environment): string
  /** As `restore`, of what `text` gave. */
  restoreText(environment: Environment, text: string): Promise<void>
}

export interface SandboxSaved { readonly environment: Environment; readonly file: string; readonly bytes: number }
export interface SandboxPutBack { readonly environment: Environment }

/** A venue's clock as people see it. */
export interface SandboxClock {
  readonly environment: Environment
  /** ISO 8601 in UTC. */
  readonly at: string
  /** Whole seconds ahead of the machine's clock; 0 = not moved. */
  readonly aheadSeconds: number
}

/** Longer ago nobody would expect what they left there. */
export const MOST_PASSED_SECONDS = 30 * 86_400

type Parts = Pick<OperatorParts, 'sandboxes' | 'clock' | 'wallClock'> & {
  readonly audit: Pick<OperatorParts['audit'], 'record'>
  /** Who does it, where it is not the local operator. */
  readonly doer?: { readonly actor: string; readonly source: string }
}

const NOT_RUNNING = refused('notRunning', 'No server runs on this data folder, so there is no sandbox to work on.', 'Start it first: npm start')

const record = ({ audit, doer, ...clocks }: Parts, act: string, environment: Environment, after: { readonly [name: string]: string | number | null }): Promise<void> => {
  const { actor, source, recordedAtUs } = { ...actNow(clocks), ...doer }
  return audit.record({ timeUs: recordedAtUs, actor, source, act, subject: `sandbox:${environment}`, before: null, after })
}

/** Back to the first moment: recorded before it is done, so that no reset is without its entry. */
export const resetSandbox = async (environment: Environment, seed: number | null, parts: Parts): Promise<Outcome<SandboxPutBack>> => {
  const control = parts.sandboxes()
  if (control === null) return NOT_RUNNING
  await record(parts, 'sandbox.reset', environment, { seed })
  await control.reset(environment, seed)
  return done({ environment })
}

const clockOf = (environment: Environment, control: SandboxControl): SandboxClock => {
  const { nowUs, aheadUs } = control.clock(environment)
  return { environment, at: new Date(toMs(nowUs)).toISOString(), aheadSeconds: Math.round(aheadUs / SECOND) }
}

export const sandboxClock = (environment: Environment, { sandboxes }: Pick<Parts, 'sandboxes'>): Outcome<SandboxClock> => {
  const control = sandboxes()
  return control === null ? NOT_RUNNING : done(clockOf(environment, control))
}

/** Lets time pass on a sandbox, forwards alone; a reset puts its clock back. */
export const letTimePass = async (environment: Environment, seconds: number, parts: Parts): Promise<Outcome<SandboxClock>> => {
  const control = parts.sandboxes()
  if (control === null) return NOT_RUNNING
  if (!(seconds > 0 && seconds <= MOST_PASSED_SECONDS)) return refused('seconds', 'Time passes forwards there, by 30 days at once at most.', 'Let it pass in parts.')
  await record(parts, 'sandbox.letPass', environment, { seconds })
  await control.letPass(environment, seconds * SECOND)
  return done(clockOf(environment, control))
}

export const saveSandbox = async (environment: Environment, file: string, parts: Parts): Promise<Outcome<SandboxSaved>> => {
  const control = parts.sandboxes()
  return control === null ? NOT_RUNNING : done({ environment, file, ...control.save(environment, file) })
}

export const restoreSandbox = async (environment: Environment, file: string, parts: Parts): Promise<Outcome<SandboxPutBack>> => {
  const control = parts.sandboxes()
  if (control === null) return NOT_RUNNING
  await record(parts, 'sandbox.restore', environment, { file })
  await control.restore(environment, file)
  return done({ environment })
}

/** The state as somebody keeps it who has no file here. */
export const sandboxText = (environment: Environment, { sandboxes }: Pick<Parts, 'sandboxes'>): Outcome<string> => {
  const control = sandboxes()
  return control === null ? NOT_RUNNING : done(control.text(environment))
}

export const restoreSandboxText = async (environment: Environment, text: string, parts: Parts): Promise<Outcome<SandboxPutBack>> => {
  const control = parts.sandboxes()
  if (control === null) return NOT_RUNNING
  await record(parts, 'sandbox.restore', environment, { bytes: text.length })
  await control.restoreText(environment, text)
  return done({ environment })
}
