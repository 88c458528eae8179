import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { BrowserJson, Passkey, PasskeyCeremonies } from './passkey.ts'

/** The console as browsers know it. */
export interface RelyingParty {
  /** The host name: `localhost`, `bitting.example.org`. */
  readonly id: string
  readonly name: string
  /** Every origin the console is served from: `http://localhost:8081`. Asked at each ceremony, because the port is known late. */
  readonly origins: () => readonly string[]
}

/** It brings three hundred files, most of them for certificates: a fifth of a start that nobody waits for before the first passkey. */
const library = () => import('@simplewebauthn/server')

const TIMEOUT_MS = 5 * 60_000
/** COSE numbers of Ed25519, ES256 and RS256: what authenticators have. Named, because the library's own list has one that Node still calls experimental. */
const ALGORITHMS = [-8, -7, -257]

const transportsOf = ({ transports }: Passkey): string[] => (transports === '' ? [] : transports.split(','))
const credentialOf = (passkey: Passkey) => ({ id: passkey.id, transports: transportsOf(passkey) })

/** A refused ceremony throws inside the library; outside it is simply not verified. */
const orRefused = async <Value>(ceremony: () => Promise<Value | undefined>): Promise<Value | undefined> => {
  try {
    return await ceremony()
  } catch {
    return undefined
  }
}

/** WebAuthn by @simplewebauthn/server. Challenges are given, so nothing is drawn here. */
export const webAuthn = (party: RelyingParty): PasskeyCeremonies => ({
  registrationOptions: async ({ personId, email, name, challenge, known }) => ({
    ...await (await library()).generateRegistrationOptions({
      rpName: party.name, rpID: party.id, userName: email, userDisplayName: name, userID: Uint8Array.from(Buffer.from(personId)), challenge: Uint8Array.from(challenge), timeout: TIMEOUT_MS,
      attestationType: 'none', supportedAlgorithmIDs: ALGORITHMS, excludeCredentials: known.map(credentialOf), authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    }),
  }),
  verifyRegistration: (response, challenge) => orRefused(async () => {
    // The library checks every part of what the browser sent, and throws where one is missing.
    const { registrationInfo } = await (await library()).verifyRegistrationResponse({ response: response as unknown as RegistrationResponseJSON, expectedChallenge: challenge, expectedOrigin: [...party.origins()], expectedRPID: party.id, requireUserVerification: true, supportedAlgorithmIDs: ALGORITHMS })
    if (!registrationInfo) return undefined
    const { id, publicKey, counter, transports } = registrationInfo.credential
    return { credentialId: id, publicKey, counter, transports: transports ?? [] }
  }),
  authenticationOptions: async ({ challenge, known }) => ({
    ...await (await library()).generateAuthenticationOptions({ rpID: party.id, challenge: Uint8Array.from(challenge), timeout: TIMEOUT_MS, userVerification: 'required', ...(known.length > 0 && { allowCredentials: known.map(credentialOf) }) }),
  }),
  verifyAuthentication: (response, challenge, passkey) => orRefused(async () => {
    const { verified, authenticationInfo } = await (await library()).verifyAuthenticationResponse({
      // As above: the library checks what the browser sent.
      response: response as unknown as AuthenticationResponseJSON, expectedChallenge: challenge, expectedOrigin: [...party.origins()], expectedRPID: party.id, requireUserVerification: true,
      // The counter is compared by the room itself, so that a copied passkey is told apart from a wrong signature.
      credential: { id: passkey.id, publicKey: Uint8Array.from(passkey.publicKey), counter: 0 },
    })
    return verified ? authenticationInfo.newCounter : undefined
  }),
  credentialIdOf: (response: BrowserJson) => (typeof response['id'] === 'string' ? response['id'] : undefined),
})
