import { actNow, type OperatorParts } from '../operator-parts.ts'
import { done, type Outcome, refused } from '../outcome.ts'

/** Writes the whole record into a new file as JSON lines, and records that it was taken. @param file an absolute path; one that exists is never overwritten */
export const exportAudit = async (file: string, parts: OperatorParts): Promise<Outcome<{ file: string; rows: number }>> => {
  const { recordedAtUs, actor, source } = actNow(parts)
  try {
    const { rows } = await parts.audit.export(file)
    await parts.audit.record({ timeUs: recordedAtUs, actor, source, act: 'audit.export', subject: file, before: null, after: { rows } })
    return done({ file, rows })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    if (code === undefined || !code.startsWith('E')) throw error
    return refused('fileNotWritten', `The record could not be written to ${file} (${code}).`, code === 'EEXIST' ? 'Name a file that does not exist yet.' : 'Name a file that can be written.')
  }
}
