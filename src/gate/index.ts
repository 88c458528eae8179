/**
 * `bitting/gate`: the ordered checks that admit or refuse a signed request, for use in another server. It does no I/O: keys come from a directory in
 * memory that the authority keeps, and the authority's changes go through a `KeyStore` of the server's own.
 */
export type { Account } from '../accounts/account.ts'
export type { ApiKey, AllowList, GuardRails, KeyKind } from '../authority/api-key.ts'
export { DEFAULT_POLICY, type AccountPolicy } from '../authority/account-policy.ts'
export { Authority, type Act, type Created, type KeyEdit, type NewKey } from '../authority/authority.ts'
export { KeyDirectory } from '../authority/key-directory.ts'
export type { KeyStore, KeyUse, LastUse } from '../authority/key-store.ts'
export { SEALING_KEY_BYTES, Sealer, type SealingKeys } from '../authority/sealing.ts'
export type { Environment } from '../environment.ts'
export { accountId, apiKeyId, requestId, type AccountId, type ApiKeyId, type RequestId } from '../ids.ts'
export { PERMISSION_TABLE, type Permission } from '../permission.ts'
export { createGate, type GateSettings } from './create-gate.ts'
export type { EndpointShape, ParameterFault, SecurityType, Weight } from './endpoint-shape.ts'
export { explain, type Explanation } from './explain.ts'
export { Spending, type SpendingStore, type SpentMinute } from './guard-rails/spending.ts'
export type { Admitted, Caller, Decision, Gate, GateRequest, Refused, Usage } from './gate.ts'
export type { RawParameters } from './raw-parameters.ts'
export type { Refusal, RefusalReason } from './refusal.ts'
export { BINANCE_LIMITS, type RateLimitSettings } from './rate-limits/settings.ts'
export type { GateStep, Trace } from './trace.ts'
