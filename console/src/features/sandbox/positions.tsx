import { useState } from 'react'
import { useWords } from '../../words/words.tsx'
import { useActing, useAnswer, useSending } from './acting.tsx'
import { bodyOf, Sent, Told } from './answers.tsx'
import { useMarks } from './marks.ts'
import { PositionMargin } from './position-margin.tsx'
import { useSymbols } from './symbols.ts'
import { SmallTable } from '../../parts/small-table.tsx'
import { shortAmount, workedOut } from '../../parts/amounts.ts'

interface Position { readonly symbol: string; readonly positionSide: 'BOTH' | 'LONG' | 'SHORT'; readonly positionAmt: string; readonly entryPrice: string; readonly markPrice: string; readonly unRealizedProfit: string; readonly liquidationPrice: string; readonly leverage: string; readonly marginType: string; readonly isolatedWallet: string; readonly notional: string }

const idOf = ({ symbol, positionSide }: Position): string => `${symbol} ${positionSide}`

/** As it is told, at the mark that was heard last. */
const atMark = (position: Position, mark: string | undefined): Position => (mark === undefined ? position : { ...position, markPrice: mark, unRealizedProfit: String((Number(mark) - Number(position.entryPrice)) * Number(position.positionAmt)) })

/** What is held of each contract, what it has brought so far, and where it would be liquidated. */
export const Positions = () => {
  const w = useWords()
  const marks = useMarks()
  // What follows the mark is heard; where a position would be liquidated is asked again, for it hangs on all the others too.
  const positions = useAnswer('/fapi/v2/positionRisk', { alsoMovedBy: 'others' })
  const closing = useSending()
  const symbols = useSymbols(useActing().environment, 'futures')
  const [chosen, setChosen] = useState<string | null>(null)
  /** As finely as its contract counts. */
  const priceOf = (symbol: string, price: string): string => (Number(price) === 0 ? '—' : shortAmount(workedOut(price, symbols.find(({ name }) => name === symbol)?.priceDecimals ?? 2)))
  /** As finely as its quote asset counts. */
  const profitOf = (symbol: string, profit: string): string => shortAmount(workedOut(profit, symbols.find(({ name }) => name === symbol)?.quoteDecimals ?? 8))
  const margined = bodyOf<readonly Position[]>(positions)?.find((position) => position.marginType === 'isolated' && Number(position.positionAmt) !== 0 && idOf(position) === chosen)
  const close = ({ symbol, positionSide, positionAmt }: Position): void => void closing.send('POST', '/fapi/v1/order', {
    symbol, side: positionAmt.startsWith('-') ? 'BUY' : 'SELL', type: 'MARKET', quantity: positionAmt.replace('-', ''), newOrderRespType: 'RESULT', ...(positionSide === 'BOTH' ? { reduceOnly: 'true' } : { positionSide }),
  })
  return (
    <div className="flex flex-col gap-3">
      <Told<readonly Position[]> by={positions}>{(all) => (
        <SmallTable isDense caption={w.sandbox.positions} rows={all.filter(({ positionAmt }) => Number(positionAmt) !== 0).map((position) => atMark(position, marks.get(position.symbol)))} idOf={idOf} empty={w.sandbox.noPositions} columns={[
          { head: w.sandbox.symbol, cell: (position) => <><span className={position.positionAmt.startsWith('-') ? 'text-danger' : 'text-safe'}>{position.symbol} · {w.sandbox.positionSides[position.positionSide !== 'BOTH' ? position.positionSide : position.positionAmt.startsWith('-') ? 'SHORT' : 'LONG']}</span> <span className="block text-xs text-soft">{position.leverage}× {position.marginType !== 'isolated' ? w.sandbox.cross : (
            <button type="button" className="link min-h-6" aria-expanded={chosen === idOf(position)} onClick={() => setChosen(chosen === idOf(position) ? null : idOf(position))}>{w.sandbox.isolated} {shortAmount(position.isolatedWallet)}<span className="sr-only"> {w.sandbox.marginOf(position.symbol)} {position.positionSide}</span></button>
          )}</span></> },
          { head: w.sandbox.size, isNumber: true, cell: ({ positionAmt }) => shortAmount(positionAmt) },
          { head: w.sandbox.unrealized, isNumber: true, cell: ({ symbol, unRealizedProfit }) => <span className={Number(unRealizedProfit) < 0 ? 'text-danger' : 'text-safe'}>{Number(unRealizedProfit) > 0 ? '+' : ''}{profitOf(symbol, unRealizedProfit)}</span> },
          { head: w.sandbox.entryPrice, isNumber: true, cell: ({ symbol, entryPrice }) => priceOf(symbol, entryPrice) },
          { head: w.sandbox.markPrice, isNumber: true, cell: ({ symbol, markPrice }) => priceOf(symbol, markPrice) },
          { head: w.sandbox.liquidationPrice, isNumber: true, cell: ({ symbol, liquidationPrice }) => priceOf(symbol, liquidationPrice) },
          { head: w.sandbox.closeIt, isHeadHidden: true, isNumber: true, cell: (position) => <button type="button" className="button button-small" disabled={closing.isBusy} onClick={() => close(position)}>{w.sandbox.closeIt}<span className="sr-only"> {position.symbol} {position.positionSide}</span></button> },
        ]} />
      )}</Told>
      {margined === undefined ? null : <PositionMargin key={idOf(margined)} position={margined} onDone={() => setChosen(null)} />}
      <Sent<{ symbol?: string }> of={closing} done={({ symbol }) => w.sandbox.closed(symbol ?? '')} />
    </div>
  )
}
