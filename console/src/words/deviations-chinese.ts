import type { IncidentReport } from '../../../src/operations/lockdown/report.ts'

/** What a lockdown's report tells of what was done since, of which some does not look like before. */
export type DeviationsTold = Pick<IncidentReport, 'calls' | 'orders' | 'withdrawals'>

const PLACES: Readonly<Record<IncidentReport['orders'][number]['place'], string>> = { spot: '现货', crossMargin: '全仓杠杆', isolatedMargin: '逐仓杠杆', futures: '合约', conditional: '合约条件单', convert: '闪兑' }
const STATES: Readonly<Record<string, string | undefined>> = { awaitingApproval: '等待批准', processing: '处理中', completed: '已完成', cancelled: '已取消', rejected: '已拒绝', failed: '失败' }

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)
const grouped = <Row>(rows: readonly Row[], nameOf: (row: Row) => string): readonly (readonly [name: string, rows: readonly Row[]])[] => [...Map.groupBy(rows, nameOf)].toSorted(([one], [other]) => (one < other ? -1 : 1))

/** The same as the server's own sentences, out of the same rows. */
export const deviationsChinese = ({ calls, orders, withdrawals }: DeviationsTold): readonly string[] => {
  const addresses = new Set(calls.filter(({ isNewAddress }) => isNewAddress).map(({ address }) => address))
  const endpoints = new Set(calls.filter(({ isNewEndpoint }) => isNewEndpoint).map(({ endpoint }) => endpoint))
  return [
    ...grouped(calls.filter(({ address }) => addresses.has(address)), ({ address }) => address).map(([address, own]) => {
      const refused = sumOf(own.map((one) => one.refused))
      return `从 ${address} 使用了 ${sumOf(own.map((one) => one.calls))} 次，此前从未出现${refused === 0 ? '' : `，其中 ${refused} 次被拒绝`}，首次于 ${own.map(({ first }) => first).sort()[0] ?? ''}。`
    }),
    ...grouped(calls.filter(({ endpoint }) => endpoints.has(endpoint)), ({ endpoint }) => endpoint).map(([endpoint, own]) => `调用了 ${endpoint} ${sumOf(own.map((one) => one.calls))} 次，此前从未调用。`),
    ...grouped(orders.filter(({ isNewSymbol }) => isNewSymbol), ({ symbol, place, environment }) => `${symbol}（${PLACES[place]}${environment === 'live' ? '' : '，测试网'}）`).map(([market, own]) => `在 ${market} 下单 ${own.length} 次，此前 30 天从未在此下单。`),
    ...withdrawals.filter(({ isNewAddress }) => isNewAddress).map(({ amount, coin, network, address, at, state }) => `经 ${network} 提现 ${amount} ${coin} 到 ${address}，此前从未向该处提现，时间 ${at}（${STATES[state] ?? state}）。`),
  ]
}
