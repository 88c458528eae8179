import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useWords } from '../../words/words.tsx'
import { useAnswer } from './acting.tsx'
import { Told } from './answers.tsx'
import { Board } from './board.tsx'
import { Tabs } from './fields.tsx'
import type { ListPaths } from './order-lists.ts'
import { OrderTicket } from './order-ticket.tsx'
import { OpenOrders, OrderHistory } from './orders.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { shortAmount } from '../../parts/amounts.ts'

export interface DeskProps { readonly symbol: string | undefined; readonly onSymbol: (symbol: string) => void }

const LISTS: ListPaths = { OCO: '/api/v3/order/oco', OTO: '/api/v3/orderList/oto', OTOCO: '/api/v3/orderList/otoco', OPO: '/api/v3/orderList/opo', OPOCO: '/api/v3/orderList/opoco' }

/** Spot: a market, a ticket, what is open and what is held. */
export const SpotDesk = ({ symbol, onSymbol }: DeskProps) => {
  const w = useWords()
  const [tab, setTab] = useState<'balances' | 'orders' | 'history'>('balances')
  return (
    <Board product="spot" symbol={symbol} onSymbol={onSymbol}
      ticket={(seen) => <OrderTicket {...seen} path="/api/v3/order" testPath="/api/v3/order/test" routedPath="/api/v3/sor/order" listPaths={LISTS} />}
      below={({ terms }) => (
        <Tabs label={w.sandbox.account} chosen={tab} onChoose={setTab} tabs={[{ name: 'balances', word: w.sandbox.balances }, { name: 'orders', word: w.sandbox.orders }, { name: 'history', word: w.sandbox.history }]}>
          {tab === 'balances' ? <SpotBalances /> : tab === 'orders' ? <OpenOrders path="/api/v3/openOrders" cancelPath="/api/v3/order" cancelAllPath="/api/v3/openOrders" /> : <OrderHistory path="/api/v3/allOrders" symbol={terms.name} />}
        </Tabs>
      )} />
  )
}

interface Balance { readonly asset: string; readonly free: string; readonly locked: string }

export const SpotBalances = () => {
  const w = useWords()
  const held = useAnswer('/api/v3/account', { parameters: { omitZeroBalances: 'true' } })
  return (
    <Told<{ readonly balances: readonly Balance[] }> by={held}>{({ balances }) => (
      <SmallTable isDense caption={w.sandbox.balances} rows={balances} idOf={({ asset }) => asset} empty={<>{w.sandbox.noBalances} <Link to="/sandbox" search={(now) => ({ ...now, desk: 'wallets' })} className="link">{w.sandbox.toFaucet}</Link></>} columns={[
        { head: w.sandbox.asset, cell: ({ asset }) => asset }, { head: w.sandbox.free, isNumber: true, cell: ({ free }) => shortAmount(free) }, { head: w.sandbox.locked, isNumber: true, cell: ({ locked }) => shortAmount(locked) },
      ]} />
    )}</Told>
  )
}
