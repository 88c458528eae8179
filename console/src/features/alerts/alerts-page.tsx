import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AlertSummary } from '../../../../src/operations/alerts/alert-summary.ts'
import { alertsQuery, decideAlert, thawKey } from '../../api/alerts.ts'
import type { Changed } from '../../api/client.ts'
import { disableKey } from '../../api/keys.ts'
import { useMay } from '../../api/session.ts'
import { alertInWords, SEVERITIES } from '../../parts/alert-words.ts'
import { useAccountChoice } from '../../parts/account-choice.tsx'
import { Destroy } from '../../parts/destroy.tsx'
import { Time } from '../../parts/formats.tsx'
import { Badge, Empty, Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'
import { AlertSettingsEditor } from './alert-settings-editor.tsx'
import { Deliveries } from './deliveries.tsx'

/** What was out of the ordinary, what shows it, and the acts that answer it. */
export const AlertsPage = () => {
  const w = useWords()
  const may = useMay()
  const [onlyOpen, setOnlyOpen] = useState(true)
  const alerts = useQuery(alertsQuery(onlyOpen))
  const { account, choice } = useAccountChoice('account.see', ({ parent }) => parent === null)
  return (
    <>
      <PageHead title={w.nav.alerts} action={choice}>{w.alerts.intro}</PageHead>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_360px]">
        <div className="flex min-w-0 flex-col gap-3">
          <label className="flex items-center gap-2 text-soft"><input type="checkbox" checked={onlyOpen} onChange={(event) => setOnlyOpen(event.target.checked)} />{w.alerts.onlyOpen}</label>
          {alerts.isPending ? <div className="card"><Loading /></div> : alerts.isLoadingError ? <div className="card"><Failed error={alerts.error} retry={() => void alerts.refetch()} /></div>
            : alerts.data.length === 0 ? <div className="card"><Empty icon="alerts" title={w.alerts.none}>{w.alerts.noneText}</Empty></div>
              : <ul className="flex flex-col gap-3">{alerts.data.map((one) => <Alert key={one.id} of={one} />)}</ul>}
        </div>
        {account === undefined ? null : <div className="flex min-w-0 flex-col gap-5"><AlertSettingsEditor account={account.id} mayEdit={may('alert.settings', account.id)} />{may('alert.settings', account.id) ? <Deliveries account={account.id} /> : null}</div>}
      </div>
    </>
  )
}

const Alert = ({ of: alert }: { readonly of: AlertSummary }) => {
  const w = useWords()
  const may = useMay()
  const queries = useQueryClient()
  const [told, setTold] = useState<string | null>(null)
  const act = useMutation({ mutationFn: (run: () => Promise<Changed<unknown>>) => run(), onSettled: () => queries.invalidateQueries() })
  const run = async (change: () => Promise<Changed<unknown>>, doneText: string | null): Promise<void> => {
    const changed = await act.mutateAsync(change).catch(() => null)
    if (changed?.is === 'done') setTold(doneText)
  }
  const { keyId } = alert
  const whose = alert.keyLabel ?? w.alerts.account(alert.account)
  const mayDecide = may('alert.decide', alert.account)
  return (
    <li className="card flex flex-col gap-3 p-5" aria-label={`${whose}: ${w.alerts.titles[alert.kind]}`}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Badge kind={SEVERITIES[alert.severity]}>{w.alerts.severities[alert.severity]}</Badge>
        <span className="text-sm text-soft">{alert.state === 'open' ? null : <>{w.alerts.states[alert.state]} · </>}<Time at={alert.lastAt} />{alert.count > 1 ? <> · {w.alerts.times(alert.count)}, {w.alerts.first} <Time at={alert.firstAt} /></> : null}</span>
      </div>
      <p className="text-lg font-medium break-words">{keyId === null ? whose : <Link to="/keys/$key" params={{ key: keyId }} className="link">{whose}</Link>}: {w.alerts.titles[alert.kind]}</p>
      <p className="break-words">{alertInWords(alert.evidence, w)}</p>
      {alert.frozen.length === 0 ? null : <Note kind="caution">{w.alerts.frozen(alert.frozen.map((right) => w.rights[right].short).join(', '))}</Note>}
      {told === null ? null : <Note kind="safe" role="status">{told}</Note>}
      <RefusedNote error={act.error} />
      <div className="flex flex-wrap gap-2">
        {alert.state === 'open' && mayDecide ? <><button type="button" className="button" disabled={act.isPending} onClick={() => void run(() => decideAlert(alert.id, 'normal'), null)}>{w.alerts.normal}</button><button type="button" className="button" disabled={act.isPending} onClick={() => void run(() => decideAlert(alert.id, 'settled'), null)}>{w.alerts.settled}</button></> : null}
        {alert.frozen.length > 0 && may('key.grant', alert.account) ? <button type="button" className="button button-primary" disabled={act.isPending} onClick={() => void run(() => thawKey(alert.id), w.alerts.thawed)}>{w.alerts.thaw}</button> : null}
        {keyId === null || alert.state !== 'open' ? null : <>
          {may('key.edit', alert.account) ? <Link to="/keys/$key" params={{ key: keyId }} className="button">{w.alerts.narrow}</Link> : null}
          {may('key.disable', alert.account) ? <Destroy act="key.disable" name={whose} className="" destruction={() => disableKey(keyId)} onThrough={() => setTold(w.alerts.disabled)} /> : null}
          {may('key.lockdown', alert.account) ? <Link to="/lockdown" search={{ account: String(alert.account) }} className="button">{w.alerts.lockdown}</Link> : null}
        </>}
      </div>
    </li>
  )
}
