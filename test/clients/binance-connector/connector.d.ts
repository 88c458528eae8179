/** The parts of @binance/connector that the tests use: it ships no types. */
declare module '@binance/connector' {
  type Answer = Promise<{ readonly data: Record<string, unknown> & readonly Record<string, unknown>[] }>
  type Options = Readonly<Record<string, unknown>>
  export const PrivateKeyAlgo: { readonly RSA: string; readonly ED25519: string }
  export class Spot {
    constructor(apiKey: string, apiSecret: string, options: Options)
    exchangeInfo(options?: Options): Answer
    depth(symbol: string, options?: Options): Answer
    klines(symbol: string, interval: string, options?: Options): Answer
    tickerPrice(symbol: string): Answer
    account(): Answer
    newOrder(symbol: string, side: string, type: string, options: Options): Answer
    getOrder(symbol: string, options: Options): Answer
    cancelAndReplace(symbol: string, side: string, type: string, mode: string, options: Options): Answer
    newOCOOrder(symbol: string, side: string, quantity: number, aboveType: string, belowType: string, options: Options): Answer
    cancelOpenOrders(symbol: string): Answer
    openOrders(options: Options): Answer
    myTrades(symbol: string): Answer
    withdraw(coin: string, address: string, amount: number, options: Options): Answer
    withdrawHistory(): Answer
    depositAddress(coin: string): Answer
    apiPermissions(): Answer
  }
}
