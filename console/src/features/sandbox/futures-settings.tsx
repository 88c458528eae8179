import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { SandboxAnswer } from '../../api/sandbox.ts'
import { SelectField } from '../../parts/field.tsx'
import { Section } from '../../parts/section.tsx'
import { Failed, Loading } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { useAnswer, useSending } from './acting.tsx'
import { bodyOf, Sent } from './answers.tsx'
import { AmountField, Check } from './fields.tsx'
import type { SymbolTerms } from './symbols.ts'

interface SymbolConfig { readonly symbol: string; readonly marginType: string; readonly leverage: number }
interface AccountConfig { readonly dualSidePosition: boolean; readonly multiAssetsMargin: boolean }

/** How the account uses futures. */
export const useFuturesAccount = (): UseQueryResult<SandboxAnswer> => useAnswer('/fapi/v1/accountConfig', { alsoMovedBy: 'others' })

/** Whether a symbol may be held both ways at once; not while it is not told. */
export const isHedging = (account: UseQueryResult<SandboxAnswer>): boolean => bodyOf<AccountConfig>(account)?.dualSidePosition ?? false

interface SettingsProps { readonly terms: SymbolTerms; readonly account: UseQueryResult<SandboxAnswer> }

/** Leverage and margin type of a contract, hedge mode and multi-assets mode of the account. */
export const FuturesSettings = ({ terms, account }: SettingsProps) => {
  const w = useWords()
  const configs = useAnswer('/fapi/v1/symbolConfig', { parameters: { symbol: terms.name }, alsoMovedBy: 'others' })
  const readings = [configs, account]
  const unread = readings.find(({ isLoadingError }) => isLoadingError)
  return (
    <Section title={w.sandbox.futuresSettings}>
      {unread ? <Failed error={unread.error} retry={() => { for (const { refetch } of readings) void refetch() }} /> : readings.some(({ isPending }) => isPending) ? <Loading rows={6} />
        : <Editing symbol={terms.name} config={bodyOf<readonly SymbolConfig[]>(configs)?.[0]} account={bodyOf<AccountConfig>(account)} />}
    </Section>
  )
}

/** What is not told to a key can be set by it nonetheless, where its rights allow. */
const Editing = ({ symbol, config, account }: { readonly symbol: string; readonly config: SymbolConfig | undefined; readonly account: AccountConfig | undefined }) => {
  const w = useWords()
  const [leverage, setLeverage] = useState('')
  const setting = useSending()
  useEffect(() => { if (config) setLeverage(String(config.leverage)) }, [config?.symbol, config?.leverage])
  const set = (path: string, parameters: Readonly<Record<string, string>>): void => void setting.send('POST', path, parameters)
  return (
    <div className="flex flex-col gap-3">
      <form className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2" onSubmit={(event) => { event.preventDefault(); set('/fapi/v1/leverage', { symbol, leverage }) }}>
        <AmountField label={w.sandbox.leverage} unit="×" value={leverage} onChange={setLeverage} />
        <button type="submit" className="button min-h-[36px]!" disabled={setting.isBusy || leverage === String(config?.leverage ?? '')}>{w.sandbox.setIt}</button>
      </form>
      <SelectField label={w.sandbox.marginMode} value={config?.marginType ?? ''} disabled={config === undefined} onChange={(event) => set('/fapi/v1/marginType', { symbol, marginType: event.target.value })}>{config === undefined ? <option value="">—</option> : null}<option value="CROSSED">{w.sandbox.cross}</option><option value="ISOLATED">{w.sandbox.isolated}</option></SelectField>
      <Check label={w.sandbox.hedgeMode} isOn={account?.dualSidePosition ?? false} isDisabled={account === undefined || setting.isBusy} onChange={(isOn) => set('/fapi/v1/positionSide/dual', { dualSidePosition: String(isOn) })} />
      <Check label={w.sandbox.multiAssets} isOn={account?.multiAssetsMargin ?? false} isDisabled={account === undefined || setting.isBusy} onChange={(isOn) => set('/fapi/v1/multiAssetsMargin', { multiAssetsMargin: String(isOn) })} />
      {config === undefined ? <p className="text-sm text-soft">{w.sandbox.settingsNotTold}</p> : null}
      <Sent of={setting} done={() => w.sandbox.settingDone} />
    </div>
  )
}
