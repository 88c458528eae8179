import type { ApiKeyId } from '../ids.ts'
import { type Permission, permissionsOf } from '../permission.ts'
import { DAY, type TimeUs, toMs } from '../time.ts'
import type { CallRollUps } from '../watch/call-roll-ups.ts'
import type { KeyProgram, KeyUse } from '../watch/call-uses.ts'

/** One way in which a key was used, as people read it. */
export interface KeyUseView {
  readonly address: string
  readonly endpoint: string
  /** Every right that it needed; none of what was refused at the gate. */
  readonly rights: readonly Permission[]
  readonly symbol: string | null
  readonly status: number
  readonly code: number | null
  readonly reason: string | null
  readonly calls: number
  readonly weight: number
  /** ISO 8601, UTC; of all time. */
  readonly first: string
  readonly last: string
}

/** One program that used a key on one day. */
export interface KeyProgramView {
  readonly day: string
  readonly address: string
  readonly client: string | null
  readonly calls: number
  readonly first: string
  readonly last: string
  readonly clockMs: KeyProgram['clockMs']
}

export interface KeyUsesView {
  readonly key: string
  readonly uses: readonly KeyUseView[]
  readonly programs: readonly KeyProgramView[]
}

const iso = (timeUs: number): string => new Date(toMs(timeUs)).toISOString()

const keyUsesView = (key: ApiKeyId, uses: readonly KeyUse[], programs: readonly KeyProgram[]): KeyUsesView => ({
  key,
  uses: uses.map(({ address, endpoint, rights, symbol, status, code, reason, calls, weight, firstUs, lastUs }) => ({ address, endpoint, rights: permissionsOf(rights), symbol, status, code, reason, calls, weight, first: iso(firstUs), last: iso(lastUs) })),
  programs: programs.map(({ dayUs, address, client, calls, firstUs, lastUs, clockMs }) => ({ day: iso(dayUs).slice(0, 10), address, client, calls, first: iso(firstUs), last: iso(lastUs), clockMs })),
})

/** What a key was used for in so many days. @param wallUs by which calls are logged */
export const usesOfKey = async (key: ApiKeyId, days: number, callLog: Pick<CallRollUps, 'uses' | 'programs'>, wallUs: TimeUs): Promise<KeyUsesView> => {
  const fromUs = wallUs - days * DAY
  return keyUsesView(key, await callLog.uses({ keyIds: [key], fromUs }), await callLog.programs(key, fromUs))
}
