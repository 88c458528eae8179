import type { FieldFault, OperationRefused } from '../../../src/operations/outcome.ts'
import { Refused } from '../api/client.ts'
import type { Words } from '../words/english.ts'

/** Why not and what to do, in the reader's words where the code has some, else in the server's. */
export const refusalIn = (w: Words, error: unknown): readonly [message: string, remedy: string] => {
  if (!(error instanceof Refused)) return [w.states.failed, w.states.failedText]
  return refusedInWords(w, error.refused)
}

/** The same of a refusal that an answer tells of. */
export const refusedInWords = (w: Words, { code, message, remedy }: Pick<OperationRefused, 'code' | 'message' | 'remedy'>): readonly [message: string, remedy: string] => {
  const told = w.server.refusals[code]
  return [told?.message ?? message, told?.remedy ?? remedy]
}

/** Why an approval came to nothing. */
export const remarkInWords = (w: Words, { remark, remarkCode }: { readonly remark: string; readonly remarkCode: string | null }): string => (remarkCode === null ? undefined : w.server.refusals[remarkCode]?.message) ?? remark

/** What is wrong with one field, in the reader's words: of the rule that it breaks, of the field itself, of the whole refusal. The server's own text is for readers of its language. */
const fieldFault = (w: Words, { rule, field, text }: FieldFault, code?: string): string =>
  (rule === undefined ? undefined : w.server.refusals[rule]?.message) ?? w.server.fields?.takes[field] ?? (code === undefined ? undefined : w.server.refusals[code]?.message) ?? w.server.fields?.isWrong ?? text

export const fieldFaultIn = (w: Words, fault: FieldFault): string => fieldFault(w, fault)

/** The same of a refusal; where one field alone is at fault, the refusal's own words are its. */
export const faultOfField = (w: Words, error: unknown, name: string): string | undefined => {
  if (!(error instanceof Refused)) return undefined
  const { fields = [], code } = error.refused
  const fault = fields.find(({ field }) => field === name)
  if (fault === undefined) return undefined
  return fieldFault(w, fault, fields.length === 1 ? code : undefined)
}
