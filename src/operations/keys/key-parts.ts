import type { ApiKey } from '../../authority/api-key.ts'
import type { Act } from '../../authority/authority.ts'
import type { Environment } from '../../environment.ts'
import { type AccountId, apiKeyId } from '../../ids.ts'
import type { Act as PeoplesAct } from '../../people/acts.ts'
import { hasPermission } from '../../permission.ts'
import type { About, Described, Doing } from '../operation.ts'
import type { OperatorParts } from '../operator-parts.ts'
import { done, type Outcome, refused } from '../outcome.ts'

/** What a venue does for keys: orders belong to the account, not to the key that placed them. */
export interface OpenOrders {
  /** Cancels every open order of an account. @returns how many */
  cancelAllOf(accountId: AccountId, environment: Environment): Promise<number>
}

/** What the operations on keys work on. */
export interface KeyParts extends Pick<OperatorParts, 'authority' | 'keys' | 'keyFinder' | 'accounts' | 'clock' | 'limitsLeft' | 'programOffSinceUs'> {
  /** Absent: nothing here has orders. */
  readonly openOrders?: OpenOrders
}

/** A change as the authority records it. */
export const actOf = ({ actor, source, nowUs, recordedAtUs, confirmation, personId }: Doing): Act => ({ actor, source, nowUs, recordedAtUs, confirmation, personId })

/** To ask the rules what would come of a change. */
export const rehearsal = ({ clock }: Pick<KeyParts, 'clock'>): Act => ({ actor: 'system', source: 'local', nowUs: clock.nowUs(), isRehearsal: true })

/** The key of an id. Operations name keys by their ids alone: labels are for the local operator, who may see them all. */
export const keyOfId = async (id: string, { authority }: Pick<KeyParts, 'authority'>): Promise<Outcome<ApiKey>> => {
  const key = await authority.byId(apiKeyId(id))
  return key ? done(key) : refused('keyUnknown', `There is no key ${id}.`, 'The keys: ./bitting keys list')
}

/** What a wish about a key is about: who may know of it, and the least that the wish comes to. */
export const aboutKey = async (id: string, needs: PeoplesAct, { authority }: Pick<KeyParts, 'authority'>): Promise<About | undefined> => {
  const key = await authority.byId(apiKeyId(id))
  return key && { see: 'key.see', accountId: key.accountId, holderId: key.holderId, needs }
}

/** Whoever gives a key a right to move money must be one who may move money. */
export const furtherActsOf = (granted: number): Pick<Described, 'furtherActs'> => {
  const acts: PeoplesAct[] = [
    ...(hasPermission(granted, 'withdrawals') ? ['money.withdraw'] as const : []),
    ...(hasPermission(granted, 'universalTransfer') || hasPermission(granted, 'internalTransfer') ? ['money.transfer'] as const : []),
  ]
  return acts.length === 0 ? {} : { furtherActs: acts }
}
