import { amount } from '../../money.ts'
import type { Asset, AssetNetwork } from '../symbol.ts'
import { type ChainName, chainNamed } from './chains.ts'

/** One way an asset comes in and goes out. Amounts are decimals of the asset; the first way of an asset is its default. */
interface Way {
  readonly chain: ChainName
  readonly fee: string
  readonly min: string
  readonly max: string
  readonly multiple: string
  readonly contract?: string
}

interface AssetRow {
  readonly name: string
  readonly fullName: string
  readonly ways: readonly [Way, ...Way[]]
}

// Fees, minima and multiples follow what Binance publishes for live networks; contracts are the real ones.
const ASSET_ROWS: readonly AssetRow[] = [
  { name: 'BTC', fullName: 'Bitcoin', ways: [
    { chain: 'BTC', fee: '0.000015', min: '0.00003', max: '750', multiple: '0.00000001' },
    { chain: 'BSC', fee: '0.0000015', min: '0.000003', max: '500', multiple: '0.00000001', contract: '0x7130d2a12b9bcbfae4f2634d864a1ee1ce3ead9c' },
  ] },
  { name: 'ETH', fullName: 'Ethereum', ways: [
    { chain: 'ETH', fee: '0.00004', min: '0.001', max: '10000', multiple: '0.00000001' },
    { chain: 'ARBITRUM', fee: '0.00001', min: '0.0008', max: '4000', multiple: '0.00000001' },
    { chain: 'BSC', fee: '0.00002', min: '0.00004', max: '8000', multiple: '0.00000001', contract: '0x2170ed0880ac9a755fd29b2688956bd959f933f8' },
  ] },
  { name: 'BNB', fullName: 'BNB', ways: [
    { chain: 'BSC', fee: '0.00001', min: '0.00002', max: '20000', multiple: '0.00000001' },
  ] },
  { name: 'SOL', fullName: 'Solana', ways: [
    { chain: 'SOL', fee: '0.001', min: '0.02', max: '250000', multiple: '0.00000001' },
  ] },
  { name: 'XRP', fullName: 'Ripple', ways: [
    { chain: 'XRP', fee: '0.2', min: '2', max: '10000000', multiple: '0.000001' },
    { chain: 'BSC', fee: '0.02', min: '0.04', max: '5000000', multiple: '0.00000001', contract: '0x1d2f0da169ceb9fc7b3144628db156f3f6c60dbe' },
  ] },
  { name: 'ADA', fullName: 'Cardano', ways: [
    { chain: 'ADA', fee: '0.8', min: '2', max: '20000000', multiple: '0.000001' },
    { chain: 'BSC', fee: '0.04', min: '0.08', max: '8000000', multiple: '0.00000001', contract: '0x3ee2200efb3400fabb9aacf31297cbdd1d435d47' },
  ] },
  { name: 'DOGE', fullName: 'Dogecoin', ways: [
    { chain: 'DOGE', fee: '4', min: '10', max: '40000000', multiple: '0.00000001' },
    { chain: 'BSC', fee: '0.15', min: '0.3', max: '20000000', multiple: '0.00000001', contract: '0xba2ae424d960c26247dd6c32edc70b295c744c43' },
  ] },
  { name: 'LTC', fullName: 'Litecoin', ways: [
    { chain: 'LTC', fee: '0.0001', min: '0.002', max: '75000', multiple: '0.00000001' },
    { chain: 'BSC', fee: '0.00012', min: '0.00024', max: '25000', multiple: '0.00000001', contract: '0x4338665cbb7b2485a8855a139b75d5e34ab0db94' },
  ] },
  { name: 'USDT', fullName: 'TetherUS', ways: [
    { chain: 'ETH', fee: '0.8', min: '5', max: '50000000', multiple: '0.000001', contract: '0xdac17f958d2ee523a2206206994597c13d831ec7' },
    { chain: 'TRX', fee: '1', min: '5', max: '30000000', multiple: '0.000001', contract: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' },
    { chain: 'BSC', fee: '0.01', min: '5', max: '20000000', multiple: '0.00000001', contract: '0x55d398326f99059ff775485246999027b3197955' },
    { chain: 'SOL', fee: '0.5', min: '5', max: '20000000', multiple: '0.000001', contract: 'Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB' },
  ] },
  { name: 'USDC', fullName: 'USD Coin', ways: [
    { chain: 'ETH', fee: '0.8', min: '5', max: '50000000', multiple: '0.000001', contract: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48' },
    { chain: 'BSC', fee: '0.01', min: '5', max: '20000000', multiple: '0.00000001', contract: '0x8ac76a51cc950d9822d68b83fe1ad97b32cd580d' },
    { chain: 'SOL', fee: '0.5', min: '5', max: '20000000', multiple: '0.000001', contract: 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v' },
  ] },
]

const networkOf = (way: Way, isDefault: boolean): AssetNetwork => {
  const chain = chainNamed(way.chain)
  if (!chain) throw new Error(`no such chain: ${way.chain}`)
  return {
    ...chain,
    isDefault,
    depositEnabled: true,
    withdrawEnabled: true,
    withdrawFee: amount(way.fee),
    withdrawMin: amount(way.min),
    withdrawMax: amount(way.max),
    withdrawMultiple: amount(way.multiple),
    depositDust: amount(way.multiple),
    contractAddress: way.contract ?? '',
  }
}

/** Every asset of the sandbox. */
export const ASSETS: readonly Asset[] = ASSET_ROWS.map((row) => ({
  name: row.name,
  fullName: row.fullName,
  networks: row.ways.map((way, index) => networkOf(way, index === 0)),
}))
