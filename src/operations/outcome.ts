import type { StepUpAsked } from './operation.ts'

/** What is wrong with one field of a wish. */
export interface FieldFault {
  readonly field: string
  readonly text: string
  /** The rule of keys that it breaks, for whoever words it otherwise; absent where it breaks none. */
  readonly rule?: string
}

/** Why an act was not done, in words for people. Plain JSON: it travels through the control socket as it is. */
export interface OperationRefused {
  /** A stable word for scripts: `keyUnknown`, `keyAmbiguous`, `wrongInput` … */
  readonly code: string
  /** What happened. */
  readonly message: string
  /** What to do about it. */
  readonly remedy: string
  /** Which fields of a wish are at fault, each with its reason; absent where no field is. */
  readonly fields?: readonly FieldFault[]
  /** `stepUpNeeded`: what is asked, and of whom. */
  readonly stepUp?: StepUpAsked
}

/** What an act gives: its value, or why it was refused. Only broken invariants throw. */
export type Outcome<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refused: OperationRefused }

export const done = <Value>(value: Value): Outcome<Value> => ({ ok: true, value })

export const refused = (code: string, message: string, remedy: string): { readonly ok: false; readonly refused: OperationRefused } =>
  ({ ok: false, refused: { code, message, remedy } })
