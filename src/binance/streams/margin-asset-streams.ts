import type { WalletView } from '../../exchange/exchange-view.ts'
import type { TimeUs } from '../../time.ts'
import { type AssetIndex, assetIndices } from '../present/futures/asset-index.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'
import type { BeatMs, MarketStream, StreamMessage } from './market-stream.ts'

const word = ({ symbol, index, buffer, bid, ask }: AssetIndex, nowUs: TimeUs, unit: TimeUnit) =>
  ({ e: 'assetIndexUpdate', E: wireTime(nowUs, unit), s: symbol, i: index, b: buffer, a: buffer, B: bid, A: ask, q: buffer, g: buffer, Q: bid, G: ask })

/** What assets are worth as margin in multi-assets mode, every second: one asset, or all as one list. */
export class AssetIndices implements MarketStream {
  readonly symbol = null
  readonly beatMs: BeatMs = 1_000
  readonly #wallet: WalletView
  readonly #one: string | null

  constructor(wallet: WalletView, one: string | null) {
    this.#wallet = wallet
    this.#one = one
  }

  onBeat(nowUs: TimeUs): readonly StreamMessage[] {
    const all = assetIndices(this.#wallet)
    if (this.#one === null) return [(unit) => all.map((each) => word(each, nowUs, unit))]
    return all.filter(({ symbol }) => symbol === this.#one).map((each) => (unit) => word(each, nowUs, unit))
  }
}
