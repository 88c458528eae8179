import type { ApiKey } from '../../authority/api-key.ts'
import { closureOf } from '../../authority/key-life.ts'
import { type Heartbeat, isHeard, judgeAddresses, type MovingAddress, recentMoves, tooSoonByMs } from '../../authority/moving-address.ts'
import type { MovingParts } from './moving-parts.ts'
import { tokenSealId } from './moving-parts.ts'

export type Moved =
  | { readonly is: 'moved'; readonly from: readonly string[]; readonly to: readonly string[] }
  | { readonly is: 'same' }
  | { readonly is: 'kept'; readonly fault: string }

export type Heard = Moved | { readonly is: 'tooSoon'; readonly retryAfterMs: number }

const isAllowed = (address: MovingAddress, key: ApiKey, { accounts, policies }: MovingParts): boolean => {
  const account = accounts.byId(key.accountId)
  const policy = account && policies.of(account)
  return policy !== undefined && (address.source === 'name' ? policy.nameAddresses : policy.heartbeatAddresses)
}

const limitOf = (key: ApiKey, { accounts, policies }: MovingParts): number => {
  const account = accounts.byId(key.accountId)
  return account ? policies.of(account).movesPerDay : 0
}

/**
 * Moves an entry to the addresses that were found, in force at the next request, also for what the entry was before. What may not be, and what
 * would move too often, changes nothing: the last entry stays. The new and the old entries are noted before the list changes, so that after a
 * crash the next move still takes the old ones away.
 */
const moveTo = async (address: MovingAddress, found: readonly string[], by: { readonly actor: string; readonly source: string }, parts: MovingParts): Promise<Moved> => {
  const keep = async (fault: string): Promise<Moved> => {
    if (fault !== address.fault) await parts.store.update({ ...address, version: address.version + 1, fault })
    return { is: 'kept', fault }
  }
  const key = await parts.authority.byId(address.keyId)
  const nowUs = parts.clock.nowUs()
  if (!key || closureOf(key, nowUs) === 'keyDeleted' || closureOf(key, nowUs) === 'keyRetired') return keep('The key is closed for good.')
  if (!isAllowed(address, key, parts)) return keep('The policy of the account does not allow it.')
  if (key.allowList.mode === 'unrestricted') return keep('The key may be used from anywhere: there is no list.')
  const judged = judgeAddresses(address, found)
  if (!judged.ok) return keep(judged.fault)
  const listed = key.allowList.entries.filter((entry) => !address.entries.includes(entry) || judged.entries.includes(entry))
  const entries = [...new Set([...listed, ...judged.entries])]
  const isSame = entries.length === key.allowList.entries.length && entries.every((entry) => key.allowList.mode === 'trusted' && key.allowList.entries.includes(entry))
  const settled = (version: number, more: Partial<MovingAddress> = {}): MovingAddress => ({ ...address, version, entries: judged.entries, fault: null, ...more })
  if (isSame) {
    if (address.fault !== null || address.entries.join() !== judged.entries.join()) await parts.store.update(settled(address.version + 1))
    return { is: 'same' }
  }
  const wallUs = parts.wallClock.nowUs()
  const moves = recentMoves(address, wallUs)
  if (moves.length >= limitOf(key, parts)) return keep(`It moved ${moves.length} times in 24 hours, as often as the policy allows.`)
  await parts.store.update({ ...address, version: address.version + 1, entries: [...new Set([...address.entries, ...judged.entries])], moves: [...moves, wallUs] })
  const edited = await parts.authority.edit(key.id, { allowList: { mode: 'trusted', entries } }, { ...by, nowUs, recordedAtUs: wallUs })
  if (!edited.ok) {
    const fault = edited.violations.map(({ text }) => text).join(' ')
    await parts.store.update({ ...address, version: address.version + 2, moves: [...moves, wallUs], fault })
    return { is: 'kept', fault }
  }
  await parts.store.update(settled(address.version + 2, { moves: [...moves, wallUs] }))
  return { is: 'moved', from: address.entries, to: judged.entries }
}

/** Looks every name up again. A look-up that fails keeps the last entry. @returns how many entries moved */
export const followNames = async (parts: MovingParts): Promise<number> => {
  let moved = 0
  for (const address of parts.store.all()) {
    const { name } = address
    if (address.source !== 'name' || name === null) continue
    const found = await parts.lookup.addressesOf(name).catch(() => null)
    if (found === null) {
      const fault = `${name} could not be looked up.`
      if (address.fault !== fault) await parts.store.update({ ...address, version: address.version + 1, fault })
      continue
    }
    if ((await moveTo(address, found, { actor: 'system', source: `dns:${name}` }, parts)).is === 'moved') moved += 1
  }
  return moved
}

/**
 * Hears a heartbeat and moves its entry to where it came from. Undefined for whatever is not a good one: who sent it is told no more. The time it
 * carried is kept before anything moves, so that it is heard once even when the process ends in between.
 */
export const hearHeartbeat = async (heartbeat: Heartbeat, from: string, parts: MovingParts): Promise<Heard | undefined> => {
  const address = parts.store.all().find(({ id, source }) => id === heartbeat.id && source === 'heartbeat')
  const opened = address?.token ? parts.sealer().open(address.token, tokenSealId(address.id)) : undefined
  if (!address || !opened?.ok || !isHeard(heartbeat, address, opened.secret, parts.wallClock.nowUs())) return undefined
  const retryAfterMs = tooSoonByMs(heartbeat, address)
  if (retryAfterMs > 0) return { is: 'tooSoon', retryAfterMs }
  const heard: MovingAddress = { ...address, version: address.version + 1, lastHeardUs: heartbeat.timestamp * 1_000 }
  await parts.store.update(heard)
  return moveTo(heard, [from], { actor: `heartbeat:${address.id}`, source: from }, parts)
}
