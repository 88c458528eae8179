/** Markets of one base asset whose quote assets are interchangeable, one for one: an order in any of them may take from the books of all. */
export interface Route {
  readonly baseAsset: string
  readonly symbols: readonly string[]
}
