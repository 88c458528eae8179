import { actNow, type OperatorParts } from './operator-parts.ts'
import { done, type Outcome } from './outcome.ts'

/** Copies the store into a new file while it runs, and records that a copy was made. */
export const backupStore = async (file: string, { backup, audit, clock, wallClock }: OperatorParts): Promise<Outcome<{ file: string; bytes: number }>> => {
  const taken = await backup(file)
  const { recordedAtUs, actor, source } = actNow({ clock, wallClock })
  await audit.record({ timeUs: recordedAtUs, actor, source, act: 'store.backup', subject: 'store', before: null, after: { file: taken.file, bytes: taken.bytes } })
  return done({ file: taken.file, bytes: taken.bytes })
}
