import { readFileSync, writeFileSync } from 'node:fs'
import type { AccountDirectory } from './accounts/account-directory.ts'
import type { Account } from './accounts/account.ts'
import { ENVIRONMENTS, type Environment } from './environment.ts'
import type { Command } from './exchange/command.ts'
import { WholeMarket } from './exchange/demo-market/whole-market.ts'
import type { SandboxControl } from './operations/sandbox-acts.ts'
import { NO_ACTIVITY } from './sandbox/heartbeat.ts'
import { Sandbox } from './sandbox/sandbox.ts'
import { SandboxFileError } from './sandbox/sandbox-file.ts'
import { SandboxVenue } from './sandbox/sandbox-venue.ts'
import type { Store } from './storage/store.ts'
import type { Clock } from './time.ts'

/** Seed of the demo market where none is given. */
const DEFAULT_SEED = 20_261_121

export interface SandboxOptions {
  readonly isMarketOn: boolean
  readonly seed: number | null
  /** What a venue is told of an account when it begins. */
  readonly openingOf: (account: Account) => readonly Command[]
}

export type Sandboxes = Readonly<Record<Environment, Sandbox>>

/** The sandbox of each environment, recovered from its journal; its heart does not beat yet. */
export const openSandboxes = ({ store, clock, accounts }: { readonly store: Store; readonly clock: Clock; readonly accounts: AccountDirectory }, { isMarketOn, seed, openingOf }: SandboxOptions): Sandboxes => {
  const open = (environment: Environment): Sandbox => new Sandbox({
    venue: SandboxVenue.open(store.journal(environment), clock), openingOf, accounts: () => accounts.all(),
    activityOf: (number) => (isMarketOn ? new WholeMarket(number) : NO_ACTIVITY),
  }, seed ?? DEFAULT_SEED)
  return { live: open('live'), testnet: open('testnet') }
}

/** What the operator may do to the sandboxes; their states come from files and go to files. */
export const sandboxControl = (sandboxes: Sandboxes): SandboxControl => ({
  reset: (environment, seed) => sandboxes[environment].reset(seed),
  clock: (environment) => ({ nowUs: sandboxes[environment].venue.nowUs(), aheadUs: sandboxes[environment].venue.aheadUs }),
  letPass: (environment, us) => sandboxes[environment].letPass(us),
  save: (environment, file) => {
    const text = sandboxes[environment].fileText()
    try {
      // It says who has what: for its owner's eyes. One that is there is never overwritten.
      writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      throw new SandboxFileError(`${file} could not be written: ${reasonOf(error)}.`, 'Name a file that is not there yet, in a folder where you may write.')
    }
    return { bytes: Buffer.byteLength(text) }
  },
  restore: (environment, file) => {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch (error) {
      throw new SandboxFileError(`${file} could not be read: ${reasonOf(error)}.`, 'Name a file that ./bitting sandbox snapshot wrote.')
    }
    return sandboxes[environment].restore(text)
  },
  text: (environment) => sandboxes[environment].fileText(),
  restoreText: (environment, text) => sandboxes[environment].restore(text),
})

const reasonOf = (error: unknown): string => (error instanceof Error && 'code' in error && error.code === 'EEXIST' ? 'it is there already' : error instanceof Error ? error.message : String(error))

/** Lets every sandbox live. @returns how to stop them */
export const startSandboxes = (sandboxes: Sandboxes): (() => void) => {
  for (const environment of ENVIRONMENTS) sandboxes[environment].start()
  return () => { for (const environment of ENVIRONMENTS) sandboxes[environment].stop() }
}
