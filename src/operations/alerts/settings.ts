import { insideAddressOf } from '../../authority/public-address.ts'
import { recordedBy } from '../../people/office.ts'
import { type AlertSettings, DEFAULT_ALERT_SETTINGS, isTimeOfDay, isTimeZone, type KeptAlertSettings } from '../../watch/alerts/alert-settings.ts'
import { mainAccountOf, UNCONFIRMED } from '../accounts/account-parts.ts'
import type { Operation } from '../operation.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import { type AlertParts, webhookSealId } from './alert-parts.ts'
import { aboutAccount } from '../about-account.ts'

export interface AlertSettingsWish {
  account: number
  /** Any of its fields; the rest stays. */
  change: Partial<AlertSettings>
  /** Another secret for the webhook; the former one signs nothing any more. */
  renewsSecret?: boolean
}

export interface AlertSettingsTold {
  readonly settings: AlertSettings
  /** Told this once, where it was made now; null otherwise. */
  readonly webhookSecret: string | null
}

interface Fault {
  readonly field: keyof AlertSettings
  readonly text: string
}

const INSIDE = '(They are posted inside, and over plain HTTP, where the server was started with BITTING_WEBHOOKS_INSIDE=yes.)'

/** Where a webhook may lead: where a name leads is looked up each time something is sent. */
const webhookFault = (url: string, mayLeadInside: boolean): string | null => {
  const parsed = URL.parse(url)
  if (!parsed || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) return 'This is no address of a server: it begins with https://'
  if (parsed.username !== '' || parsed.password !== '') return 'Leave user and password out: what is posted is signed instead.'
  if (url.length > 2_000) return 'This is longer than an address needs to be.'
  if (mayLeadInside) return null
  if (parsed.protocol !== 'https:') return `Alerts are posted over https:// alone. ${INSIDE}`
  const inside = insideAddressOf(parsed)
  return inside === null ? null : `${inside} is no address of the internet. ${INSIDE}`
}

/** @param newWebhookUrl null where the webhook stays */
const faultsOf = ({ digestHour, timeZone, quietHours }: AlertSettings, newWebhookUrl: string | null, mayLeadInside: boolean): readonly Fault[] => {
  const faults: Fault[] = []
  if (!Number.isInteger(digestHour) || digestHour < 0 || digestHour > 23) faults.push({ field: 'digestHour', text: 'This is an hour from 0 to 23.' })
  if (!isTimeZone(timeZone)) faults.push({ field: 'timeZone', text: `There is no time zone ${JSON.stringify(timeZone)}; write it as Europe/Berlin.` })
  if (quietHours !== null) {
    if (![quietHours.from, quietHours.until].every(isTimeOfDay)) faults.push({ field: 'quietHours', text: 'Quiet hours go from one time to another, each as 22:00.' })
    else if (quietHours.from === quietHours.until) faults.push({ field: 'quietHours', text: 'Quiet hours that end where they begin are none: leave them out.' })
    if (!isTimeZone(quietHours.timeZone)) faults.push({ field: 'quietHours', text: `There is no time zone ${JSON.stringify(quietHours.timeZone)}.` })
  }
  const url = newWebhookUrl === null ? null : webhookFault(newWebhookUrl, mayLeadInside)
  if (url !== null) faults.push({ field: 'webhookUrl', text: url })
  return faults
}

const WORDS: { readonly [Field in keyof AlertSettings]: { readonly title: string; readonly tell: (value: AlertSettings[Field]) => string } } = {
  mail: { title: 'mail', tell: (way) => ({ atOnce: 'at once', digest: 'once a day', off: 'off' })[way] },
  digestHour: { title: 'hour of the digest', tell: (hour) => `${String(hour).padStart(2, '0')}:00` },
  timeZone: { title: 'time zone of the digest', tell: (name) => name },
  quietHours: { title: 'quiet hours', tell: (hours) => (hours === null ? 'none' : `${hours.from} to ${hours.until}, ${hours.timeZone}`) },
  alarmsBreakThrough: { title: 'alarms in quiet hours', tell: (isTold) => (isTold ? 'told at once' : 'told later') },
  webhookUrl: { title: 'webhook', tell: (url) => url ?? 'none' },
}
// Object.keys forgets that the names are exactly those of WORDS.
const FIELDS = Object.keys(WORDS) as readonly (keyof AlertSettings)[]

const tellField = <Field extends keyof AlertSettings>(field: Field, settings: AlertSettings): string => WORDS[field].tell(settings[field])
const pick = (settings: AlertSettings, fields: readonly (keyof AlertSettings)[]) => Object.fromEntries(fields.map((field) => [field, tellField(field, settings)]))
const taken = (settings: AlertSettings, fields: readonly (keyof AlertSettings)[]): Partial<AlertSettings> => Object.fromEntries(fields.map((field) => [field, settings[field]]))

/** Changes how the people of an account hear of alerts. Those of its sub-accounts are told in the same way. */
export const editAlertSettings = (parts: AlertParts): Operation<AlertSettingsWish, AlertSettingsTold> => {
  const read = ({ account: uid, change, renewsSecret = false }: AlertSettingsWish) => {
    const account = mainAccountOf(uid, parts)
    if (!account.ok) return account
    const kept = parts.settings.of(account.value.id)
    const before = kept?.settings ?? DEFAULT_ALERT_SETTINGS
    const after: AlertSettings = { ...before, ...change }
    const faults = faultsOf(after, after.webhookUrl === before.webhookUrl ? null : after.webhookUrl, parts.webhooksMayLeadInside)
    if (faults.length > 0) return { ok: false, refused: { ...refused('alertSettings', faults.map(({ text }) => text).join('\n'), 'Nothing was changed.').refused, fields: faults } } as const
    const fields = FIELDS.filter((field) => tellField(field, before) !== tellField(field, after))
    const makesSecret = after.webhookUrl !== null && (renewsSecret || !kept?.webhookSecret)
    if (fields.length === 0 && !makesSecret) return refused('nothingToChange', 'The settings are so already.', 'Nothing is left to do.')
    return done({ account: account.value, kept, before, after, fields, makesSecret })
  }
  return {
    name: 'alerts.settings',
    about: async (wish) => aboutAccount(wish.account, 'alert.settings', parts),
    describe: async (wish) => {
      const found = read(wish)
      if (!found.ok) return found
      const { account, kept, before, after, fields, makesSecret } = found.value
      const changes = [...fields.map((field) => `${WORDS[field].title}: ${tellField(field, after)} (now ${tellField(field, before)})`), ...(makesSecret ? ['a new secret signs what is posted'] : [])]
      return done({ change: { act: 'alert.settings', accountId: account.id, subject: String(account.id), details: { version: kept?.version ?? 0, after: pick(after, fields), makesSecret }, sentence: `Change how ${account.email} hears of alerts: ${changes.join('; ')}.`, told: { is: 'alert.settings', email: account.email, before: taken(before, fields), after: taken(after, fields), makesSecret } }, holderId: null })
    },
    perform: async (wish, { actor, source, recordedAtUs, confirmation }): Promise<Outcome<AlertSettingsTold>> => {
      const found = read(wish)
      if (!found.ok) return found
      const { account, kept, before, after, fields, makesSecret } = found.value
      const secret = makesSecret ? `biw1${parts.randomText(40)}` : null
      const next: KeptAlertSettings = { accountId: account.id, version: (kept?.version ?? 0) + 1, settings: after, webhookSecret: secret === null ? (after.webhookUrl === null ? null : kept?.webhookSecret ?? null) : parts.sealer().seal(Buffer.from(secret), webhookSealId(account.id)) }
      const audit = recordedBy({ actor, source, nowUs: recordedAtUs }, { act: 'alert.settings', subject: String(account.id), before: pick(before, fields), after: { ...pick(after, fields), ...(makesSecret && { webhookSecret: 'made anew' }) } }, confirmation)
      return await parts.settings.save(next, audit, confirmation) === 'kept' ? done({ settings: after, webhookSecret: secret }) : UNCONFIRMED
    },
  }
}
