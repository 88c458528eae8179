import type { TimeUs } from '../time.ts'

/** What an account opens before the right to it can be given: margin by an agreement, futures by a short knowledge check. */
export const PRODUCTS = ['margin', 'futures'] as const
export type Product = (typeof PRODUCTS)[number]

export const isProduct = (text: string): text is Product => PRODUCTS.some((product) => product === text)

/** What was accepted or passed, by whom, and when. */
export interface ProductOpening {
  /** Of the agreement, or of the questions. */
  readonly version: string
  /** As the audit chain names who did it: `person:…`, `operator:local`, `key:k_…`. */
  readonly by: string
  /** On the authority's calendar. */
  readonly atUs: TimeUs
}
