/** What a list of stolen passwords answers; a larger one (a file of hashes, a k-anonymity service) can stand in for the small one here. */
export interface BreachedPasswords {
  /** @param password in NFKC, lower case */
  isBreached(password: string): Promise<boolean>
}

/** Stems of the passwords that lead every published list; long ones are made of them by doubling, joining and counting. */
const STEMS = `
password passw0rd p@ssword p@ssw0rd passwort motdepasse contrasena senha parola wachtwoord qwerty qwertyuiop qwertz azerty asdfghjkl zxcvbnm 1q2w3e4r 1qaz2wsx qazwsx
zaq12wsx iloveyou letmein welcome admin administrator root user guest login master monkey dragon sunshine princess football baseball basketball soccer superman batman
starwars pokemon trustno1 whatever freedom shadow michael jordan jennifer hunter killer summer winter spring autumn flower computer internet secret changeme default
abc abcd abcdef abcdefgh test testing hello access mustang corvette ferrari charlie ashley nicole daniel jessica thomas matrix samsung google facebook bitcoin crypto
binance ethereum trading trader money wallet blockchain tothemoon hodl correcthorsebatterystaple thisisapassword mypassword yourpassword nopassword newpassword
temppassword password1234 iloveyouforever letmeinplease qwerty123456 unknown lovely babygirl angel cookie chocolate cheese banana orange purple silver golden diamond
january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday
`.trim().split(/\s+/)

const LONGEST_FIRST = [...STEMS].sort((one, other) => other.length - one.length)

/** Digits and signs that people put around a word so that it counts as another. */
const withoutTrimmings = (text: string): string => text.replace(/[^\p{L}]+/gu, '')

/** Letters that people write as digits and signs, once the digits and signs around the word are gone. */
const plainLetters = (text: string): string =>
  text.replace(/^[^\p{L}@$]+|[^\p{L}@$]+$/gu, '').replace(/[@4]/g, 'a').replace(/3/g, 'e').replace(/[1!|]/g, 'i').replace(/0/g, 'o').replace(/[$5]/g, 's').replace(/7/g, 't')

const isMadeOf = (text: string, words: readonly string[]): boolean => {
  let rest = text
  for (const word of words) rest = rest.replaceAll(word, ' ')
  return rest.trim() === '' && rest !== text
}

const ROWS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm', 'azertyuiopqsdfghjklmwxcvbn', '1qaz2wsx3edc4rfv5tgb6yhn7ujm', '1q2w3e4r5t6y7u8i9o0p']

/** A run along a row of the keyboard or the alphabet, forwards or backwards. */
const isRun = (text: string): boolean => ROWS.some((row) => row.includes(text) || [...row].reverse().join('').includes(text))

/** One short piece over and over: `aaaaaaaaaaaa`, `abcabcabcabc`, `20242024202420`. */
const isRepetition = (text: string): boolean => {
  for (let length = 1; length <= 4; length += 1) {
    const piece = text.slice(0, length)
    if (piece.repeat(Math.ceil(text.length / length)).startsWith(text)) return true
  }
  return false
}

/** The small list that comes with the program: stems of the commonest passwords with their usual trimmings, runs and repetitions. */
export const EMBEDDED_COMMON_PASSWORDS: BreachedPasswords = {
  isBreached: (password) => Promise.resolve(isCommon(password)),
}

const isCommon = (password: string): boolean => {
  const text = password.toLowerCase()
  const words = withoutTrimmings(text)
  const translated = withoutTrimmings(plainLetters(text))
  return isRun(text) || isRepetition(text)
    || isMadeOf(words, LONGEST_FIRST) || isMadeOf(translated, LONGEST_FIRST) || isMadeOf(text, LONGEST_FIRST)
}

/** Whether nothing is left of a password but words that belong to its person or to the product. */
export const isMadeOfContext = (password: string, context: readonly string[]): boolean => {
  const words = context.flatMap((text) => text.toLowerCase().normalize('NFKC').split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 3).sort((one, other) => other.length - one.length)
  const letters = withoutTrimmings(password)
  const wordLetters = words.map(withoutTrimmings).filter((word) => word.length >= 3)
  return wordLetters.length > 0 && (isMadeOf(letters, wordLetters) || isMadeOf(withoutTrimmings(plainLetters(password)), wordLetters) || isMadeOf(password, words))
}
