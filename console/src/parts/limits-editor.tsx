import { useId } from 'react'
import { TextField } from './field.tsx'
import { useWords } from '../words/words.tsx'
import type { LimitDraft, RollingDraft } from './limits.ts'

const ZONES = Intl.supportedValuesOf('timeZone')

/** Every limit that a key can have; an empty field is none. */
export const LimitsEditor = ({ value, onChange }: { readonly value: LimitDraft; readonly onChange: (value: LimitDraft) => void }) => {
  const w = useWords()
  const zones = useId()
  const put = (change: Partial<LimitDraft>): void => onChange({ ...value, ...change })
  const text = (name: Exclude<keyof LimitDraft, 'notionalPerWindow' | 'withdrawalPerWindow' | 'hours'>, example: string) =>
    <TextField label={w.limits.names[name]} hint={w.limits.hints[name]} placeholder={example} spellCheck={false} value={value[name]} onChange={(event) => put({ [name]: event.target.value })} />
  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">{w.limits.text}</p>
      {text('symbols', 'BTCUSDT, ETHUSDT')}
      {text('sides', 'BUY')}
      {text('orderTypes', 'LIMIT, LIMIT_MAKER')}
      {text('priceBandPercent', '5')}
      {text('notionalPerOrder', '500')}
      <Rolling name={w.limits.names.notionalPerWindow} hint={w.limits.hints.notionalPerWindow} value={value.notionalPerWindow} onChange={(notionalPerWindow) => put({ notionalPerWindow })} />
      {text('openOrders', '10')}
      <fieldset>
        <legend className="mb-1 font-medium">{w.limits.names.hours}</legend>
        <p className="mb-1 text-sm text-soft">{w.limits.hints.hours}</p>
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-[1fr_1fr_2fr]">
          {(['from', 'until'] as const).map((part) => <TextField key={part} label={w.limits[part]} type="time" value={value.hours[part]} onChange={(event) => put({ hours: { ...value.hours, [part]: event.target.value } })} />)}
          <TextField label={w.limits.zone} list={zones} placeholder="UTC" value={value.hours.zone} onChange={(event) => put({ hours: { ...value.hours, zone: event.target.value } })} />
        </div>
        <datalist id={zones}>{ZONES.map((zone) => <option key={zone} value={zone} />)}</datalist>
      </fieldset>
      {text('withdrawalAddresses', '0x71C7…976F')}
      {text('withdrawalAmount', '100')}
      <Rolling name={w.limits.names.withdrawalPerWindow} value={value.withdrawalPerWindow} onChange={(withdrawalPerWindow) => put({ withdrawalPerWindow })} />
    </div>
  )
}

const Rolling = ({ name, hint, value, onChange }: { readonly name: string; readonly hint?: string; readonly value: RollingDraft; readonly onChange: (value: RollingDraft) => void }) => {
  const w = useWords()
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{name}</legend>
      <div className="grid grid-cols-2 gap-3">
        <TextField label={w.limits.amount} inputMode="decimal" placeholder="5000" value={value.amount} onChange={(event) => onChange({ ...value, amount: event.target.value })} />
        <TextField label={w.limits.perHours} inputMode="numeric" value={value.hours} onChange={(event) => onChange({ ...value, hours: event.target.value })} />
      </div>
      {hint === undefined ? null : <p className="mt-1 text-sm text-soft">{hint}</p>}
    </fieldset>
  )
}
