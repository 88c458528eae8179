/** Ids that do not mix. Each is made only by its own parser or maker. */
declare const brand: unique symbol
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name }

/** Numeric uid of an account; the same number is the account in the ledger. */
export type AccountId = Branded<number, 'AccountId'>
/** The internal id of a key (`k_…`): what logs, audit rows and references carry instead of the key itself. */
export type ApiKeyId = Branded<string, 'ApiKeyId'>
/** What the client sends in `X-MBX-APIKEY`: 64 characters. */
export type ApiKeyText = Branded<string, 'ApiKeyText'>
/** Sortable, unguessable id of one request; the `x-mbx-uuid` of its answer. */
export type RequestId = Branded<string, 'RequestId'>

// The makers: what they are given is an id of that kind, and here it gets its name.

export const accountId = (value: number): AccountId => {
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`not an account id: ${value}`)
  return value as AccountId
}
export const apiKeyId = (text: string): ApiKeyId => text as ApiKeyId
export const apiKeyText = (text: string): ApiKeyText => text as ApiKeyText
export const requestId = (text: string): RequestId => text as RequestId
