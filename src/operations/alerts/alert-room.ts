import type { Alert, AlertQuery, WebhookDelivery } from '../../watch/alerts/alert.ts'
import { type AlertSettings, DEFAULT_ALERT_SETTINGS } from '../../watch/alerts/alert-settings.ts'
import type { AccountId } from '../../ids.ts'
import { AlertDesk } from './alert-desk.ts'
import type { AlertParts } from './alert-parts.ts'
import { decideAlert, thawKey } from './decide.ts'
import { markProgram } from './mark-program.ts'
import { editAlertSettings } from './settings.ts'

/** Everything that is done with alerts, for console, command line and the watch itself. */
export interface AlertRoom {
  readonly desk: AlertDesk
  readonly acts: { readonly decide: ReturnType<typeof decideAlert>; readonly thaw: ReturnType<typeof thawKey>; readonly settings: ReturnType<typeof editAlertSettings>; readonly program: ReturnType<typeof markProgram> }
  readonly parts: AlertParts
  list(query: AlertQuery): readonly Alert[]
  settingsOf(accountId: AccountId): AlertSettings
  /** What was posted lately, or waits. */
  deliveriesOf(accountId: AccountId): readonly WebhookDelivery[]
}

const MOST_DELIVERIES = 50

export const alertRoom = (parts: AlertParts): AlertRoom => ({
  desk: new AlertDesk(parts),
  acts: { decide: decideAlert(parts), thaw: thawKey(parts), settings: editAlertSettings(parts), program: markProgram(parts) },
  parts,
  list: (query) => parts.alerts.list(query),
  settingsOf: (accountId) => parts.settings.of(accountId)?.settings ?? DEFAULT_ALERT_SETTINGS,
  deliveriesOf: (accountId) => parts.alerts.deliveriesOf(accountId, MOST_DELIVERIES),
})
