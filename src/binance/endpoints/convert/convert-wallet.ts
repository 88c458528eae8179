import type { ConvertWallet } from '../../../exchange/convert/conversion.ts'

/** The wallet that a conversion pays from and into, by its name on the wire. */
export const convertWallet = (walletType: 'SPOT' | 'FUNDING'): ConvertWallet => (walletType === 'FUNDING' ? 'funding' : 'spot')
