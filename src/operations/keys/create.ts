import type { NewKey } from '../../authority/authority.ts'
import { sentenceOf } from '../../authority/sentence.ts'
import { permissionBits } from '../../permission.ts'
import { accountId } from '../../ids.ts'
import { DAY, type TimeUs } from '../../time.ts'
import { accountOfWish } from '../account-of-wish.ts'
import { brokenRules } from '../broken-rules.ts'
import { summarize } from '../key-summary.ts'
import type { Operation } from '../operation.ts'
import type { CreatedKey, KeyWish } from '../operator.ts'
import { done } from '../outcome.ts'
import { actOf, furtherActsOf, type KeyParts, rehearsal } from './key-parts.ts'
import { fingerprint, hoursUntil, particulars, shapeOf } from './key-words.ts'

const READING = permissionBits(['reading'])

const newKeyOf = (wish: KeyWish, account: number, nowUs: TimeUs, holderId: string | null): NewKey => ({
  accountId: accountId(account), environment: wish.environment, label: wish.label, kind: wish.kind, publicKey: wish.publicKey, permissions: wish.permissions, preset: wish.preset, periodDays: wish.periodDays,
  afterPeriod: wish.afterPeriod, calls: wish.calls, allowList: wish.allowList, guardRails: wish.guardRails, replayGuard: wish.replayGuard, expiresAtUs: wish.expiresInDays === undefined ? null : nowUs + wish.expiresInDays * DAY, holderId, countsWith: wish.countsWith, boundTo: wish.boundTo,
})

const adviceOn = (permissions: number): readonly string[] => {
  const both = permissionBits(['spotAndMarginTrading', 'futures'])
  return (permissions & both) === both ? ['It trades spot and futures: two keys, one for each, would let no leak open both. One act makes the two: ./bitting keys split KEY'] : []
}

/** Makes a key within the rules of keys, which hold for everybody. The guided path and the classic one end here. */
export const createKey = (parts: KeyParts): Operation<KeyWish, CreatedKey> => ({
  name: 'keys.create',
  about: async (wish) => {
    const account = accountOfWish(wish.account, parts)
    return account.ok ? { see: 'account.see', accountId: account.value.id, holderId: null, isMakersOwn: true, needs: 'key.createReading' } : undefined
  },
  describe: async (wish) => {
    const account = accountOfWish(wish.account, parts)
    if (!account.ok) return account
    const act = rehearsal(parts)
    const made = await parts.authority.create(newKeyOf(wish, account.value.id, act.nowUs, null), act)
    if (!made.ok) return brokenRules(made)
    const { key } = made
    // Ids, texts, dates and secrets are drawn when it is made; everything else is decided here.
    const { id: _id, expiresAtUs: _end, tradingLapsesAtUs: _lapse, life, ...shape } = particulars(key)
    return done({
      change: {
        act: (key.permissions & ~READING) === 0 ? 'key.createReading' : 'key.create', accountId: key.accountId, subject: '',
        details: { ...shape, publicKey: fingerprint(wish.publicKey), expiresInDays: wish.expiresInDays ?? null, periodDays: key.life.periodDays, afterPeriod: key.life.afterPeriod, preset: key.life.preset, calls: wish.calls ?? null },
        sentence: `Make the key "${key.label}" for ${account.value.email}: ${sentenceOf(key, act.nowUs)}${wish.calls === undefined ? '' : ` It is deleted after ${wish.calls} calls.`}`,
        told: { is: 'key.create', label: key.label, email: account.value.email, shape: shapeOf(key), endsInHours: hoursUntil(key.expiresAtUs, act.nowUs), lapsesInHours: hoursUntil(key.tradingLapsesAtUs, act.nowUs), calls: wish.calls ?? null },
      },
      holderId: null, isMakersOwn: true, ...furtherActsOf(key.permissions),
    })
  },
  perform: async (wish, doing) => {
    const account = accountOfWish(wish.account, parts)
    if (!account.ok) return account
    // What the local operator makes is nobody's in particular, whoever confirmed it; what was approved is held by whoever asked for it.
    const isApproved = doing.confirmation?.approvalId !== undefined
    const holderId = doing.actor.startsWith('person:') || isApproved ? doing.personId : null
    // Nobody looks while an approval is carried out: the secret waits for whoever asked.
    const created = await parts.authority.create({ ...newKeyOf(wish, account.value.id, doing.nowUs, holderId), ...(isApproved && { secretWaitsFor: doing.personId }) }, actOf(doing))
    return created.ok ? done({ key: await summarize(created.key, parts), secretKey: created.secret, remarks: [...created.remarks, ...adviceOn(created.key.permissions)] }) : brokenRules(created)
  },
})

export { adviceOn, READING }
