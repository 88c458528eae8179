import { randomBytes } from 'node:crypto'
import { randomText } from './authority/key-text.ts'
import type { AuditEntry } from './audit/entry.ts'
import type { Confirmation, Kept } from './confirmation.ts'
import type { Environment } from './environment.ts'
import type { Venue } from './exchange/venue.ts'
import type { KeyParts } from './operations/keys/key-parts.ts'
import type { SandboxControl } from './operations/sandbox-acts.ts'
import { keylessCall, sandboxCall, type SandboxWire } from './operations/sandbox-call.ts'
import { sandboxFaucet } from './operations/sandbox-faucet.ts'
import type { SandboxStreams } from './operations/sandbox-listening.ts'
import type { ScenarioControl } from './operations/scenario-acts.ts'
import type { SandboxRoom } from './server/console-api/sandbox.ts'
import type { Clock } from './time.ts'

export interface SandboxRoomParts {
  readonly keyParts: KeyParts
  readonly store: { readonly audit: { record(entry: AuditEntry): Promise<void>; recordConfirmed(entry: AuditEntry, confirmation: Confirmation | null): Promise<Kept> } }
  readonly venues: Readonly<Record<Environment, Venue | null>>
  readonly sandboxes: { readonly control: SandboxControl | null; readonly scenarios: ScenarioControl | null }
  readonly calendar: Clock
}

/** The sandboxes as the console plays with them. Both environments are sandboxes while no real exchange is configured. */
export const sandboxRoom = ({ keyParts, store: { audit }, venues, sandboxes, calendar }: SandboxRoomParts, wire: SandboxWire, streams: SandboxStreams): SandboxRoom => ({
  call: sandboxCall({ keys: keyParts, audit, wire: () => wire }),
  keylessCall: (call) => keylessCall(call, { wire: () => wire }),
  faucet: sandboxFaucet({ accounts: keyParts.accounts, sandboxOf: (environment) => venues[environment], audit, randomText: (length) => randomText(randomBytes, length) }),
  streams, control: () => sandboxes.control, scenarios: () => sandboxes.scenarios, audit, clock: calendar,
})
