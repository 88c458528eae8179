import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { done, type Outcome, refused } from '../operations/outcome.ts'
import type { AuditReport } from '../operations/operator.ts'
import { refusalOfError } from '../operations/refusal-of-error.ts'
import type { House, OpenOperator } from './command.ts'
import { findRunningServer } from './remote-operator.ts'

/** The store's main file: storage names it; importing storage only to ask whether a file is there would cost every command its start. */
const MAIN_FILE = 'bitting.db'

/** What the house needs of the place where everything is wired; loaded only when a command comes to it. */
export interface Wiring {
  readonly start: House['start']
  /** Opens the store of a data folder for this process alone. Throws with words for people when it cannot. */
  openOperator(dataFolder: string): Promise<OpenOperator>
  restore(dataFolder: string, file: string): Promise<{ readonly bytes: number }>
  verifyCopy(file: string, publicKeys: string): Promise<AuditReport>
}

const noStore = (dataFolder: string) => refused('noStore', `There is no Bitting store in ${dataFolder}.`, 'Start one there first (./bitting start --demo), or say where it is with --data DIR.')

const open = async (dataFolder: string, wiring: Wiring): Promise<Outcome<OpenOperator>> => {
  const running = await findRunningServer(dataFolder)
  if (!running.ok) return running
  if (running.value) return done(running.value)
  // Opening would make a store where there is none.
  return existsSync(join(dataFolder, MAIN_FILE)) ? done(await wiring.openOperator(dataFolder)) : noStore(dataFolder)
}

const restore = async (dataFolder: string, file: string, wiring: Wiring): Promise<Outcome<{ dataFolder: string; bytes: number }>> => {
  const running = await findRunningServer(dataFolder)
  if (!running.ok) return running
  if (running.value) return refused('serverRuns', `A server runs on ${dataFolder}.`, 'Restore into an empty folder: --data DIR')
  const { bytes } = await wiring.restore(dataFolder, file)
  return done({ dataFolder, bytes })
}

/** The house as the commands see it: the running server of a data folder where there is one, else the store itself. */
export const createHouse = (wiring: Wiring): House => ({
  start: wiring.start,
  openOperator: (dataFolder) => open(dataFolder, wiring).catch(refusalOfError),
  restore: (dataFolder, file) => restore(dataFolder, file, wiring).catch(refusalOfError),
  verifyCopy: (file, publicKeys) => wiring.verifyCopy(file, publicKeys).then(done, refusalOfError),
  version: () => {
    // package.json is this program's own and has a version.
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
    return version
  },
})
