import { useQuery } from '@tanstack/react-query'
import type { Permission } from '../../../../src/permission.ts'
import { endpointsQuery } from '../../api/drafts.ts'
import { Icon } from '../../parts/icon.tsx'
import { useOwnSearch } from '../../parts/own-search.ts'
import { RIGHTS } from '../../parts/rights.ts'
import { Badge, Empty, Failed, Loading } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { endpointInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'

/** What ccxt's unified methods call, so that one can ask by the name that one's program uses. */
const CLIENT_CALLS: Readonly<Record<string, string>> = {
  fetchTicker: 'GET /api/v3/ticker/24hr', fetchOrderBook: 'GET /api/v3/depth', fetchOHLCV: 'GET /api/v3/klines', fetchTrades: 'GET /api/v3/aggTrades', fetchMarkets: 'GET /api/v3/exchangeInfo', fetchTime: 'GET /api/v3/time', fetchBalance: 'GET /api/v3/account', createOrder: 'POST /api/v3/order', editOrder: 'POST /api/v3/order/cancelReplace', cancelOrder: 'DELETE /api/v3/order', cancelAllOrders: 'DELETE /api/v3/openOrders', fetchOrder: 'GET /api/v3/order', fetchOpenOrders: 'GET /api/v3/openOrders', fetchOrders: 'GET /api/v3/allOrders', fetchMyTrades: 'GET /api/v3/myTrades',
  withdraw: 'POST /sapi/v1/capital/withdraw/apply', fetchWithdrawals: 'GET /sapi/v1/capital/withdraw/history', fetchDeposits: 'GET /sapi/v1/capital/deposit/hisrec', fetchDepositAddress: 'GET /sapi/v1/capital/deposit/address', fetchCurrencies: 'GET /sapi/v1/capital/config/getall', transfer: 'POST /sapi/v1/asset/transfer', borrowMargin: 'POST /sapi/v1/margin/borrow-repay', fetchTradingFees: 'GET /sapi/v1/asset/tradeFee',
}

/** Rights across, endpoints down: the endpoint table itself, as a page. */
export const ExplorerPage = () => {
  const w = useWords()
  const [search, put] = useOwnSearch<{ q?: string; right?: string; family?: string }>()
  const endpoints = useQuery(endpointsQuery)
  const all = endpoints.data ?? []
  const typed = (search.q ?? '').trim().toLowerCase()
  const called = Object.entries(CLIENT_CALLS).filter(([name]) => typed !== '' && name.toLowerCase().includes(typed)).map(([, endpoint]) => endpoint)
  const rows = all.filter((row) => (search.right === undefined || row.permission === search.right) && (search.family === undefined || row.family === search.family)
    && (typed === '' || `${row.method} ${row.path} ${row.summary} ${endpointInWords(row, w)}`.toLowerCase().includes(typed) || called.includes(`${row.method} ${row.path}`)))
  const used = RIGHTS.filter(({ name }) => all.some(({ permission }) => permission === name))
  const namesOf = (endpoint: string): readonly string[] => Object.entries(CLIENT_CALLS).filter(([, one]) => one === endpoint).map(([name]) => name)
  return (
    <>
      <PageHead title={w.nav.explorer}>{w.explorer.intro}</PageHead>
      <div className="filters">
        <label className="relative flex-1 basis-64"><span className="sr-only">{w.explorer.search}</span><span className="absolute top-2 left-2.5 text-faint"><Icon name="search" /></span><input type="search" className="input pl-9" placeholder={w.explorer.search} value={search.q ?? ''} onChange={(event) => put({ q: event.target.value === '' ? undefined : event.target.value })} /></label>
        <select aria-label={w.explorer.right} className="input" value={search.right ?? ''} onChange={(event) => put({ right: event.target.value === '' ? undefined : event.target.value })}><option value="">{w.explorer.anyRight}</option>{used.map(({ name, label }) => <option key={name} value={name}>{label}</option>)}<option value="none">{w.explorer.public}</option><option value="anyKey">{w.explorer.anyKey}</option></select>
        <select aria-label={w.explorer.family} className="input" value={search.family ?? ''} onChange={(event) => put({ family: event.target.value === '' ? undefined : event.target.value })}><option value="">{w.explorer.allFamilies}</option>{[...new Set(all.map(({ family }) => family))].map((family) => <option key={family} value={family}>/{family}</option>)}</select>
      </div>
      <p className="mb-2 text-soft" aria-live="polite">{w.explorer.count(rows.length)}</p>
      <div className="card">
        {endpoints.isPending ? <Loading rows={12} /> : endpoints.isLoadingError ? <Failed error={endpoints.error} retry={() => void endpoints.refetch()} /> : rows.length === 0 ? <Empty icon="search" title={w.explorer.nothing} /> : (
          <div className="max-h-[72dvh] overflow-auto" tabIndex={0} role="region" aria-label={w.nav.explorer}>
            <table className="table table-dense">
              <caption className="sr-only">{w.nav.explorer}</caption>
              <thead className="sticky top-0 bg-surface"><tr><th scope="col">{w.calls.endpoint}</th>{used.map(({ name, label }) => <th key={name} scope="col" className="!whitespace-normal min-w-24 text-center align-bottom max-lg:hidden">{label.replace(/^(Enable|Permits) /, '')}</th>)}</tr></thead>
              <tbody>
                {rows.map((row) => {
                  const endpoint = `${row.method} ${row.path}`
                  const names = namesOf(endpoint)
                  return (
                    <tr key={endpoint}>
                      <th scope="row" className="!py-1.5 !font-normal !whitespace-normal"><code className="break-all text-ink">{endpoint}</code>{names.map((name) => <span key={name} className="ml-2"><Badge kind="accent">{name}</Badge></span>)}<span className="block text-soft">{endpointInWords(row, w)}</span><span className="lg:hidden"><Badge kind={row.permission === 'withdrawals' ? 'danger' : 'neutral'}>{row.permission === 'none' ? w.explorer.public : row.permission === 'anyKey' ? w.explorer.anyKey : w.rights[row.permission as Permission].short}</Badge></span></th>
                      {row.permission === 'none' || row.permission === 'anyKey' ? <td colSpan={used.length} className="text-center text-soft max-lg:hidden">{row.permission === 'none' ? w.explorer.public : w.explorer.anyKey}</td>
                        : used.map(({ name }) => <td key={name} className="text-center max-lg:hidden">{row.permission === name ? <span className={name === 'withdrawals' ? 'text-danger' : 'text-safe'}><Icon name="check" className="mx-auto" /><span className="sr-only">{w.explorer.needed}</span></span> : null}</td>)}
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </>
  )
}
