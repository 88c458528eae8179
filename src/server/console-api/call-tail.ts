import { type CallsParts, callView, seenCalls } from '../../operations/calls-list.ts'
import type { Principal } from '../../people/people.ts'
import type { CallLog, CallRecord } from '../../watch/call-log.ts'
import { Download } from './download.ts'
import { LONGEST_STREAM_MS, streamEvent, STREAM_OPENING } from './event-stream.ts'

/** Events that one reader may leave untaken; those behind are left out, and that is said. */
const MOST_UNTAKEN = 500

/** What is called from now on, for somebody who may see it. */
export const callTail = async (filter: { readonly key?: string | undefined; readonly account?: number | undefined }, principal: Principal, parts: Omit<CallsParts, 'callLog'> & { readonly callLog: Pick<CallLog, 'hear'> }): Promise<Download> => {
  const { accountIds, keyIds, names } = await seenCalls(principal, parts)
  const isMeant = ({ accountId, keyId }: CallRecord): boolean =>
    ((accountId !== null && accountIds.has(accountId)) || (keyId !== null && keyIds.has(keyId))) && (filter.key === undefined || keyId === filter.key) && (filter.account === undefined || accountId === filter.account)
  let stop = (): void => {}
  const body = new ReadableStream<Uint8Array>({
    start: (reader) => {
      let leftOut = 0
      reader.enqueue(STREAM_OPENING)
      const deaf = parts.callLog.hear((call) => {
        if (!isMeant(call)) return
        if ((reader.desiredSize ?? 0) <= 0) { leftOut += 1; return }
        if (leftOut > 0) reader.enqueue(streamEvent('leftOut', { calls: leftOut }))
        leftOut = 0
        reader.enqueue(streamEvent('call', callView(call, names)))
      })
      const timer = setTimeout(() => { stop(); reader.close() }, LONGEST_STREAM_MS).unref()
      stop = () => { deaf(); clearTimeout(timer) }
    },
    cancel: () => stop(),
  }, { highWaterMark: MOST_UNTAKEN })
  return new Download({ contentType: 'text/event-stream', fileName: null, body })
}
