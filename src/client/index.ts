/** `bitting/client`: what a program needs to call Bitting, or any exchange that speaks Binance's wire. */
export { BittingClient, type CallAnswer, type ClientOptions, type Fetch, type Method } from './bitting-client.ts'
export { NotSent, OutcomeUnknown, Refused } from './call-errors.ts'
export { Credential, type SigningKind } from './credential.ts'
export { credentialFromCommand, credentialFromEnvironment, credentialFromFile } from './credential-sources.ts'
export { type HeartbeatAnswer, type HeartbeatToken, sendHeartbeat } from './heartbeat.ts'
export type { Parameters, ParameterValue } from './payload.ts'
export { sealCredential } from './sealed-credential.ts'
export type { ClockReading } from './server-clock.ts'
