import { heartbeatSignature } from '../authority/moving-address.ts'

/** What `bitting keys follow KEY --heartbeat` told, and where it is sent. */
export interface HeartbeatToken {
  /** The console's address: `https://bitting.example`. */
  readonly consoleUrl: string
  readonly id: string
  /** `bih1…`: it moves its one entry and does nothing else. */
  readonly token: string
}

/** What came of a heartbeat: the address as the authority saw it. */
export interface HeartbeatAnswer {
  readonly address: string
  readonly is: 'moved' | 'same' | 'kept'
  /** Why the entry stayed as it was. */
  readonly why?: string
}

/** Tells the authority where this machine calls from, so that the key's entry follows. @param nowMs the server's time @throws where it was not heard */
export const sendHeartbeat = async ({ consoleUrl, id, token }: HeartbeatToken, nowMs: number, timeoutMs = 10_000): Promise<HeartbeatAnswer> => {
  const answer = await fetch(new URL('/api/heartbeat', consoleUrl), {
    method: 'POST', redirect: 'error', headers: { 'Content-Type': 'application/json' }, signal: AbortSignal.timeout(timeoutMs),
    body: JSON.stringify({ id, timestamp: nowMs, signature: heartbeatSignature(Buffer.from(token), id, nowMs) }),
  })
  // As the authority answers; whoever else answers has no value that is looked at.
  const body = await answer.json() as { readonly value?: HeartbeatAnswer; readonly refused?: { readonly message: string; readonly remedy: string } }
  if (!body.value) throw new Error(`The heartbeat was not heard: ${body.refused?.message ?? `status ${answer.status}`} ${body.refused?.remedy ?? ''}`.trim())
  return body.value
}
