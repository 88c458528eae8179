/** An Ed25519 key that everybody knows (RFC 8410): it stands in where one is needed before there is one, and in examples. */
export const KNOWN_PUBLIC_KEY = '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n'
