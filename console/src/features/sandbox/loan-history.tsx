import { shortAmount } from '../../parts/amounts.ts'
import { Time } from '../../parts/formats.tsx'
import { useWords } from '../../words/words.tsx'
import { useAnswer } from './acting.tsx'
import { bodyOf, Told } from './answers.tsx'
import type { MarginMode } from './margin-account.ts'
import { SmallTable } from '../../parts/small-table.tsx'

interface LoanRow { readonly txId: number; readonly timestamp: number; readonly asset: string; readonly amount: string; readonly type: string }
interface InterestRow { readonly txId: number; readonly interestAccuredTime: number; readonly asset: string; readonly interest: string; readonly type: string }
interface Row { readonly id: string; readonly atMs: number; readonly what: 'borrow' | 'repay' | 'onBorrow' | 'hourly'; readonly asset: string; readonly amount: string }

/** Loans, repayments and the interest of each hour, newest first. */
export const LoanHistory = ({ mode, symbol }: { readonly mode: MarginMode; readonly symbol: string }) => {
  const w = useWords()
  const where = mode === 'isolated' ? { isolatedSymbol: symbol } : {}
  const borrowed = useAnswer('/sapi/v1/margin/borrow-repay', { parameters: { type: 'BORROW', size: '50', ...where } })
  const repaid = useAnswer('/sapi/v1/margin/borrow-repay', { parameters: { type: 'REPAY', size: '50', ...where } })
  const interest = useAnswer('/sapi/v1/margin/interestHistory', { parameters: { size: '50', ...where } })
  return (
    <Told<{ readonly rows: readonly LoanRow[] }> by={borrowed} besides={[repaid, interest]}>{({ rows }) => {
      const all: readonly Row[] = [
        ...rows.map((row): Row => ({ id: `b${row.txId}`, atMs: row.timestamp, what: 'borrow', asset: row.asset, amount: row.amount })),
        ...(bodyOf<{ rows: readonly LoanRow[] }>(repaid)?.rows ?? []).map((row): Row => ({ id: `r${row.txId}`, atMs: row.timestamp, what: 'repay', asset: row.asset, amount: row.amount })),
        ...(bodyOf<{ rows: readonly InterestRow[] }>(interest)?.rows ?? []).map((row): Row => ({ id: `i${row.txId}`, atMs: row.interestAccuredTime, what: row.type === 'ON_BORROW' ? 'onBorrow' : 'hourly', asset: row.asset, amount: row.interest })),
      ].sort((a, b) => b.atMs - a.atMs || b.id.localeCompare(a.id))
      return <SmallTable isDense caption={w.sandbox.loans} rows={all} idOf={({ id }) => id} empty={w.sandbox.noLoans} columns={[
        { head: w.sandbox.time, cell: ({ atMs }) => <Time at={new Date(atMs).toISOString()} /> }, { head: w.sandbox.what, cell: ({ what }) => w.sandbox.loanKinds[what] },
        { head: w.sandbox.asset, cell: ({ asset }) => asset }, { head: w.sandbox.amount, isNumber: true, cell: ({ amount }) => shortAmount(amount) },
      ]} />
    }}</Told>
  )
}
