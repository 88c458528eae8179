import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AlertSettings } from '../../../../src/watch/alerts/alert-settings.ts'
import { alertSettingsQuery, editAlertSettings, removeWebhook, renewWebhookSecret } from '../../api/alerts.ts'
import { ChangeReview, type ChangedRow, useSettingChange } from '../../parts/change-review.tsx'
import { Destroy } from '../../parts/destroy.tsx'
import { ChoiceField, SelectField, TextField } from '../../parts/field.tsx'
import { Section } from '../../parts/section.tsx'
import { faultOfField } from '../../parts/refusal-words.ts'
import { Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import type { Words } from '../../words/english.ts'
import { useWords } from '../../words/words.tsx'

const hour = (of: number): string => `${String(of).padStart(2, '0')}:00`
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone

const rowsOf = (settings: AlertSettings, w: Words): readonly (readonly [string, string])[] => [
  [w.alerts.mail, w.alerts.mails[settings.mail]], [w.alerts.digestHour, hour(settings.digestHour)], [w.alerts.timeZone, settings.timeZone],
  [w.alerts.quiet, settings.quietHours === null ? w.alerts.none_ : `${settings.quietHours.from}–${settings.quietHours.until} ${settings.quietHours.timeZone}`],
  [w.alerts.alarmsBreakThrough, settings.alarmsBreakThrough ? w.alerts.on : w.alerts.off], [w.alerts.webhook, settings.webhookUrl ?? w.alerts.none_],
]

const changesOf = (before: AlertSettings, after: AlertSettings, w: Words): readonly ChangedRow[] =>
  rowsOf(before, w).flatMap(([title, value], at) => { const next = rowsOf(after, w)[at]?.[1] ?? ''; return next === value ? [] : [{ title, before: value, after: next }] })

/** What is typed for a webhook: its host. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

/** How the people of an account hear of alerts: mail, quiet hours, webhook. */
export const AlertSettingsEditor = ({ account, mayEdit }: { readonly account: number; readonly mayEdit: boolean }) => {
  const w = useWords()
  const settings = useQuery(alertSettingsQuery(account))
  // Outlives the form, which begins anew with what was saved.
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <Section title={w.alerts.settings}>
      {settings.isPending ? <Loading rows={5} /> : settings.isLoadingError ? <Failed error={settings.error} retry={() => void settings.refetch()} /> : <Editing key={JSON.stringify([account, settings.data])} account={account} settings={settings.data} mayEdit={mayEdit} onSecret={setSecret} />}
      {secret === null ? null : <div className="mt-4"><Note kind="caution" role="status">{w.alerts.secret} <code className="break-all">{secret}</code></Note></div>}
      <p className="mt-4 text-sm text-soft">{w.alerts.freeze} <Link to="/settings" search={{ of: 'account', account: String(account) }} className="link">{w.alerts.toPolicy}</Link></p>
    </Section>
  )
}

const Editing = ({ account, settings, mayEdit, onSecret }: { readonly account: number; readonly settings: AlertSettings; readonly mayEdit: boolean; readonly onSecret: (secret: string) => void }) => {
  const w = useWords()
  const [wish, setWish] = useState(settings)
  const [isReviewed, setReviewed] = useState(false)
  const { apply, note, error, isBusy, reset } = useSettingChange(['alertSettings', account], w.alerts.changed)
  const rows = changesOf(settings, wish, w)
  const put = (change: Partial<AlertSettings>): void => { reset(); setWish({ ...wish, ...change }) }
  const faultOf = (field: keyof AlertSettings): string | undefined => faultOfField(w, error, field)
  const save = (change: Partial<AlertSettings>): Promise<boolean> => apply(async () => {
    const changed = await editAlertSettings(account, change)
    if (changed.is === 'done' && changed.value.webhookSecret !== null) onSecret(changed.value.webhookSecret)
    return changed
  })
  const { quietHours } = wish
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); setReviewed(true) }}>
      <fieldset disabled={!mayEdit} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">{w.alerts.settings}</legend>
        <ChoiceField label={w.alerts.mail} value={wish.mail} among={['atOnce', 'digest', 'off']} wordOf={(way) => w.alerts.mails[way]} onChoose={(mail) => put({ mail })} />
        {wish.mail !== 'digest' ? null : <div className="grid gap-4 sm:grid-cols-2">
          <SelectField label={w.alerts.digestHour} value={wish.digestHour} onChange={({ target }) => put({ digestHour: Number(target.value) })}>{Array.from({ length: 24 }, (_, at) => <option key={at} value={at}>{hour(at)}</option>)}</SelectField>
          <TextField label={w.alerts.timeZone} required value={wish.timeZone} fault={faultOf('timeZone')} onChange={({ target }) => put({ timeZone: target.value })} />
        </div>}
        <label className="flex items-center gap-2"><input type="checkbox" checked={quietHours !== null} onChange={({ target }) => put({ quietHours: target.checked ? { from: '22:00', until: '07:00', timeZone: HERE } : null })} />{w.alerts.quiet}</label>
        {quietHours === null ? null : <>
          <div className="grid grid-cols-2 gap-4"><TextField label={w.alerts.from} type="time" required value={quietHours.from} fault={faultOf('quietHours')} onChange={({ target }) => put({ quietHours: { ...quietHours, from: target.value } })} /><TextField label={w.alerts.until} type="time" required value={quietHours.until} onChange={({ target }) => put({ quietHours: { ...quietHours, until: target.value } })} /></div>
          <label className="flex items-center gap-2"><input type="checkbox" checked={wish.alarmsBreakThrough} onChange={({ target }) => put({ alarmsBreakThrough: target.checked })} />{w.alerts.alarmsBreakThrough}</label>
        </>}
        <TextField label={w.alerts.webhook} hint={w.alerts.webhookHint} type="url" required={settings.webhookUrl !== null} value={wish.webhookUrl ?? ''} fault={faultOf('webhookUrl')} onChange={({ target }) => put({ webhookUrl: target.value === '' ? null : target.value })} />
      </fieldset>
      {note}
      {mayEdit ? <div className="flex flex-wrap gap-2"><button type="submit" className="button button-primary" disabled={rows.length === 0}>{w.alerts.review}</button>{settings.webhookUrl === null ? null : <><Destroy act="webhook.newSecret" name={hostOf(settings.webhookUrl)} className="" destruction={() => renewWebhookSecret(account)} onThrough={(changed) => { if (changed.is === 'done' && changed.value.webhookSecret !== null) onSecret(changed.value.webhookSecret) }} /><Destroy act="webhook.remove" name={hostOf(settings.webhookUrl)} className="" destruction={() => removeWebhook(account)} /></>}</div> : null}
      {isReviewed ? null : <RefusedNote error={error} />}
      {!isReviewed ? null : <ChangeReview rows={rows} action={w.alerts.apply} error={error} isBusy={isBusy} onClose={() => setReviewed(false)} onApply={() => void save(wish).then((isThrough) => { if (isThrough) setReviewed(false) })} />}
    </form>
  )
}
