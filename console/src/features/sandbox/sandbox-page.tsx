import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Environment } from '../../../../src/environment.ts'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import type { Permission } from '../../../../src/permission.ts'
import { keysQuery } from '../../api/keys.ts'
import { useMay, useSession } from '../../api/session.ts'
import { useOwnSearch } from '../../parts/own-search.ts'
import { Badge, Empty, Failed, Loading } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'
import { ActingAs, useActing } from './acting.tsx'
import { ActingBar } from './acting-bar.tsx'
import { ConvertDesk } from './convert-desk.tsx'
import { FuturesDesk } from './futures-desk.tsx'
import { MarginDesk } from './margin-desk.tsx'
import { PlayingBanner } from './playing.tsx'
import { ScenarioDesk } from './scenario-desk.tsx'
import { type DeskProps, SpotDesk } from './spot-desk.tsx'
import { StateDesk } from './state-desk.tsx'
import { WalletsDesk } from './wallets-desk.tsx'

/** The desks of the sandbox: one row each, with the rights that what is done there asks for. */
const DESKS = [
  { name: 'spot', rights: ['reading', 'spotAndMarginTrading'], desk: (props: DeskProps) => <SpotDesk {...props} /> },
  { name: 'margin', rights: ['reading', 'spotAndMarginTrading', 'margin'], desk: (props: DeskProps) => <MarginDesk {...props} /> },
  { name: 'futures', rights: ['reading', 'futures'], desk: (props: DeskProps) => <FuturesDesk {...props} /> },
  { name: 'convert', rights: ['reading', 'spotAndMarginTrading'], desk: () => <ConvertDesk /> },
  { name: 'wallets', rights: ['reading', 'universalTransfer'], desk: () => <WalletsDesk /> },
  { name: 'scenarios', rights: ['reading', 'spotAndMarginTrading'], desk: ({ symbol }: DeskProps) => <ScenarioDesk symbol={symbol} /> },
  { name: 'state', rights: ['reading', 'spotAndMarginTrading'], desk: () => <StateDesk /> },
] as const satisfies readonly { readonly name: string; readonly rights: readonly Permission[]; readonly desk: (props: DeskProps) => ReactNode }[]

/** 0 for a key that is bound to where the reader is, 2 for one that is bound elsewhere. */
const farness = ({ allowList }: KeySummary, address: string): number => (allowList.mode === 'unrestricted' ? 1 : allowList.entries.includes(address) ? 0 : 2)

/** Where nobody chose: the narrowest usable key that has what the desk asks for, and may be used from here. */
const fittest = (keys: readonly KeySummary[], rights: readonly Permission[], address: string): KeySummary | undefined => {
  const usable = keys.filter(({ state }) => state === 'enabled')
  const fitting = usable.filter(({ permissions }) => rights.every((right) => permissions.includes(right)))
  return (fitting.length > 0 ? fitting : usable.length > 0 ? usable : keys).toSorted((a, b) => a.permissions.length - b.permissions.length || farness(a, address) - farness(b, address) || Number(b.kind === 'hmac') - Number(a.kind === 'hmac'))[0]
}

/** Whether what happens in the account is seen as it happens. */
const HearingBadge = () => {
  const w = useWords()
  const { isHeard } = useActing()
  return <span className="flex" title={isHeard ? w.sandbox.accountLiveText : w.sandbox.accountNotLiveText}><Badge kind={isHeard ? 'safe' : 'neutral'}><span aria-hidden="true">{isHeard ? '●' : '○'}</span><span className="max-sm:sr-only">{isHeard ? w.sandbox.accountLive : w.sandbox.accountNotLive}</span></Badge></span>
}

interface Search { readonly desk?: string; readonly environment?: string; readonly symbol?: string; readonly key?: string; readonly from?: string }

/** A venue of one's own: every product, each call sent as a chosen key and from a chosen address. */
export const SandboxPage = () => {
  const w = useWords()
  const may = useMay()
  const { address } = useSession()
  const [search, put] = useOwnSearch<Search>()
  const keys = useQuery(keysQuery)
  const environment: Environment = search.environment === 'testnet' ? 'testnet' : 'live'
  const { name, rights, desk } = DESKS.find((one) => one.name === search.desk) ?? DESKS[0]
  const mine = (keys.data ?? []).filter((key) => key.environment === environment && key.state !== 'deleted' && may('sandbox.act', key.account))
  const key = mine.find(({ id }) => id === search.key) ?? fittest(mine, rights, address)
  const desks = useRef<HTMLElement>(null)
  // On a phone the chosen desk may stand beyond the edge.
  useEffect(() => { void desks.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }) }, [name, key?.id])
  return (
    <>
      <PageHead title={w.nav.sandbox}>{w.sandbox.intro}</PageHead>
      {!may('sandbox.act') ? <div className="card"><Empty icon="lockdown" title={w.states.noPermission}>{w.sandbox.actOnly}</Empty></div> : keys.isLoadingError ? <div className="card"><Failed error={keys.error} retry={() => void keys.refetch()} /></div> : keys.isPending ? <div className="card"><Loading /></div> : (
        <>
          <ActingBar environment={environment} keys={mine} chosen={key} from={search.from ?? ''} put={put} />
          {key === undefined ? <div className="card"><Empty icon="keys" title={w.sandbox.noKeys[environment]} action={<Link to={environment === 'live' ? '/keys/create' : '/sandbox'} className="button button-primary">{w.sandbox.noKeysAction[environment]}</Link>}>{w.sandbox.noKeysText[environment]}</Empty></div> : (
            <ActingAs acting={{ environment, key, from: search.from ?? null }}>
              <PlayingBanner />
              <div className="mb-5 flex items-center gap-3 border-b border-line">
                <nav ref={desks} aria-label={w.sandbox.desks} className="fades-out -mb-px flex min-w-0 flex-1 gap-1 overflow-x-auto">
                  {DESKS.map((one) => <Link key={one.name} to="/sandbox" search={{ ...search, desk: one.name, symbol: undefined }} replace aria-current={one.name === name ? 'page' : undefined} className={`flex min-h-11 items-center px-3 whitespace-nowrap ${one.name === name ? 'border-b-2 border-accent font-medium text-accent' : 'border-b-2 border-transparent text-soft hover:text-ink'}`}>{w.sandbox.deskNames[one.name]}</Link>)}
                </nav>
                <HearingBadge />
              </div>
              {desk({ symbol: search.symbol, onSymbol: (symbol) => put({ symbol }) })}
            </ActingAs>
          )}
        </>
      )}
    </>
  )
}
