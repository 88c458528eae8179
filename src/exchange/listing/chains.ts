/** What holds for a chain whichever asset travels on it. */
export interface Chain {
  /** The name on the wire. */
  readonly network: string
  readonly name: string
  /** The currency name the address library knows the chain's format by. */
  readonly addressFormat: string
  readonly addressRegex: string
  /** '' where the chain knows no memo. */
  readonly memoRegex: string
  /** Confirmations until a deposit is credited, and until it can be withdrawn again. */
  readonly confirmations: number
  readonly unlockConfirmations: number
  readonly estimatedArrivalMinutes: number
}

const HEX = '^(0x)[0-9A-Fa-f]{40}$'
const BASE58 = '[1-9A-HJ-NP-Za-km-z]'

const CHAIN_ROWS = [
  { network: 'BTC', name: 'Bitcoin', addressFormat: 'bitcoin', addressRegex: `^[13]${BASE58}{25,34}$|^bc1[02-9ac-hj-np-z]{11,87}$`, memoRegex: '', confirmations: 1, unlockConfirmations: 2, estimatedArrivalMinutes: 10 },
  { network: 'ETH', name: 'Ethereum (ERC20)', addressFormat: 'ethereum', addressRegex: HEX, memoRegex: '', confirmations: 6, unlockConfirmations: 64, estimatedArrivalMinutes: 2 },
  { network: 'BSC', name: 'BNB Smart Chain (BEP20)', addressFormat: 'binancesmartchain', addressRegex: HEX, memoRegex: '', confirmations: 5, unlockConfirmations: 15, estimatedArrivalMinutes: 1 },
  { network: 'ARBITRUM', name: 'Arbitrum One', addressFormat: 'arbitrum', addressRegex: HEX, memoRegex: '', confirmations: 120, unlockConfirmations: 500, estimatedArrivalMinutes: 5 },
  { network: 'TRX', name: 'Tron (TRC20)', addressFormat: 'tron', addressRegex: `^T${BASE58}{33}$`, memoRegex: '', confirmations: 1, unlockConfirmations: 1, estimatedArrivalMinutes: 1 },
  { network: 'SOL', name: 'Solana', addressFormat: 'solana', addressRegex: `^${BASE58}{32,44}$`, memoRegex: '', confirmations: 250, unlockConfirmations: 500, estimatedArrivalMinutes: 3 },
  { network: 'ADA', name: 'Cardano', addressFormat: 'cardano', addressRegex: `^addr1[02-9ac-hj-np-z]{53,98}$|^(Ae2|DdzFF)${BASE58}{50,110}$`, memoRegex: '', confirmations: 30, unlockConfirmations: 60, estimatedArrivalMinutes: 12 },
  { network: 'DOGE', name: 'Dogecoin', addressFormat: 'dogecoin', addressRegex: `^[DA9]${BASE58}{25,34}$`, memoRegex: '', confirmations: 20, unlockConfirmations: 60, estimatedArrivalMinutes: 20 },
  { network: 'LTC', name: 'Litecoin', addressFormat: 'litecoin', addressRegex: `^[LM3]${BASE58}{25,34}$|^ltc1[02-9ac-hj-np-z]{11,87}$`, memoRegex: '', confirmations: 3, unlockConfirmations: 4, estimatedArrivalMinutes: 8 },
  { network: 'XRP', name: 'XRP Ledger', addressFormat: 'ripple', addressRegex: `^r${BASE58}{24,34}$`, memoRegex: '^(0|[1-9][0-9]{0,9})$', confirmations: 1, unlockConfirmations: 1, estimatedArrivalMinutes: 1 },
] as const satisfies readonly Chain[]

export type ChainName = (typeof CHAIN_ROWS)[number]['network']

/** Every chain of the venue, in the order they are shown. */
export const CHAINS: readonly Chain[] = CHAIN_ROWS

export const chainNamed = (network: string): Chain | undefined => CHAINS.find((chain) => chain.network === network)
