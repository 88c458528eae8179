import { errorAnswer } from './errors.ts'
import { invalidData, type ParameterType, text } from './parameter-types.ts'

/** How rows that make and edit keys are told of addresses and public keys. */

const MOST_ADDRESS_LETTERS = 500
export const addresses: ParameterType<readonly string[]> = {
  kind: `LIST, by commas, at most ${MOST_ADDRESS_LETTERS} letters`,
  parse: (value, name) => {
    const parsed = text(MOST_ADDRESS_LETTERS).parse(value, name)
    return parsed.ok ? { ok: true, value: parsed.value.split(',').map((part) => part.trim()).filter((part) => part !== '') } : parsed
  },
}

const PEM_FRAME = /-----(?:BEGIN|END) PUBLIC KEY-----/g
/** A PEM, or the base64 within one; blanks are what a form made of line ends and of `+`. */
export const publicKey: ParameterType<string> = {
  kind: 'STRING (public key)',
  parse: (value, name) => {
    const base64 = value.replace(PEM_FRAME, '').replace(/[\r\n]/g, '').trim().replaceAll(' ', '+')
    return value.length <= 1_000 && /^[A-Za-z0-9+/=]+$/.test(base64) ? { ok: true, value: `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----` } : { ok: false, fault: invalidData(name) }
  },
}

/** A key that was named: any text that is none of those the caller may name. */
export const NO_SUCH_KEY = errorAnswer(-2008, 'Invalid Api-Key ID.')
