import { type Outcome, refused } from './outcome.ts'

/** An error that tells people what to do, as the store's errors do. */
const tellsRemedy = (error: unknown): error is Error & { readonly remedy: string } => error instanceof Error && 'remedy' in error && typeof error.remedy === 'string'

/** Turns an error that was made for people into a refusal; any other is a fault of the program and is thrown on. */
export const refusalOfError = (error: unknown): Extract<Outcome<never>, { ok: false }> => {
  if (!tellsRemedy(error)) throw error
  const { message, remedy } = error
  return refused('storeRefused', message.endsWith(remedy) ? message.slice(0, -remedy.length).trimEnd() : message, remedy)
}
