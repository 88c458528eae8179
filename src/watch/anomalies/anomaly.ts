import type { AccountId, ApiKeyId } from '../../ids.ts'
import type { TimeUs } from '../../time.ts'

/** How much it asks for a look: `notice` when there is time, `warning` today, `alarm` now. */
export type Severity = 'notice' | 'warning' | 'alarm'

/** What was out of the ordinary, with what shows it. Amounts are texts in the asset's own unit; times are microseconds. */
export type Evidence =
  /** A call from a network that the key was never used from. */
  | { readonly kind: 'newNetwork'; readonly address: string; readonly network: string; readonly endpoint: string; readonly knownNetworks: readonly string[] }
  /** Somebody who has the key tried it from a network that it was never used from, and was refused for its place or its signature. */
  | { readonly kind: 'strangerKnocks'; readonly address: string; readonly network: string; readonly endpoint: string }
  /** The first call of a kind that the key never made. */
  | { readonly kind: 'newFamily'; readonly family: string; readonly endpoint: string; readonly address: string; readonly knownFamilies: readonly string[] }
  /** A call at an hour at which it never called (UTC). */
  | { readonly kind: 'unusualHour'; readonly hour: number; readonly address: string; readonly endpoint: string; readonly usualHours: readonly number[]; readonly daysKnown: number }
  | { readonly kind: 'rateJump'; readonly callsInMinute: number; readonly most: number; readonly usual: number; readonly address: string }
  /** Many refusals in a short time: a stranger who guesses, or a program with a wrong secret. */
  | { readonly kind: 'refusalBurst'; readonly refusals: number; readonly withinUs: number; readonly reasons: Readonly<Record<string, number>>; readonly addresses: readonly string[]; readonly isFromKnownNetwork: boolean }
  /** A call while its owner said that the program is off. */
  | { readonly kind: 'offProgram'; readonly address: string; readonly endpoint: string; readonly offSinceUs: TimeUs }
  /** A call outside the hours in which the key's limits let it act: its program should not be running. */
  | { readonly kind: 'outsideHours'; readonly address: string; readonly endpoint: string; readonly from: string; readonly until: string; readonly zone: string }
  /** Fills far from the market, at the account's loss. */
  | { readonly kind: 'awayFromMarket'; readonly symbol: string; readonly side: 'BUY' | 'SELL'; readonly fills: number; readonly worstPercent: number; readonly counterparties: readonly AccountId[] }
  /** Back and forth with one counterparty: wash trades, or a drain through them. */
  | { readonly kind: 'roundTrips'; readonly symbol: string; readonly counterparty: AccountId; readonly fills: number; readonly turns: number; readonly withinUs: number }
  | { readonly kind: 'newWithdrawalAddress'; readonly asset: string; readonly network: string; readonly address: string; readonly amount: string; readonly knownAddresses: number }
  /** Somebody tried a key that nobody uses. */
  | { readonly kind: 'canary'; readonly address: string; readonly endpoint: string }
  /** Somebody who looks for such things found the key, or what signs for it, in public. `where` is an address as it was told, or ''; `source` is what kind of place it is. */
  | { readonly kind: 'leakFound'; readonly leaked: 'key' | 'secret' | 'privateKey'; readonly where: string; readonly source: string; readonly isDisabled: boolean }

export type AnomalyKind = Evidence['kind']

export interface Anomaly {
  readonly accountId: AccountId
  /** Null where it shows in the account alone, and no key can be named. */
  readonly keyId: ApiKeyId | null
  readonly timeUs: TimeUs
  readonly severity: Severity
  /** What makes it the same as another one of its kind: it is told of once. */
  readonly subject: string
  readonly evidence: Evidence
}
