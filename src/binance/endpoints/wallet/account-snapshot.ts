import type { DailySnapshot } from '../../../exchange/daily-snapshots.ts'
import { formatDecimal } from '../../../money.ts'
import { toMs } from '../../../time.ts'
import { endpoint } from '../../endpoint.ts'
import { endOfSpan, integerWithin, mandatory, oneOf, optional, time, withDefault } from '../../parameter-types.ts'
import { historyWindow, isWithin } from './history-window.ts'

const MOST_DAYS = 30
const LEAST_DAYS = 7

type Kind = 'SPOT' | 'MARGIN' | 'FUTURES'

const DATA: Readonly<Record<Kind, (snapshot: DailySnapshot) => object>> = {
  SPOT: ({ spot }) => ({
    balances: spot.rows.map(([asset, free = 0n, locked = 0n]) => ({ asset, free: formatDecimal(free), locked: formatDecimal(locked) })),
    totalAssetOfBtc: formatDecimal(spot.inBtc),
  }),
  MARGIN: ({ margin }) => ({
    marginLevel: formatDecimal(margin.level), totalAssetOfBtc: formatDecimal(margin.assetsInBtc), totalLiabilityOfBtc: formatDecimal(margin.owedInBtc), totalNetAssetOfBtc: formatDecimal(margin.assetsInBtc - margin.owedInBtc),
    userAssets: margin.rows.map(([asset, borrowed = 0n, free = 0n, interest = 0n, locked = 0n]) => ({
      asset, borrowed: formatDecimal(borrowed), free: formatDecimal(free), interest: formatDecimal(interest), locked: formatDecimal(locked), netAsset: formatDecimal(free + locked - borrowed - interest),
    })),
  }),
  FUTURES: ({ futures }) => ({
    assets: futures.rows.map(([asset, marginBalance = 0n, walletBalance = 0n]) => ({ asset, marginBalance: formatDecimal(marginBalance), walletBalance: formatDecimal(walletBalance) })),
    position: futures.positions.map(([symbol, entry = 0n, mark = 0n, quantity = 0n, unrealized = 0n]) => ({
      entryPrice: formatDecimal(entry), markPrice: formatDecimal(mark), positionAmt: formatDecimal(quantity), symbol, unRealizedProfit: formatDecimal(unrealized),
    })),
  }),
}

export const accountSnapshot = endpoint({
  method: 'GET', path: '/sapi/v1/accountSnapshot', security: 'USER_DATA', permission: 'reading', weight: 2400,
  parameters: { type: mandatory(oneOf(['SPOT', 'MARGIN', 'FUTURES'])), startTime: optional(time), endTime: optional(endOfSpan), limit: withDefault(integerWithin(LEAST_DAYS, MOST_DAYS), LEAST_DAYS) },
  summary: 'What the account had at the end of each of the last days',
  answer: ({ caller: { account }, parameters: { type, limit, ...range }, services: { venue } }) => {
    const window = historyWindow(range, venue.nowUs(), MOST_DAYS)
    if (!window.ok) return window
    const days = venue.view.dailySnapshots.of(account.id).filter(({ atUs }) => isWithin(window, atUs)).slice(-limit)
    return { ok: true, body: { code: 200, msg: '', snapshotVos: days.map((day) => ({ data: DATA[type](day), type: type.toLowerCase(), updateTime: toMs(day.atUs) })) } }
  },
})
