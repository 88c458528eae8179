import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ASSETS } from './assets.ts'
import { genesis } from './genesis.ts'
import { referencePrice, SYMBOLS } from './symbols.ts'

test('every market trades assets that are listed before it', () => {
  const seen = new Set<string>()
  for (const command of genesis()) {
    if (command.kind === 'defineAsset') seen.add(command.asset.name)
    if (command.kind === 'listSymbol') assert.ok(seen.has(command.symbol.baseAsset) && seen.has(command.symbol.quoteAsset), command.symbol.name)
  }
  assert.equal(new Set(SYMBOLS.map((symbol) => symbol.name)).size, SYMBOLS.length)
  assert.ok(SYMBOLS.length >= 12)
})

test('a reference price passes the price filter of its market', () => {
  for (const symbol of SYMBOLS) {
    const price = referencePrice(symbol.name)
    const filter = symbol.filters.find((one) => one.filterType === 'PRICE_FILTER')
    assert.ok(price !== undefined && filter)
    assert.equal(price % filter.tickSize, 0n, symbol.name)
    assert.ok(price >= filter.minPrice && price <= filter.maxPrice, symbol.name)
  }
})

test('cross markets begin within two ticks of the dollar markets', () => {
  for (const symbol of SYMBOLS.filter((one) => one.quoteAsset === 'BTC')) {
    const base = Number(referencePrice(`${symbol.baseAsset}USDT`))
    const quote = Number(referencePrice('BTCUSDT'))
    assert.ok(Math.abs(Number(referencePrice(symbol.name)) / 1e8 / (base / quote) - 1) < 0.001, symbol.name)
  }
})

test('every asset has one default network, and fees below minima below maxima', () => {
  for (const asset of ASSETS) {
    assert.equal(asset.networks.filter((network) => network.isDefault).length, 1)
    assert.equal(new Set(asset.networks.map((network) => network.network)).size, asset.networks.length)
    for (const network of asset.networks) {
      assert.ok(network.withdrawFee < network.withdrawMin && network.withdrawMin < network.withdrawMax, `${asset.name} ${network.network}`)
      assert.ok(network.withdrawMin % network.withdrawMultiple === 0n && network.withdrawFee % network.withdrawMultiple === 0n, `${asset.name} ${network.network}`)
      assert.ok(network.confirmations <= network.unlockConfirmations)
      assert.doesNotThrow(() => new RegExp(network.addressRegex) && new RegExp(network.memoRegex))
    }
  }
})
