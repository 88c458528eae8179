import { randomUUIDv7 } from 'node:crypto'
import type { Socket } from 'node:net'
import { type RequestId, requestId } from '../ids.ts'
import { CallRecords } from './call-records.ts'
import type { UnreadListener } from './wire-listener.ts'
import type { WireParts } from './wire-handler.ts'

const NO_HEADERS = { forwardedFor: undefined, demoAddress: undefined } as const

/** What could not be read as a request is answered, and so it is a row: from where and when is all that is known of it. */
export const noteUnread = (parts: Pick<WireParts, 'gate' | 'services' | 'callLog' | 'clock' | 'tally' | 'addressOf'>): UnreadListener => {
  const records = new CallRecords(parts)
  return (socket: Socket, status: number): RequestId => {
    const request = { id: requestId(randomUUIDv7()), receivedAtUs: parts.clock.nowUs(), environment: 'live', method: 'GET', path: '', query: '', body: '', apiKey: undefined, address: parts.addressOf(socket, NO_HEADERS) } as const
    parts.tally?.refused(undefined, request, 'unreadable', null)
    records.failed(request, { status, code: null }, 'unreadable')
    return request.id
  }
}
