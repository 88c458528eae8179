import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

const sha256 = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

// The little of CBOR (RFC 8949) that a COSE key and an attestation without statement need.
const head = (major: number, value: number): Buffer => value < 24 ? Buffer.from([major << 5 | value]) : value < 256 ? Buffer.from([major << 5 | 24, value]) : Buffer.from([major << 5 | 25, value >> 8, value & 0xff])
const whole = (value: number): Buffer => value >= 0 ? head(0, value) : head(1, -1 - value)
const bytes = (value: Uint8Array): Buffer => Buffer.concat([head(2, value.length), value])
const text = (value: string): Buffer => Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
const map = (...entries: readonly (readonly [Buffer, Buffer])[]): Buffer => Buffer.concat([head(5, entries.length), ...entries.flat()])

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const CREDENTIAL_INCLUDED = 0x40

/** A passkey in software: an ES256 key that answers as a browser would. */
export class SoftwareAuthenticator {
  readonly #keys: { privateKey: KeyObject; publicKey: KeyObject } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly credentialId = randomBytes(16)
  readonly #rpId: string
  readonly #origin: string
  counter = 0
  verifiesUser = true

  constructor({ rpId, origin }: { readonly rpId: string; readonly origin: string }) {
    this.#rpId = rpId
    this.#origin = origin
  }

  register(challenge: string) {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const cose = map([whole(1), whole(2)], [whole(3), whole(-7)], [whole(-1), whole(1)], [whole(-2), bytes(Buffer.from(x, 'base64url'))], [whole(-3), bytes(Buffer.from(y, 'base64url'))])
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.credentialId.length]), this.credentialId, cose])
    const attestationObject = map([text('fmt'), text('none')], [text('attStmt'), map()], [text('authData'), bytes(this.#authenticatorData(CREDENTIAL_INCLUDED, credential))])
    return this.#response({ clientDataJSON: this.#clientData('webauthn.create', challenge).toString('base64url'), attestationObject: attestationObject.toString('base64url'), transports: ['internal'] })
  }

  authenticate(challenge: string) {
    this.counter += 1
    const clientData = this.#clientData('webauthn.get', challenge)
    const authenticatorData = this.#authenticatorData(0, Buffer.alloc(0))
    const signature = createSign('sha256').update(Buffer.concat([authenticatorData, sha256(clientData)])).sign(this.#keys.privateKey)
    return this.#response({ clientDataJSON: clientData.toString('base64url'), authenticatorData: authenticatorData.toString('base64url'), signature: signature.toString('base64url') })
  }

  #response(response: Record<string, unknown>) {
    const id = this.credentialId.toString('base64url')
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
  }

  #clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#origin, crossOrigin: false }))
  }

  #authenticatorData(flags: number, credential: Buffer): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([sha256(this.#rpId), Buffer.from([flags | USER_PRESENT | (this.verifiesUser ? USER_VERIFIED : 0)]), counter, credential])
  }
}
