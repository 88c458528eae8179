import { isSameText } from './secret-token.ts'

/**
 * Argon2id, by the parameters that OWASP's Password Storage Cheat Sheet names first for little memory: 19 MiB, 2 passes, 1 lane.
 * They are data: a hash says with which it was made, and one of other parameters is made anew at the next sign-in.
 */
export interface Argon2Parameters {
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
  readonly tagBytes: number
}

export const PASSWORD_PARAMETERS: Argon2Parameters = { memoryKiB: 19_456, passes: 2, lanes: 1, tagBytes: 32 }
export const SALT_BYTES = 16

/** Derives a tag from a password without holding up the thread. Throws `PasswordsBusy` when too many wait. */
export interface PasswordHasher {
  derive(password: string, salt: Uint8Array, parameters: Argon2Parameters): Promise<Uint8Array>
}

/** More passwords wait to be hashed than memory is given for. */
export class PasswordsBusy extends Error {}

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

const phcOf = ({ memoryKiB, passes, lanes }: Argon2Parameters, salt: Uint8Array, tag: Uint8Array): string =>
  `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${b64(salt)}$${b64(tag)}`

/** What is hashed: NFKC, so that one password typed on two keyboards is one (NIST SP 800-63B §5.1.1.2). */
const bytesOf = (password: string): string => password.normalize('NFKC')

/** The PHC text of a new password. */
export const hashPassword = async (password: string, salt: Uint8Array, hasher: PasswordHasher, parameters = PASSWORD_PARAMETERS): Promise<string> =>
  phcOf(parameters, salt, await hasher.derive(bytesOf(password), salt, parameters))

/** Whether a PHC text was made with these parameters. */
export const isOfParameters = (phc: string, { memoryKiB, passes, lanes }: Argon2Parameters): boolean =>
  phc.startsWith(`$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$`)

const PHC = /^\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,4}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/**
 * Whether the password is the one of `phc`. Without a PHC text (nobody of that name, no password yet) the same work is done
 * with the parameters of the day, and the answer is no.
 */
export const isPassword = async (password: string, phc: string | null, hasher: PasswordHasher, parameters = PASSWORD_PARAMETERS): Promise<boolean> => {
  const match = phc === null ? null : PHC.exec(phc)
  if (!match) {
    await hasher.derive(bytesOf(password), DECOY_SALT, parameters)
    return false
  }
  const [, memory, passes, lanes, salt = '', tag = ''] = match
  const known: Argon2Parameters = { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes), tagBytes: Buffer.from(tag, 'base64').length }
  return isSameText(b64(await hasher.derive(bytesOf(password), Buffer.from(salt, 'base64'), known)), tag)
}

const DECOY_SALT = new Uint8Array(SALT_BYTES)
