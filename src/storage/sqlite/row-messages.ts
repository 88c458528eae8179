import type { SQLInputValue } from 'node:sqlite'
import type { MessagePort } from 'node:worker_threads'
import type { ColumnKind, RowPack } from './row-pack.ts'

/** Places in the shared array. */
export const HANDED_OVER = 0
export const TAKEN = 1

export type FromRowThread =
  | { readonly kind: 'rows'; readonly pack: RowPack }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly happened: string; readonly result: number | undefined }

export interface RowThreadData {
  readonly file: string
  readonly sql: string
  readonly parameters: readonly SQLInputValue[]
  readonly kinds: readonly ColumnKind[]
  readonly port: MessagePort
  readonly counters: Int32Array
}
