/** A pair made in this browser: only the public half ever leaves it. */
export interface BrowserPair {
  readonly publicKey: string
  readonly privateKey: string
}

const pem = (what: string, bytes: ArrayBuffer): string =>
  `-----BEGIN ${what}-----\n${(btoa(String.fromCharCode(...new Uint8Array(bytes))).match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${what}-----\n`

export const makeEd25519 = async (): Promise<BrowserPair> => {
  // An Ed25519 pair, as the algorithm says; the type of generateKey only knows that it may be one key.
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']) as CryptoKeyPair
  const [publicBytes, privateBytes] = await Promise.all([crypto.subtle.exportKey('spki', pair.publicKey), crypto.subtle.exportKey('pkcs8', pair.privateKey)])
  return { publicKey: pem('PUBLIC KEY', publicBytes), privateKey: pem('PRIVATE KEY', privateBytes) }
}

/** Somebody pasted the half that must stay with them. */
export const isPrivate = (text: string): boolean => /PRIVATE KEY/.test(text)
