import type { SandboxListener } from '../../operations/sandbox-listening.ts'
import { Download } from './download.ts'
import { LONGEST_STREAM_MS, streamEvent, STREAM_OPENING } from './event-stream.ts'

/** That something of an account changed, as it happens. Where the key opens nothing, the stream says so and is over. */
export const accountTail = (listen: (listener: SandboxListener) => (() => void) | null): Download => {
  let stop = (): void => {}
  const body = new ReadableStream<Uint8Array>({
    start: (reader) => {
      reader.enqueue(STREAM_OPENING)
      let timer: ReturnType<typeof setTimeout> | undefined
      const end = (): void => { clearTimeout(timer); reader.close() }
      const deaf = listen({
        // One that was not taken yet says it already.
        onChanged: () => { if ((reader.desiredSize ?? 0) > 0) reader.enqueue(streamEvent('changed', {})) },
        onEnded: end,
      })
      if (deaf === null) {
        reader.enqueue(streamEvent('closed', {}))
        reader.close()
        return
      }
      reader.enqueue(streamEvent('opened', {}))
      stop = () => { deaf(); clearTimeout(timer) }
      timer = setTimeout(() => { stop(); reader.close() }, LONGEST_STREAM_MS).unref()
    },
    cancel: () => stop(),
  }, { highWaterMark: 4 })
  return new Download({ contentType: 'text/event-stream', fileName: null, body })
}
