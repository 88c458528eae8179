import { randomBytes } from 'node:crypto'
import type { CreatedKey } from '../../src/operations/operator.ts'
import type { ConsoleHouse } from '../console-api/console-house.ts'
import type { SignedInPerson } from '../console-api/signed-in-person.ts'

/** What is asked of a route: its path with every parameter filled in, and its body. */
export interface Wish {
  readonly path: string
  readonly body?: unknown
}

export interface RaceScene {
  readonly house: ConsoleHouse
  /** Whoever asks for changes of their own sessions and factors: these end sessions. */
  readonly eve: SignedInPerson
  /** Decides on what the owner asked for. */
  readonly ann: SignedInPerson
  /** The demo's sub-accounts, one after the other: none of them may have more than 30 keys. */
  nextAccount(): number
}

/** One route that changes something, and what becomes of it when two tabs ask for the same at one moment, each with factors of its own, both begun on the same state. */
export type ChangeRow = {
  /** As the document has it: `POST /api/keys/{id}/disable` */
  readonly route: string
  /** Whose tabs; the owner's where nothing is said. */
  readonly by?: 'eve' | 'ann'
  /** No factors are asked for it. */
  readonly isFree?: true
  /** Every wish of it is one and the same change: what is typed is a secret, or nothing is. */
  readonly isOneChange?: true
  /** @param turn 0, 1, 2: each is about another subject, or says something else */
  wish(scene: RaceScene, turn: number): Wish | Promise<Wish>
} & (
  /** One makes it, the other is refused. */
  | { readonly race: 'one' }
  /** Both are answered, and things stand as after one; `stands` looks. */
  | { readonly race: 'same'; stands(scene: RaceScene, wish: Wish): Promise<void> }
  /** Each does something of its own, of which there may be any number. */
  | { readonly race: 'each' }
)

export const keyWish = (account: number, label: string, permissions: readonly string[] = ['reading']): object =>
  ({ account, label, kind: 'hmac', permissions, allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, environment: 'live' })

export const newKey = async ({ house, nextAccount }: RaceScene, label: string, permissions?: readonly string[]): Promise<CreatedKey> =>
  house.owner.changed<CreatedKey>('POST', '/api/keys', keyWish(nextAccount(), freshName(label), permissions))

/** A name that nothing else has. */
export const freshName = (name: string): string => `${name} ${randomBytes(4).toString('hex')}`
