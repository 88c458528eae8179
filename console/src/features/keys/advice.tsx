import { useQuery } from '@tanstack/react-query'
import type { KeyAdvice, KeyChange, KeySummary } from '../../../../src/operations/operator.ts'
import { adviceQuery } from '../../api/alerts.ts'
import { useMay } from '../../api/session.ts'
import { advisedLines } from '../../parts/advised-lines.ts'
import { Id, Time } from '../../parts/formats.tsx'
import { Section } from '../../parts/section.tsx'
import { Failed, Loading, Note } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'

const DAYS = 30

/** The smallest rights, addresses and markets that the key's use needed: one review narrows it so. */
export const Advice = ({ of: key, onNarrow }: { readonly of: KeySummary; readonly onNarrow: ((change: KeyChange) => void) | null }) => {
  const w = useWords()
  const may = useMay()
  const advice = useQuery({ ...adviceQuery(key.id, DAYS), enabled: may('callLog.see', key.account) })
  if (!may('callLog.see', key.account)) return null
  return (
    <Section title={w.alerts.advice}>
      {advice.isPending ? <Loading rows={3} /> : advice.isLoadingError ? <Failed error={advice.error} retry={() => void advice.refetch()} /> : <Told of={advice.data} onNarrow={onNarrow} />}
    </Section>
  )
}

const Told = ({ of: advice, onNarrow }: { readonly of: KeyAdvice; readonly onNarrow: ((change: KeyChange) => void) | null }) => {
  const w = useWords()
  const { change, wouldHaveRefused, shared } = advice
  const [lastRefused] = wouldHaveRefused
  const [lastShared] = shared
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-soft">{w.alerts.adviceIntro(advice.days, advice.calls)}</p>
      {change === null ? <p>{advice.is === 'fits' ? w.alerts.fits : w.alerts.tooEarly}</p> : <>
        <ul className="flex list-disc flex-col gap-1 pl-4">{advisedLines(change, w).map((line) => <li key={line} className="break-words">{line}</li>)}</ul>
        <p className="text-sm text-soft">{lastRefused === undefined ? w.alerts.wouldRefuseNothing : <>{w.alerts.wouldRefuse(wouldHaveRefused.reduce((sum, { calls }) => sum + calls, 0))} <code>{lastRefused.endpoint}</code> · <Id text={lastRefused.address} what={w.calls.address} /> · <Time at={lastRefused.last} /></>}</p>
        {onNarrow === null ? null : <button type="button" className="button button-primary w-fit" onClick={() => onNarrow(change)}>{w.alerts.narrowIt}</button>}
      </>}
      {lastShared === undefined ? null : <Note kind="caution">{w.alerts.shared(lastShared.day)}<ul className="mt-1">{lastShared.programs.map(({ address, client, calls }) => <li key={`${client} ${address}`}>{client ?? w.alerts.unnamed} · <Id text={address} what={w.calls.address} /> · {calls}</li>)}</ul></Note>}
    </div>
  )
}
