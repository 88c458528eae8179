import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import type { Permission } from '../../../../src/permission.ts'
import { endpointsQuery } from '../../api/drafts.ts'
import { Icon } from '../../parts/icon.tsx'
import { RIGHTS, TIERS } from '../../parts/rights.ts'
import { Badge, Unread } from '../../parts/states.tsx'
import { endpointInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'

/** The eleven switches in four tiers, with Binance's names; each says what it opens and what a thief could do with it. */
export const RightsEditor = ({ value, onChange, why, recommended = [] }: { readonly value: readonly Permission[]; readonly onChange: (rights: readonly Permission[]) => void; /** Why a right cannot be switched on here; undefined: it can. */ readonly why: (name: Permission) => string | undefined; readonly recommended?: readonly Permission[] }) => {
  const w = useWords()
  const id = useId()
  const known = useQuery(endpointsQuery)
  const endpoints = known.data ?? []
  return (
    <div className="flex flex-col gap-5">
      <Unread of={[known]} className="" />
      {TIERS.map((tier) => (
        <fieldset key={tier}>
          <legend className="mb-1 font-semibold">{w.tiers[tier]}</legend>
          <p className={`mb-2 text-sm ${tier === 'move out' ? 'text-danger' : 'text-soft'}`}>{w.tierTexts[tier]}</p>
          <ul className="card divide-y divide-line">
            {RIGHTS.filter((right) => right.tier === tier).map(({ name, label }) => {
              const isOn = value.includes(name)
              const obstacle = isOn ? undefined : why(name)
              const opens = endpoints.filter(({ permission }) => permission === name)
              return (
                <li key={name} className="flex gap-3 px-4 py-3">
                  <input type="checkbox" role="switch" className="switch mt-0.5" id={`${id}-${name}`} data-danger={name === 'withdrawals' ? '' : undefined} checked={isOn} disabled={obstacle !== undefined} aria-describedby={`${id}-${name}-text`}
                    onChange={() => onChange(RIGHTS.map((right) => right.name).filter((one) => (one === name ? !isOn : value.includes(one))))} />
                  <div className="min-w-0 flex-1">
                    <div className="flex flex-wrap items-center gap-2"><label htmlFor={`${id}-${name}`} className="font-medium">{label}</label>{recommended.includes(name) ? <Badge kind="safe">{w.create.recommended}</Badge> : null}</div>
                    <div id={`${id}-${name}-text`} className="text-sm">
                      <p className="text-soft">{w.rights[name].opens}</p>
                      <p className="flex gap-1.5"><span className={name === 'withdrawals' ? 'text-danger' : 'text-caution'}><Icon name="warning" size={15} className="mt-0.5" /></span>{w.rights[name].thief}</p>
                      {obstacle === undefined ? null : <p className="text-soft italic">{obstacle}</p>}
                    </div>
                    {opens.length === 0 ? null : (
                      <details className="mt-1 text-sm"><summary className="link w-fit">{w.create.opens(opens.length)}</summary>
                        <ul className="mt-1 grid gap-x-4 sm:grid-cols-2">{opens.map((row) => <li key={`${row.method} ${row.path}`} className="truncate text-soft" title={endpointInWords(row, w)}><code>{row.method} {row.path}</code></li>)}</ul>
                      </details>
                    )}
                  </div>
                </li>
              )
            })}
          </ul>
        </fieldset>
      ))}
    </div>
  )
}
