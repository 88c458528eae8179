import type { KeyShape, ToldChange } from '../../../src/people/told-change.ts'
import type { KeyDraft } from '../../../src/operations/keys/draft.ts'
import type { Words } from './english.ts'

/** One row a change, with the arguments of that change. */
export type ToldWords = { readonly [Is in ToldChange['is']]: (change: ToldChange & { readonly is: Is }, w: Words) => string }

/** What the sentence of a key tells besides its shape. Hours and dates from now; null = it has no end, or lapses never. */
export interface KeyTold extends KeyShape {
  readonly state: 'enabled' | 'disabled' | 'expired' | 'retired' | 'deleted'
  readonly ends: KeyDate
  readonly lapses: KeyDate
}
export type KeyDate = { readonly inHours: number } | { readonly at: string } | null

/** A change in the reader's language: by its code where the language has words, else by the server's sentence, which is what a confirmation is bound to. */
export const changeInWords = (change: { readonly told: ToldChange | null; readonly sentence: string }, w: Words): string => {
  if (change.told === null || w.server.told === null) return change.sentence
  // A row is made for its own change: what the compiler cannot follow through the index.
  const row = w.server.told[change.told.is] as ((change: ToldChange, w: Words) => string) | undefined
  return row?.(change.told, w) ?? change.sentence
}

/** A key that is not made yet, in one sentence. */
export const draftInWords = ({ told: { shape, endsInHours, lapsesInHours }, sentence }: KeyDraft, w: Words): string =>
  w.server.keySentence?.({ ...shape, state: 'enabled', ends: endsInHours === null ? null : { inHours: endsInHours }, lapses: lapsesInHours === null ? null : { inHours: lapsesInHours } }, w) ?? sentence

/** What an endpoint does. */
export const endpointInWords = ({ method, path, summary }: { readonly method: string; readonly path: string; readonly summary: string }, w: Words): string => w.server.endpoints?.[`${method} ${path}`] ?? summary

interface SummedUp extends KeyShape {
  readonly state: KeyTold['state']
  readonly expiresAt: string | null
  readonly tradingLapsesAt: string | null
  readonly sentence: string
}

const dateOf = (at: string | null): KeyDate => (at === null ? null : { at })

/** A key in one sentence, in the reader's language. */
export const keyInWords = (key: SummedUp, w: Words): string =>
  w.server.keySentence?.({ ...key, ends: dateOf(key.expiresAt), lapses: dateOf(key.tradingLapsesAt) }, w) ?? key.sentence
