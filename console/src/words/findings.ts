import type { ConcernAbout } from '../../../src/watch/external/concerns.ts'
import type { Finding } from '../../../src/watch/external/examination.ts'
import { RIGHTS } from '../parts/rights.ts'
import type { Told } from './explained.ts'
import type { Words } from './english.ts'

/** `clock fault`: what was found, and how it is judged. */
export type FindingName = `${Finding['probe']} ${Finding['verdict']}`

/** What a language says of what was found of a key at another exchange. `labels`: the rights that the server's sentence names; `code`: what the exchange answered. */
export interface FindingWords {
  readonly findings: Readonly<Partial<Record<FindingName, (labels: string, code: string | null) => Told>>>
  readonly concerns: { readonly [Is in Exclude<ConcernAbout['is'], 'finding'>]: (about: ConcernAbout & { readonly is: Is }, w: Words) => Told }
}

interface Said { readonly what: string; readonly remedy: string | null }

const found = (words: FindingWords, name: FindingName, what: string): Told =>
  words.findings[name]?.(RIGHTS.filter(({ label }) => what.includes(label)).map(({ label }) => `“${label}”`).join('、'), /-\d{4}/.exec(what)?.[0] ?? null) ?? {}

/** One finding in the reader's language, else as the server tells it. */
export const findingInWords = ({ probe, verdict, what, remedy }: Finding, w: Words): Said => {
  const told = w.server.found === null ? {} : found(w.server.found, `${probe} ${verdict}`, what)
  return { what: told.what ?? what, remedy: told.remedy ?? remedy }
}

/** One concern, likewise. */
export const concernInWords = ({ text, remedy, about }: { readonly text: string; readonly remedy: string | null; readonly about: ConcernAbout }, w: Words): Said => {
  const words = w.server.found
  if (words === null) return { what: text, remedy }
  // A row is made for its own concern: what the compiler cannot follow through the index.
  const told = about.is === 'finding' ? found(words, `${about.probe} ${about.verdict}`, text) : (words.concerns[about.is] as (about: ConcernAbout, w: Words) => Told)(about, w)
  return { what: told.what ?? text, remedy: told.remedy ?? remedy }
}
