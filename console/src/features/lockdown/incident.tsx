import { useQuery } from '@tanstack/react-query'
import type { IncidentReport } from '../../../../src/operations/lockdown/report.ts'
import { keysQuery } from '../../api/keys.ts'
import { Id, Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { Badge, Note } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { keyInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'

/** The report as files that can be sent: a page that runs nothing, and text. */
export const ReportFiles = ({ id }: { readonly id: string }) => (
  <>{(['html', 'md'] as const).map((form) => <a key={form} className="button" href={`/api/lockdowns/${id}/report.${form}`} download><Icon name="download" />{form === 'html' ? 'HTML' : 'Markdown'}</a>)}</>
)

/** What was found and closed, ready to be printed or sent to support. No secret is in it. Whoever is signed out reads it once, and has its files after the next sign-in. */
export const Incident = ({ of: report, isSignedIn }: { readonly of: IncidentReport; readonly isSignedIn: boolean }) => {
  const w = useWords()
  const { data: keys = [] } = useQuery({ ...keysQuery, enabled: isSignedIn })
  const deviations = w.server.deviations?.(report) ?? report.deviations
  /** A key as the reader's language tells it, or as the report does where the key is not theirs to see. */
  const sentenceOf = (reported: IncidentReport['keys'][number]): string => { const key = keys.find(({ id }) => id === reported.id); return key === undefined ? reported.sentence : keyInWords(key, w) }
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' }))
    Object.assign(document.createElement('a'), { href: url, download: `incident-${report.id}.json` }).click()
    URL.revokeObjectURL(url)
  }
  return (
    <>
      <PageHead title={w.lockdown.report(report.id)} action={<span className="no-print flex gap-2"><button type="button" className="button" onClick={() => print()}>{w.lockdown.print}</button>{isSignedIn ? <ReportFiles id={report.id} /> : null}<button type="button" className="button" onClick={save}><Icon name="download" />JSON</button></span>}>{report.account.email}</PageHead>
      <div className="flex flex-col gap-5">
        <Note kind="safe" role="status">{w.lockdown.doneText(report.keys.length, report.done.ordersCancelled, report.done.sessionsEnded)} <Time at={report.done.withdrawalsLockedUntil} style="exact" /></Note>
        {report.done.ordersLeft === 0 ? null : <Note kind="caution">{w.lockdown.ordersLeft(report.done.ordersLeft)}</Note>}
        <Section title={w.lockdown.deviations}>{deviations.length === 0 ? <p>{w.lockdown.noDeviations}</p> : <ul className="list-disc pl-5">{deviations.map((line) => <li key={line}>{line}</li>)}</ul>}</Section>
        <Section title={w.lockdown.keys}><ul className="divide-y divide-line">{report.keys.map((key) => <li key={key.id} className="py-2"><span className="font-medium break-words">{key.label}</span> <code>{key.apiKeyBegins}…</code> <Badge kind={key.isOpen ? 'danger' : 'safe'}>{key.isOpen ? w.accounts.open : w.accounts.closed}</Badge><p className="text-soft">{sentenceOf(key)}</p></li>)}</ul></Section>
        <Section title={w.key.calls}><SmallTable caption={w.key.newestCalls} rows={report.calls} idOf={({ key, address, endpoint }) => `${key} ${address} ${endpoint}`} empty={w.common.none} columns={[
          { head: w.calls.key, cell: ({ key }) => <span className="font-medium break-words">{report.keys.find(({ id }) => id === key)?.label ?? key}</span> },
          { head: w.calls.address, cell: ({ address, isNewAddress }) => <><Id text={address} what={w.calls.address} /> {isNewAddress ? <Badge kind="caution">{w.lockdown.new}</Badge> : null}</> },
          { head: w.calls.endpoint, isLong: true, cell: ({ endpoint }) => <code>{endpoint}</code> },
          { head: w.key.calls, isNumber: true, cell: ({ calls }) => calls },
          { head: w.lockdown.refused, isNumber: true, cell: ({ refused }) => refused },
        ]} /></Section>
      </div>
    </>
  )
}
