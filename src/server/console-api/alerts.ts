import { z } from '@hono/zod-openapi'
import { accountId, apiKeyId } from '../../ids.ts'
import { alertSummary } from '../../operations/alerts/alert-summary.ts'
import { seenCalls } from '../../operations/calls-list.ts'
import { alert, alertSettings, alertSettingsChange, alertSettingsTold, alertState, webhookDelivery } from './answers/alert-answers.ts'
import type { ConsoleParts } from './console-parts.ts'
import { given, operationChange } from './operation-change.ts'
import { NOT_THERE } from './people-change.ts'
import { answer, type Asked, changeRoute, ofOutcome, route, type Route } from './route.ts'
import { accountParams, idParams, instant, isoOf, list, orNull } from './schemas.ts'

const MOST_LISTED = 200
/** Chat services let in whoever knows the whole address: those who may not set it are told where it leads, and no more. */
const hostOnly = (url: string): string => `${new URL(url).origin}/…`
const decisionWish = z.strictObject({ as: z.enum(['normal', 'settled']) })
const settingsWish = z.strictObject({ change: alertSettingsChange, renewsSecret: z.boolean().optional() })
const programWish = z.strictObject({ isOff: z.boolean() })
const program = z.strictObject({ offSince: orNull(instant) })

/** What was out of the ordinary, what it was, and how people hear of it. */
export const alertRoutes = (parts: ConsoleParts): readonly Route[] => {
  const { people, alerts, keyQueries, keyParts } = parts
  return [
    route({
      method: 'GET', path: '/api/alerts', tag: 'Alerts', summary: 'What was out of the ordinary with keys that you may see, the newest first', query: z.strictObject({ state: alertState.optional() }), value: list(alert),
      act: async ({ query }, principal) => {
        const { accountIds, keyIds } = await seenCalls(principal, { people, accounts: parts.accounts, keys: keyParts.keys })
        const found = alerts.list({ seen: { accountIds: [...accountIds], keyIds: [...keyIds] }, state: query.state, limit: MOST_LISTED })
        return answer(await Promise.all(found.map((one) => alertSummary(one, alerts.parts))))
      },
    }),
    changeRoute({
      method: 'POST', path: '/api/alerts/{id}/decision', tag: 'Alerts', summary: 'Say that it is as it should be, or that something was done about it', params: idParams, body: decisionWish, value: alert,
      ...operationChange(parts, alerts.acts.decide, ({ params, body }: Asked<{ id: string }, unknown, z.output<typeof decisionWish>>) => ({ alert: params.id, as: body.as })),
    }),
    changeRoute({
      method: 'POST', path: '/api/alerts/{id}/thaw', tag: 'Alerts', summary: 'Give the key back the rights that the watch took from it', params: idParams, value: alert,
      ...operationChange(parts, alerts.acts.thaw, ({ params }: Asked<{ id: string }, unknown, unknown>) => ({ alert: params.id })),
    }),
    route({
      method: 'GET', path: '/api/accounts/{account}/alert-settings', tag: 'Alerts', summary: 'How its people hear of alerts', params: accountParams, value: alertSettings,
      act: async ({ params }, principal) => {
        if (!people.may(principal, 'account.see', params.account).ok) return ofOutcome(NOT_THERE)
        const settings = alerts.settingsOf(accountId(params.account))
        return answer(people.may(principal, 'alert.settings', params.account).ok ? settings : { ...settings, webhookUrl: settings.webhookUrl && hostOnly(settings.webhookUrl) })
      },
    }),
    changeRoute({
      method: 'PATCH', path: '/api/accounts/{account}/alert-settings', tag: 'Alerts', summary: 'Change that; a secret that was made for a webhook is told this once', params: accountParams, body: settingsWish, value: alertSettingsTold,
      ...operationChange(parts, alerts.acts.settings, ({ params, body }: Asked<{ account: number }, unknown, z.output<typeof settingsWish>>) => given({ account: params.account, change: given(body.change), renewsSecret: body.renewsSecret }), ({ params }) => params.account),
    }),
    route({
      method: 'GET', path: '/api/accounts/{account}/webhook-deliveries', tag: 'Alerts', summary: 'What was posted to its webhook lately, or waits', params: accountParams, value: list(webhookDelivery),
      act: async ({ params }, principal) => (people.may(principal, 'alert.settings', params.account).ok
        ? answer(alerts.deliveriesOf(accountId(params.account)).map(({ id, state, attempts, createdAtUs, nextTryAtUs, fault }) => ({ id, state, attempts, createdAt: isoOf(createdAtUs), nextTryAt: state === 'waiting' ? isoOf(nextTryAtUs) : null, fault })))
        : ofOutcome(NOT_THERE)),
    }),
    route({
      method: 'GET', path: '/api/keys/{id}/program', tag: 'Keys', summary: 'Whether its owner says that the program behind it is off', params: idParams, value: program,
      act: async ({ params }, principal) => {
        const key = await keyQueries.show(principal, params.id)
        if (!key.ok) return ofOutcome(key)
        const sinceUs = alerts.parts.programs.sinceUs(apiKeyId(key.value.id))
        return answer({ offSince: sinceUs === null ? null : isoOf(sinceUs) })
      },
    }),
    changeRoute({
      method: 'PUT', path: '/api/keys/{id}/program', tag: 'Keys', summary: 'Say that the program behind it is off (a call then raises the alarm), or that it may run', params: idParams, body: programWish, value: z.strictObject({ key: z.string(), offSinceUs: orNull(z.number()) }),
      ...operationChange(parts, alerts.acts.program, ({ params, body }: Asked<{ id: string }, unknown, z.output<typeof programWish>>) => ({ key: params.id, isOff: body.isOff })),
    }),
  ]
}
