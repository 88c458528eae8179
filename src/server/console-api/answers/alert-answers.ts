import { z } from '@hono/zod-openapi'
import type { AlertSummary } from '../../../operations/alerts/alert-summary.ts'
import type { AlertSettingsTold } from '../../../operations/alerts/settings.ts'
import type { AlertSettings } from '../../../watch/alerts/alert-settings.ts'
import type { Evidence } from '../../../watch/anomalies/anomaly.ts'
import { instant, list, orNull } from '../schemas.ts'
import { exactly } from './exactly.ts'
import { permission } from './shared-answers.ts'

const count = z.number()
const word = z.string()

export const evidence = exactly<Evidence>()(z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('newNetwork'), address: word, network: word, endpoint: word, knownNetworks: list(word) }),
  z.strictObject({ kind: z.literal('strangerKnocks'), address: word, network: word, endpoint: word }),
  z.strictObject({ kind: z.literal('newFamily'), family: word, endpoint: word, address: word, knownFamilies: list(word) }),
  z.strictObject({ kind: z.literal('unusualHour'), hour: count, address: word, endpoint: word, usualHours: list(count), daysKnown: count }),
  z.strictObject({ kind: z.literal('rateJump'), callsInMinute: count, most: count, usual: count, address: word }),
  z.strictObject({ kind: z.literal('refusalBurst'), refusals: count, withinUs: count, reasons: z.record(word, count), addresses: list(word), isFromKnownNetwork: z.boolean() }),
  z.strictObject({ kind: z.literal('offProgram'), address: word, endpoint: word, offSinceUs: count }),
  z.strictObject({ kind: z.literal('outsideHours'), address: word, endpoint: word, from: word, until: word, zone: word }),
  z.strictObject({ kind: z.literal('awayFromMarket'), symbol: word, side: z.enum(['BUY', 'SELL']), fills: count, worstPercent: count, counterparties: list(count) }),
  z.strictObject({ kind: z.literal('roundTrips'), symbol: word, counterparty: count, fills: count, turns: count, withinUs: count }),
  z.strictObject({ kind: z.literal('newWithdrawalAddress'), asset: word, network: word, address: word, amount: word, knownAddresses: count }),
  z.strictObject({ kind: z.literal('canary'), address: word, endpoint: word }),
  z.strictObject({ kind: z.literal('leakFound'), leaked: z.enum(['key', 'secret', 'privateKey']), where: word, source: word, isDisabled: z.boolean() }),
// Counterparties are account ids by name, plain numbers on the wire.
]) as unknown as z.ZodType<Evidence, Evidence>).openapi('AlertEvidence')

const kind = z.enum(['newNetwork', 'strangerKnocks', 'newFamily', 'unusualHour', 'rateJump', 'refusalBurst', 'offProgram', 'outsideHours', 'awayFromMarket', 'roundTrips', 'newWithdrawalAddress', 'canary', 'leakFound'])
export const alertState = z.enum(['open', 'normal', 'settled'])

export const alert = exactly<AlertSummary>()(z.strictObject({
  id: word, account: z.number().int(), keyId: orNull(word), keyLabel: orNull(word), kind, severity: z.enum(['notice', 'warning', 'alarm']), title: word, text: word, evidence, firstAt: instant, lastAt: instant, count: z.number().int(), state: alertState,
  decidedBy: orNull(word), decidedAt: orNull(instant), frozen: list(permission),
})).openapi('Alert')

const settingsFields = {
  mail: z.enum(['atOnce', 'digest', 'off']), digestHour: z.number().int(), timeZone: z.string().max(60), quietHours: orNull(z.strictObject({ from: z.string().max(5), until: z.string().max(5), timeZone: z.string().max(60) })),
  alarmsBreakThrough: z.boolean(), webhookUrl: orNull(z.string().max(2_000)),
}
export const alertSettings = exactly<AlertSettings>()(z.strictObject(settingsFields)).openapi('AlertSettings')
export const alertSettingsChange = z.strictObject(settingsFields).partial().openapi('AlertSettingsChange')
export const alertSettingsTold = exactly<AlertSettingsTold>()(z.strictObject({ settings: alertSettings, webhookSecret: orNull(word) })).openapi('AlertSettingsTold')
export const webhookDelivery = z.strictObject({ id: word, state: z.enum(['waiting', 'sent', 'failed']), attempts: z.number().int(), createdAt: instant, nextTryAt: orNull(instant), fault: orNull(word) }).openapi('WebhookDelivery')
