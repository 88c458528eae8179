import { AllowListMatcher } from '../../authority/allow-list.ts'
import { parseSocketAddress } from '../../authority/ip-address.ts'

/** Whether an entry of an allow list (an address or a block) admits an address. */
export const coversAddress = (entry: string, address: string): boolean => {
  const parsed = parseSocketAddress(address)
  return parsed !== undefined && new AllowListMatcher({ mode: 'trusted', entries: [entry] }).admits(parsed)
}
