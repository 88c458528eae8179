import type { ConvertWallet } from '../../../exchange/convert/conversion.ts'

/** The wallet that a conversion pays from and into, by its name on the wire. */
export const convertWallet = (walletType: 'SPOT' | 'FUNDING'): Exclude<ConvertWallet, 'usdFutures'> => (walletType === 'FUNDING' ? 'funding' : 'spot')

/** A conversion belongs to the family whose wallets it pays from and into: who may trade in one may not be let into the other by it. */
export const isOfFutures = ({ wallet }: { readonly wallet: ConvertWallet }): boolean => wallet === 'usdFutures'
