import { useMemo } from 'react'
import type { CallRateView } from '../../../src/operations/calls-list.ts'
import { useWords } from '../words/words.tsx'

const WIDTH = 300
const HEIGHT = 80
const BASE = HEIGHT - 1

/**
 * How often was called, a bar for each slice of time up to now: admitted below, refused on top. Slices that are not told had no calls.
 * @param describe what the whole picture says, from both totals
 */
export const CallChart = ({ told, slices, sliceMs, caption, describe }: { readonly told: readonly CallRateView[]; readonly slices: number; readonly sliceMs: number; readonly caption: string; readonly describe: (admitted: number, refused: number) => string }) => {
  const w = useWords()
  const bars = useMemo(() => {
    const now = Math.floor(Date.now() / sliceMs)
    const bySlice = new Map(told.map((rate) => [Math.floor(Date.parse(rate.at) / sliceMs), rate]))
    return Array.from({ length: slices }, (_, index) => bySlice.get(now - slices + 1 + index) ?? { admitted: 0, refused: 0 })
  }, [told, slices, sliceMs])
  const most = Math.max(1, ...bars.map(({ admitted, refused }) => admitted + refused))
  const total = bars.reduce((sum, { admitted, refused }) => ({ admitted: sum.admitted + admitted, refused: sum.refused + refused }), { admitted: 0, refused: 0 })
  const step = WIDTH / slices
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-20 w-full" role="img" aria-label={describe(total.admitted, total.refused)}>
        <path d={`M0 ${BASE + 0.5}H${WIDTH}`} className="stroke-line" />
        {bars.map(({ admitted, refused }, index) => { const [a, r] = [((BASE - 3) * admitted) / most, ((BASE - 3) * refused) / most]; return <g key={index}><rect x={index * step + 1} width={step - 2} y={BASE - a} height={a} className="fill-accent" /><rect x={index * step + 1} width={step - 2} y={BASE - a - r} height={r} className="fill-danger" /></g> })}
      </svg>
      <figcaption className="mt-2 flex flex-wrap gap-4 text-sm text-soft"><span>{caption}</span><span className="flex items-center gap-1"><svg width="8" height="8" aria-hidden="true"><rect width="8" height="8" className="fill-accent" /></svg>{total.admitted} {w.calls.admitted}</span><span className="flex items-center gap-1"><svg width="8" height="8" aria-hidden="true"><rect width="8" height="8" className="fill-danger" /></svg>{total.refused} {w.calls.refused}</span></figcaption>
    </figure>
  )
}
