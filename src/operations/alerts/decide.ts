import type { Act } from '../../people/acts.ts'
import { recordedBy } from '../../people/office.ts'
import { permissionBits, permissionsOf } from '../../permission.ts'
import type { Alert } from '../../watch/alerts/alert.ts'
import { alertSentence } from '../../watch/alerts/alert-words.ts'
import { brokenRules } from '../broken-rules.ts'
import type { Operation } from '../operation.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import { furtherActsOf } from '../keys/key-parts.ts'
import { namedKey, nameOfKey } from '../keys/key-words.ts'
import type { AlertParts } from './alert-parts.ts'
import { type AlertSummary, alertSummary } from './alert-summary.ts'

const unknown = (id: string) => refused('unknownSubject', `There is no alert ${id}.`, 'See: ./bitting alerts --all')

const aboutAlert = (needs: Act, parts: AlertParts) => async ({ alert: id }: { readonly alert: string }) => {
  const alert = parts.alerts.byId(id)
  const key = alert?.keyId ? await parts.authority.byId(alert.keyId) : undefined
  return alert && ({ see: 'alert.see', accountId: alert.accountId, holderId: key?.holderId ?? null, needs } as const)
}

const openAlert = (id: string, parts: AlertParts): Outcome<Alert> => {
  const alert = parts.alerts.byId(id)
  if (!alert) return unknown(id)
  return alert.state === 'open' ? done(alert) : refused('alreadyDecided', `The alert is ${alert.state} already.`, 'Nothing is left to do.')
}

export interface DecideWish {
  alert: string
  /** `normal`: it is as it should be, and is not told of again; `settled`: something was done about it. */
  as: 'normal' | 'settled'
}

/** Says what an alert was. What is normal becomes part of what the watch knows of the key. */
export const decideAlert = (parts: AlertParts): Operation<DecideWish, AlertSummary> => ({
  name: 'alerts.decide',
  about: aboutAlert('alert.decide', parts),
  describe: async ({ alert: id, as }) => {
    const alert = openAlert(id, parts)
    if (!alert.ok) return alert
    const key = alert.value.keyId ? await parts.authority.byId(alert.value.keyId) : undefined
    return done({ change: { act: 'alert.decide', accountId: alert.value.accountId, subject: id, details: { as, version: alert.value.version }, sentence: `Note as ${as}: ${alertSentence(alert.value.evidence)}`, told: { is: 'alert.decide', as } }, holderId: key?.holderId ?? null })
  },
  perform: async ({ alert: id, as }, { actor, source, recordedAtUs, personId }) => {
    const found = openAlert(id, parts)
    if (!found.ok) return found
    const alert: Alert = { ...found.value, version: found.value.version + 1, state: as, decidedBy: personId ?? actor, decidedAtUs: recordedAtUs }
    await parts.alerts.update(alert, recordedBy({ actor, source, nowUs: recordedAtUs }, { act: 'alert.decide', subject: id, before: { state: 'open' }, after: { state: as, kind: alert.kind, key: alert.keyId } }))
    if (as === 'normal' && alert.keyId) parts.watch.accept(alert.keyId, { evidence: alert.evidence, timeUs: alert.lastUs })
    return done(await alertSummary(alert, parts))
  },
})

export interface ThawWish { alert: string }

/** Gives a key back the rights that the watch took from it. */
export const thawKey = (parts: AlertParts): Operation<ThawWish, AlertSummary> => {
  const read = async (id: string) => {
    const alert = parts.alerts.byId(id)
    if (!alert) return unknown(id)
    const key = alert.keyId ? await parts.authority.byId(alert.keyId) : undefined
    return alert.frozen === null || !key || key.deletedAtUs !== null ? refused('notFrozen', 'Nothing was taken from a key because of this alert.', 'See: ./bitting alerts --all') : done({ alert, key, frozen: alert.frozen })
  }
  return {
    name: 'alerts.thaw',
    about: aboutAlert('key.grant', parts),
    describe: async ({ alert: id }) => {
      const found = await read(id)
      if (!found.ok) return found
      const { key, frozen } = found.value
      return done({ change: { act: 'key.grant', accountId: key.accountId, subject: key.id, details: { alert: id, rights: [...frozen], changedAtUs: key.changedAtUs }, sentence: `Give ${nameOfKey(key)} back what the watch took from it: ${frozen.join(', ')}.`, told: { is: 'key.thaw', key: namedKey(key), rights: frozen } }, holderId: key.holderId, ...furtherActsOf(permissionBits(frozen)) })
    },
    perform: async ({ alert: id }, { actor, source, nowUs, recordedAtUs, confirmation, personId }) => {
      const found = await read(id)
      if (!found.ok) return found
      const { alert, key, frozen } = found.value
      const edited = await parts.authority.edit(key.id, { permissions: [...new Set([...permissionsOf(key.permissions), ...frozen])] }, { actor, source, nowUs, recordedAtUs, confirmation })
      if (!edited.ok) return brokenRules(edited)
      const thawed: Alert = { ...alert, version: alert.version + 1, frozen: null, ...(alert.state === 'open' && { state: 'normal' as const, decidedBy: personId ?? actor, decidedAtUs: recordedAtUs }) }
      await parts.alerts.update(thawed, recordedBy({ actor, source, nowUs: recordedAtUs }, { act: 'alert.thaw', subject: id, before: { frozen: [...frozen] }, after: { key: key.id } }))
      if (alert.keyId) parts.watch.accept(alert.keyId, { evidence: alert.evidence, timeUs: alert.lastUs })
      return done(await alertSummary(thawed, parts))
    },
  }
}
