import { useState } from 'react'
import { shortAmount, workedOut } from '../../parts/amounts.ts'
import { Section } from '../../parts/section.tsx'
import { Unread } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { useActing, useAnswer } from './acting.tsx'
import { Told } from './answers.tsx'
import { BetweenAccounts } from './between-accounts.tsx'
import { Faucet, useToldAssets } from './faucet.tsx'
import { Choice, Tabs } from './fields.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { Transfer } from './transfer.tsx'
import { heldIn, SPELLINGS, useWallet, type WalletKind, WALLETS } from './wallet-kinds.ts'
import { Withdrawal } from './withdrawal.tsx'

const REFERENCES = ['USDT', 'BTC'] as const
type Reference = (typeof REFERENCES)[number]

/** What each wallet holds and is worth, and every way money comes in, moves and leaves. */
export const WalletsDesk = () => {
  const w = useWords()
  const { key } = useActing()
  const [wallet, setWallet] = useState<WalletKind>('spot')
  const [way, setWay] = useState<'faucet' | 'transfer' | 'accounts' | 'withdraw'>('faucet')
  const assets = useToldAssets()
  return (
    <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_400px]">
      <div className="flex min-w-0 flex-col gap-5">
        <Worth wallet={wallet} onWallet={setWallet} />
        <Section title={w.sandbox.inWallet(w.sandbox.wallets[wallet])}><Assets wallet={wallet} /></Section>
      </div>
      <div className="min-w-0"><Unread of={[assets]} /><Tabs label={w.sandbox.moveMoney} chosen={way} onChoose={setWay} tabs={[{ name: 'faucet', word: w.sandbox.faucet }, { name: 'transfer', word: w.sandbox.transfer }, { name: 'accounts', word: w.sandbox.betweenAccounts }, { name: 'withdraw', word: w.sandbox.withdraw }]}>
        {way === 'faucet' ? <Faucet account={key.account} /> : way === 'transfer' ? <Transfer /> : way === 'accounts' ? <BetweenAccounts /> : <Withdrawal />}
      </Tabs></div>
    </div>
  )
}

interface Worthy { readonly walletName: string; readonly balance: string; readonly activate: boolean }

const inReference = (amount: number, reference: Reference): string => workedOut(amount, reference === 'BTC' ? 8 : 2)

const Worth = ({ wallet, onWallet }: { readonly wallet: WalletKind; readonly onWallet: (wallet: WalletKind) => void }) => {
  const w = useWords()
  const [reference, setReference] = useState<Reference>('USDT')
  const worth = useAnswer('/sapi/v1/asset/wallet/balance', { parameters: { quoteAsset: reference }, alsoMovedBy: 'market' })
  return (
    <Section title={w.sandbox.total} action={<div className="w-40"><Choice legend={w.sandbox.reference} isLegendHidden value={reference} onChange={setReference} options={REFERENCES.map((value) => ({ value, word: value }))} /></div>}>
      <Told<readonly Worthy[]> by={worth} rows={6}>{(all) => {
        const of = (kind: WalletKind): Worthy | undefined => all.find(({ walletName }) => walletName === SPELLINGS[kind].title)
        return <>
          <p className="numeric mb-3 text-2xl font-medium">{inReference(WALLETS.reduce((sum, kind) => sum + Number(of(kind)?.balance ?? 0), 0), reference)} <span className="text-base font-normal text-soft">{reference}</span></p>
          <ul className="flex flex-col gap-1">{WALLETS.map((kind) => (
            <li key={kind}><button type="button" aria-pressed={wallet === kind} onClick={() => onWallet(kind)} className={`flex min-h-10 w-full items-center justify-between gap-3 rounded-md border px-3 text-left ${wallet === kind ? 'border-accent bg-accent-soft' : 'border-line hover:bg-sunken'}`}><span className="font-medium">{w.sandbox.wallets[kind]}</span><span className="numeric">{of(kind)?.activate === false ? <span className="text-soft">{w.sandbox.notOpened}</span> : inReference(Number(of(kind)?.balance ?? 0), reference)}</span></button></li>
          ))}</ul>
          <p className="mt-2 text-sm text-soft">{w.sandbox.worthText}</p>
        </>
      }}</Told>
    </Section>
  )
}

const Assets = ({ wallet }: { readonly wallet: WalletKind }) => {
  const w = useWords()
  const hasSymbols = wallet === 'isolatedMargin'
  const owes = wallet === 'crossMargin' || hasSymbols
  return (
    <Told by={useWallet(wallet)}>{(body) => (
      <SmallTable isDense caption={w.sandbox.inWallet(w.sandbox.wallets[wallet])} rows={heldIn(wallet, body)} idOf={({ symbol = '', asset }) => `${symbol} ${asset}`} empty={w.sandbox.noBalances} columns={[
        ...(hasSymbols ? [{ head: w.sandbox.symbol, cell: ({ symbol }: { readonly symbol?: string }) => symbol }] : []),
        { head: w.sandbox.asset, cell: ({ asset }) => asset }, { head: w.sandbox.free, isNumber: true, cell: ({ free }) => shortAmount(free) }, { head: wallet === 'usdFutures' ? w.sandbox.bound : w.sandbox.locked, isNumber: true, cell: ({ locked }) => shortAmount(locked) },
        ...(owes ? [{ head: w.sandbox.borrowed, isNumber: true, cell: ({ owed = '0' }: { readonly owed?: string }) => shortAmount(owed) }] : []),
      ]} />
    )}</Told>
  )
}
