import type { KeySummary } from '../../../../src/operations/operator.ts'
import type { Permission } from '../../../../src/permission.ts'
import { shortAmount } from '../../parts/amounts.ts'
import { Id, Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { LIMIT_NAMES, limitText } from '../../parts/limits.ts'
import { RIGHTS } from '../../parts/rights.ts'
import { Section } from '../../parts/section.tsx'
import { Note } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { Fact } from './key-facts.tsx'

interface Held {
  readonly of: KeySummary
  /** Null where the reader may not. */
  readonly onEdit: (() => void) | null
}

/** What it may do, each right with its last use. */
export const KeyRights = ({ of: key, unused, onEdit, onRevoke }: Held & { readonly unused: readonly Permission[]; readonly onRevoke: (name: Permission) => void }) => {
  const w = useWords()
  return (
    <Section title={w.keys.rights} action={onEdit === null ? undefined : <button type="button" className="button button-small" onClick={onEdit}><Icon name="edit" size={14} />{w.key.editRights}</button>}>
      <ul className="divide-y divide-line">
        {RIGHTS.map(({ name, label }) => {
          const isOn = key.permissions.includes(name)
          if (!isOn && !['reading', 'spotAndMarginTrading', 'futures', 'withdrawals'].includes(name)) return null
          const at = key.lastUse?.perPermission[name]
          return (
            <li key={name} className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
              <span className={isOn ? (name === 'withdrawals' ? 'text-danger' : 'text-safe') : 'text-faint'}><Icon name={isOn ? 'check' : 'dash'} /></span>
              <span className={isOn ? '' : 'text-soft'}>{label}<span className="sr-only">: {isOn ? w.key.on : w.key.off}</span></span>
              <span className="ml-auto flex items-center gap-2 text-sm text-soft">
                {!isOn ? w.key.off : at === undefined ? w.key.neverUsed : <>{w.key.used} <Time at={at} onCalendar /></>}
                {isOn && onEdit !== null && key.permissions.length > 1 && (at === undefined || unused.includes(name)) ? <button type="button" className="button button-small" onClick={() => onRevoke(name)}>{w.key.turnOff}<span className="sr-only">: {label}</span></button> : null}
              </span>
            </li>
          )
        })}
      </ul>
      {key.tradingLapsesAt === null ? null : <Note kind="caution">{w.key.lapses} <Time at={key.tradingLapsesAt} onCalendar /></Note>}
    </Section>
  )
}

/** From where. */
export const KeyAddresses = ({ of: key, onEdit }: Held) => {
  const w = useWords()
  return (
    <Section title={w.addresses.legend} action={onEdit === null ? undefined : <button type="button" className="button button-small" onClick={onEdit}><Icon name="edit" size={14} />{w.key.editAddresses}</button>}>
      {key.allowList.mode === 'unrestricted' ? <Note kind="caution">{w.addresses.unrestrictedNote}</Note> : key.allowList.entries.length === 0 ? <Note kind="info">{w.addresses.emptyList}</Note>
        : <ul className="flex flex-wrap gap-2">{key.allowList.entries.map((entry) => <li key={entry} className="rounded-md bg-sunken px-3 py-1"><Id text={entry} what={w.calls.address} /></li>)}</ul>}
    </Section>
  )
}

/** Within which limits, and what is left of them. */
export const KeyLimits = ({ of: key, onEdit }: Held) => {
  const w = useWords()
  return (
    <Section title={w.limits.title} action={onEdit === null ? undefined : <button type="button" className="button button-small" onClick={onEdit}><Icon name="edit" size={14} />{w.limits.edit}</button>}>
      {Object.keys(key.guardRails).length === 0 ? <p className="text-soft">{w.limits.none}</p> : (
        <dl className="grid gap-x-4 sm:grid-cols-[auto_minmax(0,1fr)] sm:gap-y-2 max-sm:[&>dd]:mb-2">
          {LIMIT_NAMES.map((name) => { const text = limitText(key.guardRails, name); const left = name === 'notionalPerWindow' || name === 'withdrawalPerWindow' ? key.limitsLeft[name] : undefined; return text === null ? null : <Fact key={name} name={w.limits.names[name]}><span className="break-words">{text}</span>{left === undefined ? null : <span className="text-soft"> · {w.limits.left(shortAmount(left))}</span>}</Fact> })}
        </dl>
      )}
    </Section>
  )
}
