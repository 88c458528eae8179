import { shortAmount } from '../../parts/amounts.ts'
import { Time } from '../../parts/formats.tsx'
import { useWords } from '../../words/words.tsx'
import { useAnswer } from './acting.tsx'
import { Told } from './answers.tsx'
import { SmallTable } from '../../parts/small-table.tsx'

interface IncomeRow { readonly symbol: string; readonly incomeType: string; readonly income: string; readonly asset: string; readonly time: number; readonly tranId: number | string }

/** What futures brought in and cost: profit, fees, funding. */
export const Income = () => {
  const w = useWords()
  return (
    <Told<readonly IncomeRow[]> by={useAnswer('/fapi/v1/income', { parameters: { limit: '1000' } })}>{(rows) => (
      <SmallTable isDense caption={w.sandbox.income} rows={rows.toReversed().slice(0, 100)} idOf={({ tranId, incomeType, asset }) => `${tranId} ${incomeType} ${asset}`} empty={w.sandbox.noIncome} columns={[
        { head: w.sandbox.time, cell: ({ time }) => <Time at={new Date(time).toISOString()} /> }, { head: w.sandbox.what, cell: ({ incomeType }) => w.sandbox.incomeTypes[incomeType] ?? incomeType }, { head: w.sandbox.symbol, cell: ({ symbol }) => (symbol === '' ? '—' : symbol) },
        { head: w.sandbox.amount, isNumber: true, cell: ({ income, asset }) => <span className={income.startsWith('-') ? 'text-danger' : 'text-safe'}>{income.startsWith('-') ? '' : '+'}{shortAmount(income)} {asset}</span> },
      ]} />
    )}</Told>
  )
}
