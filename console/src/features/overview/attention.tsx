import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { CallRateView } from '../../../../src/operations/calls-list.ts'
import type { AttentionItem, KeySummary } from '../../../../src/operations/operator.ts'
import { alertsQuery } from '../../api/alerts.ts'
import type { Changed, Destruction } from '../../api/client.ts'
import { attentionQuery, disableKey, editKey, extendKey, keysQuery, reviewKey, useKeyChange } from '../../api/keys.ts'
import { houseQuery } from '../../api/demo.ts'
import { approvalsQuery } from '../../api/money.ts'
import { useCalendarNow, useMay, useSession } from '../../api/session.ts'
import { alertInWords, SEVERITIES } from '../../parts/alert-words.ts'
import { Bitting } from '../../parts/bitting.tsx'
import { Destroy } from '../../parts/destroy.tsx'
import { relativeTime, Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { stateOfTeeth } from '../../parts/rights.ts'
import { bestStep } from '../../parts/risk-words.ts'
import { Section } from '../../parts/section.tsx'
import { Badge, Failed, GradeBadge, Loading, RefusedNote, Unread } from '../../parts/states.tsx'
import type { Words } from '../../words/english.ts'
import { changeInWords } from '../../words/told.ts'
import { useLanguage, useWords } from '../../words/words.tsx'

const URGENCY = { now: 'danger', soon: 'caution', 'when there is time': 'neutral' } as const
/** So many refusals in one minute are a burst. */
const BURST = 20
const MOST_SHOWN = 12
/** So many more at a time. */
const MORE = 50

/** What needs the reader, each with the one step that settles it: alerts, what waits for them, refusals in a burst, keys that lapse, are due, idle or carry too much. */
export const Attention = ({ told }: { /** Calls a minute. */ readonly told: readonly CallRateView[] }) => {
  const w = useWords()
  const may = useMay()
  const { person, isDemo } = useSession()
  const { data: house } = useQuery(houseQuery)
  // In a demo the drawer is where they are read.
  const lettersStay = house?.keepsLetters === true && !isDemo && may('outbox.see')
  const nowMs = useCalendarNow()
  const [most, setMost] = useState(MOST_SHOWN)
  const attention = useQuery(attentionQuery)
  const known = useQuery(keysQuery)
  const keys = known.data ?? []
  const waiting = useQuery({ ...approvalsQuery(false), enabled: may('approval.see') })
  const approvals = waiting.data ?? []
  const alarming = useQuery({ ...alertsQuery(true), enabled: may('alert.see') })
  const alerts = alarming.data ?? []
  const toDecide = approvals.filter(({ mayDecide }) => mayDecide.some(({ person: id }) => id === person.id))
  const worst = told.reduce((most, { refused }) => Math.max(most, refused), 0)
  const all = attention.data ?? []
  // That nobody uses a key is said once, with the same step.
  const items = all.filter(({ key: id, about }) => !(about === 'risk' && keys.find((key) => key.id === id)?.risk?.best?.change === 'disable' && all.some((other) => other.key === id && other.about === 'idle')))
  // A key whose one best step takes rights away says so already.
  const unused = keys.filter(({ id, state, risk }) => state === 'enabled' && !(risk?.best?.change === 'revoke' && items.some(({ key, about }) => key === id && about === 'risk')))
    .map((key) => ({ key, rights: stateOfTeeth(key, nowMs).unused })).filter(({ key, rights }) => rights.length > 0 && rights.length < key.permissions.length)
  const count = alerts.length + toDecide.length + (worst >= BURST ? 1 : 0) + (lettersStay ? 1 : 0) + items.length + unused.length
  // Lines that came and went with keys that cannot be read would ask for them without end.
  const unread = [attention, known].find(({ isLoadingError }) => isLoadingError)
  const hidden = known.data === undefined || attention.data === undefined ? 0 : items.length + unused.length - most
  return (
    <Section title={w.overview.attention} action={attention.data === undefined ? undefined : <Badge kind={count === 0 ? 'safe' : alerts.some(({ severity }) => severity === 'alarm') ? 'danger' : 'caution'}>{count}</Badge>}>
      {attention.isPending || known.isPending ? <Loading rows={4} /> : unread ? <Failed error={unread.error} retry={() => { for (const { refetch } of [attention, known]) void refetch() }} /> : count === 0 && !waiting.isLoadingError && !alarming.isLoadingError ? <p className="flex items-center gap-2"><span className="text-safe"><Icon name="check" /></span>{w.overview.allWell}</p> : (
        <><Unread of={[waiting, alarming]} /><ul className="divide-y divide-line">
          {alerts.slice(0, MOST_SHOWN).map((one) => <Line key={one.id} title={`${one.keyLabel ?? w.alerts.account(one.account)}: ${w.alerts.titles[one.kind]}`} badge={<Badge kind={SEVERITIES[one.severity]}>{w.alerts.severities[one.severity]}</Badge>} text={alertInWords(one.evidence, w)}><Link to="/alerts" className="button button-small">{w.overview.alertOpen}<span className="sr-only">: {one.keyLabel ?? w.alerts.account(one.account)}, {w.alerts.titles[one.kind]}</span></Link></Line>)}
          {toDecide.map((one) => <Line key={one.id} title={w.overview.waitsForYou} badge={<Badge kind="caution">{w.approvals.until} <Time at={one.expiresAt} onCalendar /></Badge>} text={changeInWords(one, w)}><Link to="/approvals" className="button button-small">{w.overview.decide}<span className="sr-only">: {changeInWords(one, w)}</span></Link></Line>)}
          {worst < BURST ? null : <Line title={w.overview.burst} text={w.overview.burstText(worst)}><Link to="/calls" search={{ outcome: 'refused' }} className="button button-small">{w.overview.whyRefused}</Link></Line>}
          {lettersStay ? <Line title={w.mail.reachNobody} text={w.mail.notSet}><Link to="/settings" search={{ of: 'mail' }} className="button button-small">{w.overview.look}<span className="sr-only">: {w.mail.title}</span></Link></Line> : null}
          {items.slice(0, most).map((item) => <Item key={`${item.key} ${item.about}`} item={item} />)}
          {unused.slice(0, Math.max(0, most - items.length)).map(({ key, rights }) => <Unused key={key.id} of={key} rights={rights} />)}
        </ul></>
      )}
      {alerts.length <= MOST_SHOWN && hidden <= 0 ? null : <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        {hidden <= 0 ? null : <button type="button" className="button" onClick={() => setMost(most + MORE)}>{w.overview.more(hidden)}</button>}
        {alerts.length <= MOST_SHOWN ? null : <Link to="/alerts" className="link">{w.overview.moreAlerts(alerts.length - MOST_SHOWN)}</Link>}
      </p>}
    </Section>
  )
}

type Step = { readonly text: string; readonly run: () => Promise<Changed<unknown>> } | { readonly destruction: () => Destruction } | null

const Item = ({ item }: { readonly item: AttentionItem }) => {
  const w = useWords()
  const may = useMay()
  const { language } = useLanguage()
  const { data: keys = [] } = useQuery(keysQuery)
  const key = keys.find(({ id }) => id === item.key)
  const acting = useKeyChange((run: () => Promise<Changed<unknown>>) => run())
  const best = key?.risk?.best ?? null
  const step = stepOf(item, key, w, may)
  const nowMs = useCalendarNow()
  const when = item.at === null ? '' : relativeTime(Date.parse(item.at), nowMs, language)
  const text = item.about === 'risk' ? (best === null ? item.text : `${bestStep(best, w)} ${best.gradeAfter === key?.risk?.grade ? w.overview.isThen(best.gradeAfter) : w.create.thenIs(best.gradeAfter)}`) : w.server.attention?.[item.about](when) ?? item.text
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      {key ? <Bitting of={{ ...key, ...stateOfTeeth(key, nowMs) }} /> : null}
      <div className="min-w-0 flex-1 basis-72 max-sm:basis-full"><p className="flex flex-wrap items-center gap-2"><Link to="/keys/$key" params={{ key: item.key }} className="inline-flex min-h-6 min-w-6 items-center font-medium break-words hover:underline">{item.label}</Link>{item.about === 'risk' && key?.risk ? <GradeBadge grade={key.risk.grade} /> : null}<Badge kind={URGENCY[item.urgency]}>{w.overview.urgency[item.urgency]}</Badge></p><p className="text-soft">{text}</p><RefusedNote error={acting.error} /></div>
      {item.about === 'review' ? <Link to="/reviews" className="link text-sm">{w.reviews.review}<span className="sr-only">: {item.label}</span></Link> : null}
      {step === null ? <Link to="/keys/$key" params={{ key: item.key }} className="button button-small">{w.overview.look}<span className="sr-only">: {item.label}</span></Link> : 'destruction' in step ? <Destroy act="key.disable" name={item.label} destruction={step.destruction} /> : <button type="button" className="button button-small" disabled={acting.isPending} onClick={() => acting.mutate(step.run)}>{step.text}<span className="sr-only">: {item.label}</span></button>}
    </li>
  )
}

const NEW_END_DAYS = 90

/** The one step that settles it from here; null where its page must be read first. */
const stepOf = (item: AttentionItem, key: KeySummary | undefined, w: Words, may: ReturnType<typeof useMay>): Step => {
  // A key that was made to be used once is not extended: it goes, and another is made.
  const extend = may('key.extend', item.account) && key?.afterPeriod !== 'delete' ? { text: w.key.extend, run: () => extendKey(item.key) } : null
  const disable = may('key.disable', item.account) ? { destruction: () => disableKey(item.key) } : null
  const address = key?.lastUse?.address
  const bind: Step = address !== undefined && may('key.edit', item.account) ? { text: w.overview.bind(address), run: () => editKey(item.key, { allowList: { mode: 'trusted', entries: [address] } }) } : null
  if (item.about === 'end' || item.about === 'rotation') return extend
  if (item.about === 'idle') return disable
  if (item.about === 'lapse') return bind
  if (item.about === 'review') return may('key.review', item.account) ? { text: w.reviews.keep, run: () => reviewKey({ key: item.key, decision: 'keep' }) } : null
  const best = key?.risk?.best
  if (item.about !== 'risk' || !best || !may('key.edit', item.account)) return null
  switch (best.change) {
    case 'bind':
    case 'narrow': return bind
    case 'revoke': return { text: w.overview.turnOff(best.permissions.map((name) => w.rights[name].short).join(w.common.comma)), run: () => editKey(item.key, { revoke: [...best.permissions] }) }
    case 'end': return { text: w.overview.endIn(NEW_END_DAYS), run: () => editKey(item.key, { expiresInDays: NEW_END_DAYS }) }
    case 'disable': return disable
    case 'split':
    case 'rotate': return null
  }
}

/** One line of what needs the reader that is no key's own affair. */
const Line = ({ title, badge, text, children }: { readonly title: string; readonly badge?: ReactNode; readonly text: string; readonly children: ReactNode }) => (
  <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3"><div className="min-w-0 flex-1 basis-72"><p className="flex flex-wrap items-center gap-2"><span className="font-medium">{title}</span>{badge}</p><p className="break-words text-soft">{text}</p></div>{children}</li>
)

/** Rights that nobody used for 30 days: what is not needed is only of use to a thief. */
const Unused = ({ of: key, rights }: { readonly of: KeySummary; readonly rights: KeySummary['permissions'] }) => {
  const w = useWords()
  const may = useMay()
  const acting = useKeyChange((run: () => Promise<Changed<unknown>>) => run())
  const named = rights.map((name) => w.rights[name].short).join(w.common.comma)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <Bitting of={{ ...key, unused: rights }} />
      <div className="min-w-0 flex-1 basis-72"><p><Link to="/keys/$key" params={{ key: key.id }} className="inline-flex min-h-6 min-w-6 items-center font-medium break-words hover:underline">{key.label}</Link></p><p className="text-soft">{w.overview.unused(named)}</p><RefusedNote error={acting.error} /></div>
      {may('key.edit', key.account) ? <button type="button" className="button button-small" disabled={acting.isPending} onClick={() => acting.mutate(() => editKey(key.id, { revoke: [...rights] }))}>{w.overview.turnOff(named)}<span className="sr-only">: {key.label}</span></button> : null}
    </li>
  )
}
