import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { AccountStore } from '../accounts/account-store.ts'
import type { KeyStore } from '../authority/key-store.ts'
import type { MovingAddressStore } from '../authority/moving-address.ts'
import type { PolicyStore } from '../authority/policy-directory.ts'
import { ENVIRONMENTS } from '../environment.ts'
import type { Environment } from '../environment.ts'
import type { PeopleStore } from '../people/people-store.ts'
import { StoredAccounts } from './account-store.ts'
import { StoredAlerts } from './alert-store.ts'
import { StoredAlertSettings } from './alert-settings-store.ts'
import { StoredApprovals } from './approval-store.ts'
import { StoredAudit } from './audit-store.ts'
import { StoredCalendar } from './calendar-store.ts'
import { StoredCallLog } from './call-log.ts'
import type { CallRetention } from './call-log.ts'
import { StoredCheckpoints } from './checkpoint-store.ts'
import { StoredExternalKeys } from './external-key-store.ts'
import { StoredIncidents } from './incident-store.ts'
import { StoredJournal } from './journal.ts'
import { StoredKeyFinder } from './key-finder.ts'
import { StoredKeyProfiles } from './key-profile-store.ts'
import { StoredKeyStates } from './key-states.ts'
import { StoredKeys } from './key-store.ts'
import { CALL_MIGRATIONS, MAIN_MIGRATIONS } from './migrations/all.ts'
import { StoredPeople } from './people-store.ts'
import { StoredMovingAddresses } from './moving-address-store.ts'
import { StoredPolicies } from './policy-store.ts'
import { StoredReminders } from './reminder-store.ts'
import { StoredSentinel } from './sentinel-store.ts'
import { StoredSpending } from './spending-store.ts'
import { StoredWithdrawals } from './withdrawal-store.ts'
import { takeBackup } from './sqlite/backup.ts'
import type { Backup } from './sqlite/backup.ts'
import { Ownership } from './sqlite/ownership.ts'
import { prepareFile, refuseReadOnly } from './sqlite/prepare-file.ts'
import { Reader } from './sqlite/reader.ts'
import { readOnly } from './sqlite/sqlite-fault.ts'
import { Writer } from './sqlite/writer.ts'
import type { StoreFailure } from './store-error.ts'

export const MAIN_FILE = 'bitting.db'
const CALLS_FILE = 'calls.db'

export interface StoreOptions {
  /** The data folder; made (mode 0700) where it is not. */
  readonly folder: string
  /** Wall time now, µs. */
  readonly nowUs: number
  readonly callRetention?: CallRetention
}

/** A data folder, opened: the ports of the rooms below made real over SQLite. */
export interface Store {
  readonly keys: KeyStore
  readonly keyFinder: StoredKeyFinder
  readonly accounts: AccountStore
  readonly policies: PolicyStore
  readonly reminders: StoredReminders
  readonly movingAddresses: MovingAddressStore
  readonly people: PeopleStore
  readonly withdrawals: StoredWithdrawals
  readonly approvals: StoredApprovals
  readonly incidents: StoredIncidents
  readonly spending: StoredSpending
  readonly alerts: StoredAlerts
  readonly alertSettings: StoredAlertSettings
  readonly keyProfiles: StoredKeyProfiles
  readonly externalKeys: StoredExternalKeys
  readonly callLog: StoredCallLog
  readonly audit: StoredAudit
  readonly checkpoints: StoredCheckpoints
  readonly sentinel: StoredSentinel
  readonly calendar: StoredCalendar
  readonly keyStates: StoredKeyStates
  journal(environment: Environment): StoredJournal
  /** Journal records that are not durable yet. */
  readonly waitingRecords: number
  /** Why the store no longer writes; undefined while it does. */
  readonly failure: StoreFailure | undefined
  /** Calls `listener` once, when the store stops writing. */
  onFailure(listener: (failure: StoreFailure) => void): void
  /** Tells a second process where this one is reached. */
  announce(url: string): void
  /** Writes a consistent copy of the main store to `file`, which must not exist; the store goes on meanwhile. */
  backup(file: string): Promise<Backup>
  /** Writes everything that waits, and lets the folder go. */
  close(): Promise<void>
}

/**
 * Opens a data folder for this process alone.
 * Throws a StoreError, and leaves the files as they are, when it is held, damaged, newer than this program or read-only.
 */
export const openStore = async ({ folder, nowUs, callRetention }: StoreOptions): Promise<Store> => {
  prepareFolder(folder)
  const ownership = Ownership.take(folder, new Date(nowUs / 1_000).toISOString(), process.pid)
  try {
    return await openOwned(folder, nowUs, ownership, callRetention)
  } catch (error) {
    ownership.release()
    throw error
  }
}

const openOwned = async (folder: string, nowUs: number, ownership: Ownership, callRetention: CallRetention | undefined): Promise<Store> => {
  const mainFile = join(folder, MAIN_FILE)
  const callsFile = join(folder, CALLS_FILE)
  const { isChecked } = await prepareFile(mainFile, MAIN_MIGRATIONS, 'full', nowUs)
  await prepareFile(callsFile, CALL_MIGRATIONS, 'normal', nowUs)
  const [writer, callLog] = await Promise.all([Writer.start({ file: mainFile, isChecked, maxPages: undefined }), StoredCallLog.start(callsFile, nowUs, callRetention)])
  const reader = new Reader(mainFile)
  const keys = new StoredKeys(writer, reader)
  const audit = new StoredAudit(writer, reader)
  const journals = new Map(ENVIRONMENTS.map((environment) => [environment, new StoredJournal(environment, writer, reader)]))
  return {
    keys,
    keyFinder: new StoredKeyFinder(reader),
    accounts: new StoredAccounts(writer, reader),
    policies: new StoredPolicies(writer, reader),
    reminders: new StoredReminders(writer, reader),
    movingAddresses: new StoredMovingAddresses(writer, reader),
    people: new StoredPeople(writer, reader),
    withdrawals: new StoredWithdrawals(writer, reader),
    approvals: new StoredApprovals(writer, reader),
    incidents: new StoredIncidents(writer, reader),
    spending: new StoredSpending(writer, reader),
    alerts: new StoredAlerts(writer, reader),
    alertSettings: new StoredAlertSettings(writer, reader),
    keyProfiles: new StoredKeyProfiles(writer, reader),
    externalKeys: new StoredExternalKeys(writer, reader),
    callLog,
    audit,
    checkpoints: new StoredCheckpoints(writer, reader, audit),
    sentinel: new StoredSentinel(writer, reader),
    calendar: new StoredCalendar(writer, reader),
    journal: (environment) => journals.get(environment) ?? new StoredJournal(environment, writer, reader),
    keyStates: new StoredKeyStates(reader),
    get waitingRecords() {
      return writer.waitingRecords
    },
    get failure() {
      return writer.failure
    },
    onFailure: (listener) => writer.onFailure(listener),
    announce: (url) => ownership.announce(url),
    backup: (file) => takeBackup(mainFile, file),
    close: async () => {
      // What cannot be written any more was already told by the failure.
      await keys.flushUses().catch(() => {})
      // The reader first: SQLite folds its log into the file when the last connection, the writer's, closes.
      reader.close()
      await Promise.all([writer.close(), callLog.close()])
      ownership.release()
    },
  }
}

const prepareFolder = (folder: string): void => {
  try {
    // A folder that is there keeps its mode: it may be somebody's home. The files in it are private each by itself.
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw readOnly(folder, error)
  }
  refuseReadOnly(folder)
}
