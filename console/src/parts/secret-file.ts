export interface Secret {
  readonly label: string
  readonly apiKey: string
  /** What signs: an HMAC secret, or a private key as PEM that was made in this browser; null where the reader keeps it already. */
  readonly secret: string | null
  readonly kind: 'hmac' | 'ed25519' | 'rsa'
}

/** As a `.env` file has it. */
export const dotEnv = ({ label, apiKey, secret, kind }: Secret): string => [
  `# ${label.replace(/[\r\n]+/g, ' ')}`,
  `BITTING_API_KEY=${apiKey}`,
  ...(secret === null ? [] : kind === 'hmac' ? [`BITTING_SECRET_KEY=${secret}`] : [`BITTING_PRIVATE_KEY="${secret.trim().replaceAll('\n', '\\n')}"`]),
  '',
].join('\n')

/**
 * AES-256-GCM under a key that PBKDF2 (RFC 8018) draws from the passphrase: what a browser can do by itself. `credentialFromFile` of bitting/client
 * and `bitting doctor --key FILE` open it.
 */
export const encrypted = async (text: string, passphrase: string): Promise<string> => {
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))]
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(passphrase.normalize('NFKC')), 'PBKDF2', false, ['deriveKey'])
  const key = await crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 600_000 }, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt'])
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text)))
  const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
  return JSON.stringify({ format: 'bitting-secret v1', cipher: 'AES-256-GCM', kdf: 'PBKDF2-SHA256', iterations: 600_000, salt: base64(salt), iv: base64(iv), sealed: base64(sealed) }, null, 2)
}
