import { type Passage, type Stop, stop } from '../passage.ts'

/** The address that the listener saw, on the key's list. No header is asked. */
export const addressAllowed = ({ entry, visitor, request }: Passage): Stop | null => {
  if (!entry || entry.admits(visitor.address(request.address))) return null
  const { allowList } = entry.key
  return stop('sourceAddress', { reason: 'addressNotAllowed', address: request.address, entries: allowList.mode === 'trusted' ? allowList.entries : [] })
}
