import type { TimeUs } from '../../time.ts'
import type { Command } from '../command.ts'
import type { ExchangeView } from '../exchange-view.ts'
import { DemoMarket } from './demo-market.ts'
import { FuturesDemoMarket } from './futures-demo-market.ts'

/** The demo markets of every product as one: spot first, whose prices the others follow. */
export class WholeMarket {
  readonly #spot: DemoMarket
  readonly #futures: FuturesDemoMarket

  constructor(seed: number) {
    this.#spot = new DemoMarket(seed)
    this.#futures = new FuturesDemoMarket(seed)
  }

  open(nowUs: TimeUs, view: ExchangeView): Command[] {
    return [...this.#spot.open(nowUs, view), ...this.#futures.open(nowUs, view)]
  }

  step(nowUs: TimeUs, view: ExchangeView): Command[] {
    return [...this.#spot.step(nowUs, view), ...this.#futures.step(nowUs, view)]
  }

  moveValue(asset: string, times: number, view: ExchangeView): Command[] {
    return [...this.#spot.moveValue(asset, times, view), ...this.#futures.moveValue(asset, times, view)]
  }

  show(part: number): void {
    this.#spot.show(part)
    this.#futures.show(part)
  }
}
