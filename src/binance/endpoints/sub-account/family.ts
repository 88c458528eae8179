import type { Account } from '../../../accounts/account.ts'
import type { Outcome } from '../../../operations/outcome.ts'
import type { Services } from '../../endpoint.ts'
import { errorAnswer, type ErrorAnswer } from '../../errors.ts'
import { type ParameterType, text } from '../../parameter-types.ts'

/** An address as accounts have it: in small letters. */
export const email: ParameterType<string> = (() => {
  const address = text(254)
  return {
    kind: 'STRING (e-mail address)',
    parse: (value, name) => {
      const parsed = address.parse(value, name)
      return parsed.ok ? { ok: true, value: parsed.value.toLowerCase() } : parsed
    },
  }
})()

/** The same for an address that is nobody's, that of a stranger, and that of another main account's sub-account. */
export const NO_RELATION = errorAnswer(-5021, 'This parent sub have no relation')
export const UNSUPPORTED = errorAnswer(-9000, 'Unsupported operation')
export const NOT_AUTHORIZED = errorAnswer(-1002, 'You are not authorized to execute this request.')
/** What coin-margined futures would be asked for. */
export const NO_COIN_FUTURES = errorAnswer(-5011, 'future account not exists.')

type Accounts = Pick<Services, 'accounts'>

/** A sub-account of the caller's, by its address. */
export const subAccountAt = (main: Account, address: string, { accounts }: Accounts): Account | undefined =>
  accounts.subAccountsOf(main.id).find((account) => account.email === address)

/** The caller's own account, or a sub-account of it. */
export const memberAt = (main: Account, address: string, services: Accounts): Account | undefined =>
  address === main.email ? main : subAccountAt(main, address, services)

/** Every account whose address some row may tell this main account. */
export const familyOf = (main: Account, { accounts }: Accounts): ReadonlyMap<Account['id'], Account> =>
  new Map([main, ...accounts.subAccountsOf(main.id)].map((account) => [account.id, account]))

/** What part of a wish was at fault, by the parameter that carried it. */
const PARAMETER_OF: Readonly<Record<string, string>> = { label: 'apiName', publicKey: 'publicKey', allowList: 'ipAddress', addressNotListed: 'ipAddress', notBound: 'ipAddress', email: 'subAccountString' }

/** Refusals that say nothing but that the key may not. */
const WITHOUT_RIGHT: ReadonlySet<string> = new Set(['keysMayNot', 'beyondMaker', 'makerChanged', 'notAllowed'])

/** An operation's refusal: on the wire as Binance's clients know it, in the trace as it is. */
export const refusalAnswer = ({ refused: { code, message, remedy } }: Extract<Outcome<never>, { ok: false }>): ErrorAnswer => ({ ...onTheWire(code, message), why: { code, message, remedy } })

/** Rules of keys that Binance lacks, or tells in a page alone, are told in their own words under -9000. */
const onTheWire = (code: string, message: string): ErrorAnswer => {
  if (WITHOUT_RIGHT.has(code)) return NOT_AUTHORIZED
  if (code === 'ed25519Required') return UNSUPPORTED
  const parameter = PARAMETER_OF[code]
  return parameter === undefined ? errorAnswer(-9000, message.replaceAll('\n', ' ')) : errorAnswer(-1130, `Data sent for parameter '${parameter}' is not valid.`)
}

/** One page of a list, the first page being 1. */
export const pageOf = <Item>(items: readonly Item[], page: number, size: number): readonly Item[] => items.slice((page - 1) * size, page * size)
