import { useState } from 'react'
import { Time } from '../../parts/formats.tsx'
import { useWords } from '../../words/words.tsx'
import { useAnswer } from './acting.tsx'
import { Told } from './answers.tsx'
import { Board, type Seen } from './board.tsx'
import { Tabs } from './fields.tsx'
import { FuturesOrders } from './futures-orders.tsx'
import { FuturesSettings, isHedging, useFuturesAccount } from './futures-settings.tsx'
import { FuturesTicket } from './futures-ticket.tsx'
import { Income } from './income.tsx'
import { Positions } from './positions.tsx'
import type { DeskProps } from './spot-desk.tsx'
import { Strip } from './strip.tsx'
import { useVenueTime } from './venue-time.ts'
import { shortAmount, workedOut } from '../../parts/amounts.ts'

/** USD-M futures: a contract, what it costs to hold, a ticket, positions and what they brought in. */
export const FuturesDesk = ({ symbol, onSymbol }: DeskProps) => {
  const w = useWords()
  const account = useFuturesAccount()
  const [tab, setTab] = useState<'positions' | 'orders' | 'income' | 'account'>('positions')
  return (
    <Board product="futures" symbol={symbol} onSymbol={onSymbol}
      strip={(seen) => <Marks {...seen} />}
      ticket={(seen) => <div className="flex flex-col gap-5"><FuturesTicket {...seen} isHedge={isHedging(account)} /><FuturesSettings terms={seen.terms} account={account} /></div>}
      below={() => (
        <Tabs label={w.sandbox.account} chosen={tab} onChoose={setTab} tabs={[{ name: 'positions', word: w.sandbox.positions }, { name: 'orders', word: w.sandbox.orders }, { name: 'income', word: w.sandbox.income }, { name: 'account', word: w.sandbox.balances }]}>
          {tab === 'positions' ? <Positions /> : tab === 'orders' ? <FuturesOrders /> : tab === 'income' ? <Income /> : <Totals />}
        </Tabs>
      )} />
  )
}

const clockOf = (ms: number): string => [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1_000) % 60].map((part) => String(Math.floor(Math.max(0, part))).padStart(2, '0')).join(':')

const Marks = ({ mark, terms }: Seen) => {
  const w = useWords()
  const nowMs = useVenueTime()
  const price = (text: string): string => workedOut(text, terms.priceDecimals)
  return <Strip items={[
    { head: w.sandbox.markPrice, value: mark === null ? '—' : price(mark.price) }, { head: w.sandbox.indexPrice, value: mark === null ? '—' : price(mark.index) },
    { head: w.sandbox.fundingRate, value: mark === null ? '—' : `${workedOut(Number(mark.rate) * 100, 4)} %` }, { head: w.sandbox.nextFunding, value: mark === null ? '—' : <Time at={new Date(mark.nextFundingAt).toISOString()}>{clockOf(mark.nextFundingAt - nowMs)}</Time> },
  ]} />
}

interface Account { readonly totalWalletBalance: string; readonly totalUnrealizedProfit: string; readonly totalMarginBalance: string; readonly totalInitialMargin: string; readonly totalMaintMargin: string; readonly availableBalance: string }

const Totals = () => {
  const w = useWords()
  return (
    <Told<Account> by={useAnswer('/fapi/v3/account', { alsoMovedBy: 'market' })}>{(account) => <Strip items={[
      { head: w.sandbox.walletBalance, value: `${shortAmount(account.totalWalletBalance)} USDT` }, { head: w.sandbox.unrealized, value: `${shortAmount(account.totalUnrealizedProfit)} USDT` }, { head: w.sandbox.marginBalance, value: `${shortAmount(account.totalMarginBalance)} USDT` },
      { head: w.sandbox.initialMargin, value: `${shortAmount(account.totalInitialMargin)} USDT` }, { head: w.sandbox.maintenance, value: `${shortAmount(account.totalMaintMargin)} USDT` }, { head: w.sandbox.available, value: `${shortAmount(account.availableBalance)} USDT` },
    ]} />}</Told>
  )
}
