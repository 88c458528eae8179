import { type BreachedPasswords, isMadeOfContext } from './common-passwords.ts'
import { allowed, refusal, type Result } from './result.ts'

/** NIST SP 800-63B §5.1.1.2: length and a list of known ones, no rules of composition. Lengths count code points after NFKC. */
const SHORTEST_PASSWORD = 12
const LONGEST_PASSWORD = 128
const PRODUCT_WORDS = ['bitting', 'binance']

/** @param context what belongs to the person: address, name */
export const checkPassword = async (password: string, context: readonly string[], breached: BreachedPasswords): Promise<Result<null>> => {
  const text = password.normalize('NFKC')
  const length = [...text].length
  if (length < SHORTEST_PASSWORD) return refusal('passwordTooShort', { field: 'password' })
  if (length > LONGEST_PASSWORD) return refusal('passwordTooLong', { field: 'password' })
  const lower = text.toLowerCase()
  if (isMadeOfContext(lower, [...context, ...PRODUCT_WORDS])) return refusal('passwordContext', { field: 'password' })
  return await breached.isBreached(lower) ? refusal('passwordCommon', { field: 'password' }) : allowed(null)
}
