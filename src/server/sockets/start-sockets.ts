import type { KeyDirectory } from '../../authority/key-directory.ts'
import { SocketServer, type SocketParts } from './socket-server.ts'

const BEAT_MS = 50
const LOOK_EVERY_MS = 1_000

/** Sockets with the two clocks that they live by, and cut off in the moment in which a key changes. */
export const startSockets = (parts: SocketParts & { readonly keys: Pick<KeyDirectory, 'onChanged'> }): SocketServer & { stop(): Promise<void> } => {
  const server = new SocketServer(parts)
  const streams = Object.values(parts.streams)
  let elapsedMs = 0
  const beats = setInterval(() => {
    elapsedMs += BEAT_MS
    for (const one of streams) one.beat(elapsedMs)
  }, BEAT_MS)
  const looks = setInterval(() => server.look(), LOOK_EVERY_MS)
  const forget = parts.keys.onChanged((key) => streams.find(({ environment }) => environment === key.environment)?.recheck(key.id))
  return Object.assign(server, {
    stop: async () => {
      clearInterval(beats)
      clearInterval(looks)
      forget()
      await server.drain()
    },
  })
}
