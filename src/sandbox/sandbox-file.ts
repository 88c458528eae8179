import { hash } from 'node:crypto'
import { ENGINE_VERSION } from '../exchange/journal.ts'
import { isJsonObject, type JsonObject } from '../json-object.ts'

const FORMAT = 'bitting sandbox state 1'

/** A sandbox's whole state as it is kept in a file of its own. */
export const sandboxFileText = (state: string): string =>
  `${JSON.stringify({ format: FORMAT, engineVersion: ENGINE_VERSION, sha256: hash('sha256', state, 'hex'), state })}\n`

/** A file that is no state of a sandbox, or not one that this version can go on from. */
export class SandboxFileError extends Error {
  override readonly name = 'SandboxFileError'
  readonly remedy: string

  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}

/** The state that `sandboxFileText` wrote. Throws a SandboxFileError. */
export const stateOfFileText = (text: string): string => {
  const { format, engineVersion, sha256, state } = parse(text)
  if (format !== FORMAT || typeof state !== 'string') throw new SandboxFileError('This file holds no state of a sandbox.', 'Give a file that ./bitting sandbox snapshot wrote.')
  if (engineVersion !== ENGINE_VERSION) throw new SandboxFileError(`This state is of engine version ${String(engineVersion)}; this is ${ENGINE_VERSION}.`, 'Make the snapshot anew with this version.')
  if (hash('sha256', state, 'hex') !== sha256) throw new SandboxFileError('This file is damaged: its state is not what its hash says.', 'Take another copy of it.')
  return state
}

const parse = (text: string): JsonObject => {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}
