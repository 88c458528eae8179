import { argon2 } from 'node:crypto'
import { PasswordsBusy, type PasswordHasher } from './password-hash.ts'

/** Each running derivation takes its memory and one of the process's four helper threads: two leave half of them to files and names. */
const AT_ONCE = 2
const MOST_WAITING = 64

/** Argon2id of node:crypto, on its helper threads; so many at once, and no more waiting than memory is given for. */
export const argon2Hasher = (): PasswordHasher => {
  let running = 0
  const waiting: (() => void)[] = []
  const turn = async (): Promise<void> => {
    if (running < AT_ONCE) {
      running += 1
      return
    }
    if (waiting.length >= MOST_WAITING) throw new PasswordsBusy('too many passwords wait to be checked')
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const done = (): void => {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
  return {
    derive: async (password, salt, { memoryKiB, passes, lanes, tagBytes }) => {
      await turn()
      try {
        return await new Promise<Uint8Array>((resolve, reject) => {
          argon2('argon2id', { message: password, nonce: salt, parallelism: lanes, tagLength: tagBytes, memory: memoryKiB, passes }, (error, tag) => (error ? reject(error) : resolve(tag)))
        })
      } finally {
        done()
      }
    },
  }
}
