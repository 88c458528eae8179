export const KIND_NAMES = { hmac: 'HMAC', ed25519: 'Ed25519', rsa: 'RSA' } as const
