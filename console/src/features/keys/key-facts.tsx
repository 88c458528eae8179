import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { Bitting } from '../../parts/bitting.tsx'
import { Copy, Id, Time } from '../../parts/formats.tsx'
import type { stateOfTeeth } from '../../parts/rights.ts'
import { Section } from '../../parts/section.tsx'
import { Badge, GradeBadge, Note } from '../../parts/states.tsx'
import { bestStep, riskReasons } from '../../parts/risk-words.ts'
import { useWords } from '../../words/words.tsx'
import { KIND_NAMES } from './kind-names.ts'

/** The end that it has: its last day, or the day by which it is to be rotated. */
export const endOf = ({ expiresAt, rotationDueAt }: Pick<KeySummary, 'expiresAt' | 'rotationDueAt'>): string | null => expiresAt ?? rotationDueAt

/** What it is, beside what it may do. */
export const KeyFacts = ({ of: key, teeth, onExtend }: { readonly of: KeySummary; readonly teeth: ReturnType<typeof stateOfTeeth>; readonly onExtend: (() => void) | null }) => {
  const w = useWords()
  const end = endOf(key)
  return (
    <Section title={w.key.facts}>
      <div className="mb-3 flex justify-center overflow-hidden rounded-md bg-sunken px-2 py-4"><Bitting of={{ ...key, ...teeth }} height={52} /></div>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
        <Fact name={w.reveal.apiKey}><Id text={key.apiKey} what={w.reveal.apiKey} keep={16} /></Fact>
        <Fact name={w.key.id}><Id text={key.id} what={w.key.id} keep={20} /></Fact>
        <Fact name={w.keys.kind}>{KIND_NAMES[key.kind]}</Fact>
        <Fact name={w.keys.state}><Badge kind={key.state === 'enabled' ? 'safe' : 'caution'}>{w.keys.states[key.state]}</Badge></Fact>
        <Fact name={w.common.account}><span className="break-all">{key.accountEmail}</span></Fact>
        <Fact name={w.create.environment}>{w.sandbox.environments[key.environment].name}</Fact>
        {key.boundTo === null ? null : <Fact name={w.key.boundTo}>{w.key.boundWallet(key.boundTo === 'crossMargin' ? null : key.boundTo.slice('isolatedMargin:'.length))}</Fact>}
        <Fact name={w.keys.age}><Time at={key.createdAt} style="date" /></Fact>
        <Fact name={w.keys.lastUsed}>{key.lastUse === null ? w.common.never : <><Time at={key.lastUse.at} onCalendar /> · <Id text={key.lastUse.address} what={w.calls.address} /></>}</Fact>
        <Fact name={w.keys.ends}>{end === null ? w.keys.noEnd : <Time at={end} style="date" />}</Fact>
        {key.preset === null ? null : <Fact name={w.key.preset}>{w.create.presets[key.preset]?.title ?? key.preset}</Fact>}
        {key.callsLeft === null ? null : <Fact name={w.key.callsLeft}>{key.callsLeft}</Fact>}
      </dl>
      {onExtend === null ? null : <button type="button" className="button button-small mt-3" onClick={onExtend}>{w.key.extend}</button>}
    </Section>
  )
}

/** How much it could do in the wrong hands, and the best step to less. */
export const KeyRisk = ({ risk }: { readonly risk: NonNullable<KeySummary['risk']> }) => {
  const w = useWords()
  return (
    <Section title={w.create.riskGrade}>
      <GradeBadge grade={risk.grade} word={w.grades[risk.grade]} />
      <ul className="mt-2 flex list-disc flex-col gap-1 pl-4 text-soft">{riskReasons(risk, w).map((reason) => <li key={reason}>{reason}</li>)}</ul>
      {risk.best === null ? null : <div className="mt-3"><Note kind="info">{bestStep(risk.best, w)} {risk.best.gradeAfter === risk.grade ? '' : w.create.thenIs(risk.best.gradeAfter)}</Note></div>}
    </Section>
  )
}

/** Which key it took over from, and which takes over from it. */
export const Lineage = ({ of: lineage }: { readonly of: KeySummary['lineage'] }) => {
  const w = useWords()
  return (
    <Section title={w.key.lineage}>
      <p>{w.key.generation(lineage.generation)}{lineage.isAsleep ? ` ${w.key.asleep}` : ''}</p>
      <ul className="mt-1 flex flex-col gap-1">
        {lineage.predecessor === null ? null : <li>{w.key.before} <Link to="/keys/$key" params={{ key: lineage.predecessor }} className="link"><code>{lineage.predecessor}</code></Link> <Copy text={lineage.predecessor} what={w.key.id} /></li>}
        {lineage.successor === null ? null : <li>{w.key.after} <Link to="/keys/$key" params={{ key: lineage.successor }} className="link"><code>{lineage.successor}</code></Link> <Copy text={lineage.successor} what={w.key.id} /></li>}
        {lineage.retiresAt === null ? null : <li>{w.key.retires} <Time at={lineage.retiresAt} style="exact" /></li>}
      </ul>
      <p className="mt-2 text-sm text-soft">{w.reveal.gone}</p>
    </Section>
  )
}

export const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => <><dt className="text-soft">{name}</dt><dd className="min-w-0">{children}</dd></>
