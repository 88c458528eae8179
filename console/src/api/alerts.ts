import { queryOptions } from '@tanstack/react-query'
import type { AlertSummary } from '../../../src/operations/alerts/alert-summary.ts'
import type { AlertSettingsTold } from '../../../src/operations/alerts/settings.ts'
import type { KeyAdvice } from '../../../src/operations/keys/advice.ts'
import type { AlertSettings } from '../../../src/watch/alerts/alert-settings.ts'
import { ask, change, type Changed, destroys, type Destruction } from './client.ts'

export interface WebhookDelivery {
  readonly id: string
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly attempts: number
  readonly createdAt: string
  readonly nextTryAt: string | null
  readonly fault: string | null
}

export const alertsQuery = (onlyOpen: boolean) => queryOptions({ queryKey: ['alerts', onlyOpen], queryFn: ({ signal }) => ask<readonly AlertSummary[]>(`/api/alerts${onlyOpen ? '?state=open' : ''}`, signal), refetchInterval: 5_000 })
export const decideAlert = (id: string, as: 'normal' | 'settled'): Promise<Changed<AlertSummary>> => change({ method: 'POST', path: `/api/alerts/${encodeURIComponent(id)}/decision`, body: { as } })
export const thawKey = (id: string): Promise<Changed<AlertSummary>> => change({ method: 'POST', path: `/api/alerts/${encodeURIComponent(id)}/thaw` })

export const alertSettingsQuery = (account: number) => queryOptions({ queryKey: ['alertSettings', account], queryFn: ({ signal }) => ask<AlertSettings>(`/api/accounts/${account}/alert-settings`, signal) })
export const editAlertSettings = (account: number, wish: Partial<AlertSettings>, renewsSecret = false): Promise<Changed<AlertSettingsTold>> => change({ method: 'PATCH', path: `/api/accounts/${account}/alert-settings`, body: { change: wish, ...(renewsSecret && { renewsSecret }) } })
export const removeWebhook = (account: number): Destruction<AlertSettingsTold> => destroys('webhook.remove', () => editAlertSettings(account, { webhookUrl: null }))
export const renewWebhookSecret = (account: number): Destruction<AlertSettingsTold> => destroys('webhook.newSecret', () => editAlertSettings(account, {}, true))
export const deliveriesQuery = (account: number) => queryOptions({ queryKey: ['webhookDeliveries', account], queryFn: ({ signal }) => ask<readonly WebhookDelivery[]>(`/api/accounts/${account}/webhook-deliveries`, signal), refetchInterval: 10_000 })

export const adviceQuery = (key: string, days: number) => queryOptions({ queryKey: ['keys', 'advice', key, days], queryFn: ({ signal }) => ask<KeyAdvice>(`/api/keys/${encodeURIComponent(key)}/advice?days=${days}`, signal) })
