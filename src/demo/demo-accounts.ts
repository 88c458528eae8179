import type { Account } from '../accounts/account.ts'
import type { AccountTerms, Command } from '../exchange/command.ts'
import { ASSETS } from '../exchange/listing/assets.ts'
import { isolatedWallet, type WalletName } from '../exchange/wallet-name.ts'
import { accountId, type AccountId } from '../ids.ts'
import { amount, type Amount } from '../money.ts'
import type { TimeUs } from '../time.ts'

const OWNER_UID = 100_001
const EVERYTHING_OPEN = { margin: true, futures: true } as const

/** The demo owner's main account and its two sub-accounts. */
export const demoAccounts = (createdAtUs: TimeUs): readonly Account[] => [
  { id: accountId(OWNER_UID), email: 'owner@demo.bitting.example', parentId: null, label: 'Demo owner', createdAtUs, products: EVERYTHING_OPEN, isApiAccessEnabled: true },
  { id: accountId(OWNER_UID + 1), email: 'sub1@demo.bitting.example', parentId: accountId(OWNER_UID), label: 'Grid bots', createdAtUs, products: EVERYTHING_OPEN, isApiAccessEnabled: true },
  { id: accountId(OWNER_UID + 2), email: 'sub2@demo.bitting.example', parentId: accountId(OWNER_UID), label: 'Research', createdAtUs, products: EVERYTHING_OPEN, isApiAccessEnabled: true },
]

/** What each demo account has in its spot wallet at first. */
export const DEMO_FUNDS: readonly (readonly [asset: string, funds: Amount])[] = [
  ['USDT', amount('1000000')], ['USDC', amount('100000')], ['BTC', amount('10')], ['ETH', amount('200')], ['BNB', amount('1000')],
  ['SOL', amount('1000')], ['XRP', amount('100000')], ['ADA', amount('100000')], ['DOGE', amount('500000')], ['LTC', amount('500')],
]

/** What it has in each other wallet at first, beside its spot wallet. */
const DEMO_WALLET_FUNDS: readonly (readonly [wallet: WalletName, asset: string, funds: Amount])[] = [
  ['funding', 'USDT', amount('10000')], ['funding', 'BTC', amount('0.1')],
  ['crossMargin', 'USDT', amount('50000')], ['crossMargin', 'BTC', amount('0.5')],
  [isolatedWallet('BTCUSDT'), 'USDT', amount('20000')], [isolatedWallet('BTCUSDT'), 'BTC', amount('0.2')],
  ['usdFutures', 'USDT', amount('100000')],
]

/** 0.1 % for maker and taker. */
export const DEMO_TERMS: AccountTerms = { makerRate: amount('0.001'), takerRate: amount('0.001'), tradeGroupId: -1, keepsHistory: true }

/** What a venue is told of a demo account when it begins: that it is there, and what each of its wallets has. */
export const demoOpening = ({ id }: Pick<Account, 'id'>): readonly Command[] => [
  { kind: 'openAccount', accountId: id, terms: DEMO_TERMS },
  ...DEMO_FUNDS.map(([asset, funds]) => deposit(id, asset, funds, `faucet-${id}-${asset}`)),
  ...DEMO_WALLET_FUNDS.flatMap(([wallet, asset, funds]): Command[] => [
    deposit(id, asset, funds, `faucet-${id}-${wallet}-${asset}`),
    { kind: 'transfer', from: { accountId: id, wallet: 'spot' }, to: { accountId: id, wallet }, asset, amount: funds },
  ]),
]

const deposit = (id: AccountId, asset: string, funds: Amount, txId: string): Command => {
  const network = ASSETS.find(({ name }) => name === asset)?.networks.find(({ isDefault }) => isDefault)?.network ?? ''
  return { kind: 'announceDeposit', accountId: id, asset, network, amount: funds, txId, isCreditedAtOnce: true }
}
