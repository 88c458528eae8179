import type { Peer } from '../../src/server/sockets/peer.ts'

/** What a connection sent to its other end: the text of each frame, and with which code it was closed. */
export class MemoryPeer implements Peer {
  readonly environment: 'live' | 'testnet'
  readonly address: string
  readonly client = undefined
  readonly connectedAtUs: number
  readonly timeUnit: Peer['timeUnit']
  readonly texts: string[] = []
  closedWith: number | undefined

  constructor({ environment = 'live', address = '127.0.0.1', connectedAtUs = 0, timeUnit = 'MILLISECOND' }: Partial<Pick<Peer, 'environment' | 'address' | 'connectedAtUs' | 'timeUnit'>> = {}) {
    this.environment = environment
    this.address = address
    this.connectedAtUs = connectedAtUs
    this.timeUnit = timeUnit
  }

  send(text: string): void {
    this.texts.push(text)
  }

  sendFrame(frames: Buffer): void {
    this.texts.push(...textsOf(frames))
  }

  close(code: number): void {
    this.closedWith ??= code
  }

  drop(): void {
    this.closedWith ??= 1006
  }

  /** Everything that was sent since it was asked last, as JSON. */
  heard(): any[] { // what the wire sends is read field by field in the tests
    return this.texts.splice(0).map((text) => JSON.parse(text) as unknown)
  }
}

/** The texts of unmasked frames that follow each other. */
const textsOf = (frames: Buffer): string[] => {
  const texts: string[] = []
  for (let at = 0; at < frames.length;) {
    const short = (frames[at + 1] ?? 0) & 0x7f
    const [head, length] = short === 126 ? [4, frames.readUInt16BE(at + 2)] : short === 127 ? [10, Number(frames.readBigUInt64BE(at + 2))] : [2, short]
    texts.push(frames.toString('utf8', at + head, at + head + length))
    at += head + length
  }
  return texts
}
