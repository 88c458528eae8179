import type { ExternalKey } from '../../watch/external/external-key.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import { addExternalKey } from './add.ts'
import { editExternalKey } from './edit.ts'
import { ExternalDesk } from './external-desk.ts'
import type { ExternalParts } from './external-parts.ts'
import { type ExternalKeySummary, externalKeySummary } from './external-summary.ts'
import { removeExternalKey, unknownExternalKey } from './remove.ts'

/** Everything that is done with keys of other exchanges, for console, command line and the rounds. */
export interface ExternalRoom {
  readonly desk: ExternalDesk
  readonly acts: { readonly add: ReturnType<typeof addExternalKey>; readonly edit: ReturnType<typeof editExternalKey>; readonly remove: ReturnType<typeof removeExternalKey> }
  /** By account and label. */
  list(): readonly ExternalKey[]
  /** By its id, or by its label where no other one has it. */
  find(reference: string): Outcome<ExternalKey>
  summaryOf(key: ExternalKey): ExternalKeySummary
  /** Examines a key now, and tells its people of it as ever. */
  examine(id: string): Promise<Outcome<ExternalKeySummary>>
}

export const externalRoom = (parts: ExternalParts): ExternalRoom => {
  const desk = new ExternalDesk(parts)
  const { store } = parts
  return {
    desk,
    acts: { add: addExternalKey(parts), edit: editExternalKey(parts, desk), remove: removeExternalKey(parts) },
    list: () => store.all(),
    find: (reference) => {
      const byId = store.byId(reference)
      if (byId) return done(byId)
      const named = store.all().filter(({ label }) => label.toLowerCase() === reference.toLowerCase())
      const [only, another] = named
      if (only && another) return refused('keyAmbiguous', `${named.length} external keys are called ${reference}.`, `Name one by its id: ${named.map(({ id }) => id).join(', ')}`)
      return only ? done(only) : unknownExternalKey(reference)
    },
    summaryOf: (key) => externalKeySummary(key, parts),
    examine: async (id) => {
      const before = store.byId(id)
      if (!before) return unknownExternalKey(id)
      if (before.secret === null) return refused('noSecret', 'This key was entered without its secret: nobody can examine it.', 'Remove it and enter it with its secret; it is sealed, and only reads.')
      await desk.examine(id)
      await desk.tell()
      const after = store.byId(id)
      return after ? done(externalKeySummary(after, parts)) : unknownExternalKey(id)
    },
  }
}
