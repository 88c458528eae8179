import type { BoundWallet } from '../authority/api-key.ts'
import type { Permission } from '../permission.ts'
import type { ParameterFault } from './endpoint-shape.ts'

/**
 * Why a request was refused. What we know and what we say are different: the trace keeps the reason,
 * `binance/errors.ts` says what Binance would say.
 */
export type Refusal =
  | { readonly reason: 'addressBanned'; readonly untilMs: number }
  | { readonly reason: 'tooManyRawRequests'; readonly limit: number; readonly windowMs: number; readonly retryAfterMs: number }
  | { readonly reason: 'tooManyConnections'; readonly limit: number; readonly windowMs: number; readonly retryAfterMs: number }
  | { readonly reason: 'unknownPath' }
  | { readonly reason: 'bodyTooLarge' }
  | { readonly reason: 'duplicateParameter'; readonly name: string }
  | { readonly reason: 'malformedEncoding' }
  | { readonly reason: 'addressWeightUsedUp'; readonly limit: number; readonly windowMs: number; readonly retryAfterMs: number }
  | { readonly reason: 'keyHeaderMissing' }
  | { readonly reason: 'keyHeaderMalformed' }
  | { readonly reason: 'timestampMissing' }
  | { readonly reason: 'timestampMalformed' }
  | { readonly reason: 'signatureMissing' }
  | { readonly reason: 'recvWindowTooGreat' }
  | { readonly reason: 'recvWindowMalformed' }
  | { readonly reason: 'timestampTooOld'; readonly differenceMs: number; readonly recvWindowMs: number }
  | { readonly reason: 'timestampAhead'; readonly differenceMs: number }
  | { readonly reason: 'keyUnknown'; /** Its checksum fails: mistyped, or made elsewhere. */ readonly isMistyped?: true }
  | { readonly reason: 'keyOfOtherEnvironment' | 'keyDisabled' | 'keyExpired' | 'keyDeleted' | 'keyRetired' | 'accountAccessDisabled' }
  | { readonly reason: 'addressNotAllowed'; readonly address: string; readonly entries: readonly string[] }
  | { readonly reason: 'signatureWrong' }
  | { readonly reason: 'permissionMissing'; readonly permission: Permission }
  | { readonly reason: 'permissionLapsed'; readonly permission: Permission }
  | { readonly reason: 'listRequired' | 'beyondCeiling' | 'unrestrictedForbidden'; readonly permission: Permission }
  | { readonly reason: 'productNotOpened'; readonly product: 'margin' | 'futures' }
  | { readonly reason: 'boundToWallet'; readonly wallet: BoundWallet }
  | { readonly reason: 'callerNotMain' | 'callerNotSub' }
  | { readonly reason: 'accountWeightUsedUp'; readonly limit: number; readonly windowMs: number; readonly retryAfterMs: number }
  | { readonly reason: 'replayed' | 'beforeRestart' }
  | { readonly reason: 'parameter'; readonly fault: ParameterFault }
  | { readonly reason: 'guardRail'; readonly limit: string; readonly text: string; /** Of a call that takes money out. */ readonly isWithdrawal?: true; readonly asked?: string; readonly allowed?: string }

export type RefusalReason = Refusal['reason']
