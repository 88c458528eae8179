import { useState } from 'react'
import { shortAmount, workedOut } from '../../parts/amounts.ts'
import { ChoiceField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.tsx'
import { Board } from './board.tsx'
import { Choice, Tabs } from './fields.tsx'
import { IsolatedTransfer } from './isolated-transfer.tsx'
import { Loan } from './loan.tsx'
import { LoanHistory } from './loan-history.tsx'
import { type MarginAccount, type MarginMode, useMarginAccount } from './margin-account.ts'
import type { ListPaths } from './order-lists.ts'
import { OrderTicket } from './order-ticket.tsx'
import { OpenOrders, OrderHistory } from './orders.tsx'
import type { DeskProps } from './spot-desk.tsx'
import { Told } from './answers.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { Strip } from './strip.tsx'

const LISTS: ListPaths = { OCO: '/sapi/v1/margin/order/oco', OTO: '/sapi/v1/margin/order/oto', OTOCO: '/sapi/v1/margin/order/otoco' }
const SIDE_EFFECTS = ['NO_SIDE_EFFECT', 'MARGIN_BUY', 'AUTO_REPAY', 'AUTO_BORROW_REPAY'] as const

/** Margin, cross or isolated: orders that may borrow and repay, loans by hand, and how near liquidation is. */
export const MarginDesk = ({ symbol, onSymbol }: DeskProps) => {
  const w = useWords()
  const [mode, setMode] = useState<MarginMode>('cross')
  const [sideEffect, setSideEffect] = useState<(typeof SIDE_EFFECTS)[number]>('NO_SIDE_EFFECT')
  const [tab, setTab] = useState<'account' | 'orders' | 'history' | 'loans'>('account')
  const isIsolated = mode === 'isolated' ? 'TRUE' : 'FALSE'
  return (
    <Board product="spot" symbol={symbol} onSymbol={onSymbol}
      strip={({ terms }) => <Level mode={mode} symbol={terms.name} />}
      ticket={(seen) => (
        <div className="flex flex-col gap-5">
          <OrderTicket {...seen} path="/sapi/v1/margin/order" listPaths={LISTS} further={{ isIsolated, sideEffectType: sideEffect }}>
            <Choice legend={w.sandbox.marginMode} value={mode} onChange={setMode} options={[{ value: 'cross', word: w.sandbox.cross }, { value: 'isolated', word: w.sandbox.isolated }]} />
            <ChoiceField label={w.sandbox.sideEffect} hint={w.sandbox.sideEffectTexts[sideEffect]} value={sideEffect} among={SIDE_EFFECTS} wordOf={(one) => w.sandbox.sideEffects[one]} onChoose={setSideEffect} />
          </OrderTicket>
          {mode === 'isolated' ? <IsolatedTransfer terms={seen.terms} /> : null}
          <Loan mode={mode} terms={seen.terms} />
        </div>
      )}
      below={({ terms }) => (
        <Tabs label={w.sandbox.account} chosen={tab} onChoose={setTab} tabs={[{ name: 'account', word: w.sandbox.balances }, { name: 'orders', word: w.sandbox.orders }, { name: 'history', word: w.sandbox.history }, { name: 'loans', word: w.sandbox.loans }]}>
          {tab === 'account' ? <Held mode={mode} symbol={terms.name} />
            : tab === 'orders' ? <OpenOrders path="/sapi/v1/margin/openOrders" cancelPath="/sapi/v1/margin/order" cancelAllPath="/sapi/v1/margin/openOrders" parameters={{ isIsolated, ...(mode === 'isolated' && { symbol: terms.name }) }} cancelParameters={{ isIsolated }} />
              : tab === 'history' ? <OrderHistory path="/sapi/v1/margin/allOrders" symbol={terms.name} parameters={{ isIsolated }} />
                : <LoanHistory mode={mode} symbol={terms.name} />}
        </Tabs>
      )} />
  )
}

const Level = ({ mode, symbol }: { readonly mode: MarginMode; readonly symbol: string }) => {
  const w = useWords()
  const { account } = useMarginAccount(mode, symbol)
  return <Strip items={[
    { head: w.sandbox.marginLevel, value: account === undefined ? '—' : account.level >= 999 ? w.sandbox.owesNothing : shortAmount(workedOut(account.level, 2)) },
    { head: w.sandbox.health, value: account === undefined ? '—' : w.sandbox.healths[account.health] },
    { head: mode === 'isolated' ? w.sandbox.liquidationPrice : w.sandbox.owed, value: account === undefined ? '—' : account.last },
  ]} />
}

const Held = ({ mode, symbol }: { readonly mode: MarginMode; readonly symbol: string }) => {
  const w = useWords()
  const { query, besides, read } = useMarginAccount(mode, symbol)
  return (
    <Told by={query} besides={besides}>{(body) => (
      <SmallTable<MarginAccount['held'][number]> isDense caption={w.sandbox.balances} rows={read(body)?.held ?? []} idOf={({ asset }) => asset} empty={w.sandbox.noBalances} columns={[
        { head: w.sandbox.asset, cell: ({ asset }) => asset }, { head: w.sandbox.free, isNumber: true, cell: ({ free }) => shortAmount(free) }, { head: w.sandbox.locked, isNumber: true, cell: ({ locked }) => shortAmount(locked) },
        { head: w.sandbox.borrowed, isNumber: true, cell: ({ borrowed }) => shortAmount(borrowed) }, { head: w.sandbox.interest, isNumber: true, cell: ({ interest }) => shortAmount(interest) }, { head: w.sandbox.net, isNumber: true, cell: ({ netAsset }) => shortAmount(netAsset) },
      ]} />
    )}</Told>
  )
}
