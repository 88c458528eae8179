import { recordedBy } from '../../people/office.ts'
import { aboutKey, keyOfId } from '../keys/key-parts.ts'
import { namedKey, nameOfKey } from '../keys/key-words.ts'
import type { Operation } from '../operation.ts'
import { done } from '../outcome.ts'
import type { AlertParts } from './alert-parts.ts'

export interface MarkProgramWish {
  /** The key's id. */
  key: string
  isOff: boolean
}

/** Says that the program behind a key is off (whatever calls with it then raises the alarm), or that it runs again. The key stays as open as it is. */
export const markProgram = (parts: AlertParts): Operation<MarkProgramWish, { readonly key: string; readonly offSinceUs: number | null }> => ({
  name: 'keys.program',
  about: ({ key }) => aboutKey(key, 'program.mark', parts),
  describe: async ({ key: id, isOff }) => {
    const key = await keyOfId(id, parts)
    if (!key.ok) return key
    return done({ change: { act: 'program.mark', accountId: key.value.accountId, subject: key.value.id, details: { isOff }, sentence: `Note that the program of ${nameOfKey(key.value)} ${isOff ? 'is off' : 'may run'}.`, told: { is: 'program.mark', key: namedKey(key.value), isOff } }, holderId: key.value.holderId })
  },
  perform: async ({ key: id, isOff }, { actor, source, recordedAtUs }) => {
    const key = await keyOfId(id, parts)
    if (!key.ok) return key
    const before = parts.programs.sinceUs(key.value.id)
    const offSinceUs = isOff ? before ?? recordedAtUs : null
    await parts.programs.set(key.value.id, offSinceUs, recordedBy({ actor, source, nowUs: recordedAtUs }, { act: 'program.mark', subject: key.value.id, before: { offSinceUs: before }, after: { offSinceUs } }))
    return done({ key: key.value.id, offSinceUs })
  },
})
