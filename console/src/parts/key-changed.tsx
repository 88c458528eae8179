import type { AllowList, GuardRails } from '../../../src/authority/api-key.ts'
import type { KeyChange, KeySummary } from '../../../src/operations/operator.ts'
import { useWords } from '../words/words.tsx'
import { Bitting } from './bitting.tsx'
import { LIMIT_NAMES, limitText } from './limits.ts'
import { rightNamed } from './rights.ts'
import { Badge } from './states.tsx'

/** Before and after, each change with its sign and its word. */
export const KeyChanged = ({ before, change }: { readonly before: KeySummary; readonly change: KeyChange }) => {
  const w = useWords()
  const after = change.permissions ?? before.permissions.filter((name) => !(change.revoke ?? []).includes(name))
  const [granted, revoked] = [after.filter((name) => !before.permissions.includes(name)), before.permissions.filter((name) => !after.includes(name))]
  const entries = (list: AllowList): readonly string[] => (list.mode === 'trusted' ? list.entries : [w.addresses.unrestricted])
  const list = change.allowList
  // What is taken away is told as a limit that is not there.
  const limits = (change.guardRails ?? {}) as GuardRails
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        {([[w.key.beforeIt, before.permissions, before.allowList], [w.key.afterIt, after, list ?? before.allowList]] as const).map(([title, permissions, allowList]) => <div key={title} className="min-w-0 rounded-md bg-sunken p-3"><p className="mb-2 text-sm text-soft">{title}</p><Bitting of={{ permissions, allowList }} height={36} /></div>)}
      </div>
      <ul className="flex flex-col gap-1">
        {change.label === undefined ? null : <Line isMore label={`${before.label} → ${change.label}`} />}
        {granted.map((name) => <Line key={name} isMore label={rightNamed(name).label} />)}
        {revoked.map((name) => <Line key={name} isMore={false} label={rightNamed(name).label} />)}
        {list === undefined ? null : entries(list).filter((entry) => !entries(before.allowList).includes(entry)).map((entry) => <Line key={entry} isMore label={entry} />)}
        {list === undefined ? null : entries(before.allowList).filter((entry) => !entries(list).includes(entry)).map((entry) => <Line key={entry} isMore={false} label={entry} />)}
        {LIMIT_NAMES.filter((name) => name in limits).map((name) => <li key={name} className="break-words">{w.limits.names[name]}: {limitText(before.guardRails, name) ?? '–'} → {limitText(limits, name) ?? '–'}</li>)}
      </ul>
      <p className="text-sm text-soft">{w.key.inForce}</p>
    </div>
  )
}

const Line = ({ isMore, label }: { readonly isMore: boolean; readonly label: string }) => {
  const w = useWords()
  return <li className="flex items-center gap-2"><Badge kind={isMore ? 'caution' : 'safe'}>{isMore ? `+ ${w.key.more}` : `− ${w.key.less}`}</Badge><span className="min-w-0 break-words">{label}</span></li>
}
