import type { Amount } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { OrderList } from '../order.ts'
import type { Desk } from './desk.ts'
import type { LiveOrder } from './live-order.ts'

/** A list of orders that depend on each other, inside the engine. */
export class LiveList {
  readonly id: number
  readonly desk: Desk
  readonly clientListId: string
  readonly contingency: 'OCO' | 'OTO'
  /** The order whose filling sets the pending ones off; null in an OCO. */
  working: LiveOrder | null = null
  /** The one pending order of an OTO, or the pair (above, below) of an OCO or OTOCO. */
  followers: readonly LiveOrder[] = []
  /** Both orders of the pair are open, and whichever is executed first ends the other. */
  isPairOpen = false
  /** OPO and OPOCO: what the working order buys is held for the pending ones, and is their quantity. */
  readonly paysFollowers: boolean
  /** What the ledger holds for an open pair (the larger need of the two), or of what was bought for the pending orders. */
  held: Amount = 0n
  statusType: OrderList['statusType'] = 'EXEC_STARTED'
  orderStatus: OrderList['orderStatus'] = 'EXECUTING'
  readonly createdAtUs: TimeUs
  updatedAtUs: TimeUs

  constructor(id: number, desk: Desk, clientListId: string, contingency: 'OCO' | 'OTO', nowUs: TimeUs, paysFollowers = false) {
    this.id = id
    this.desk = desk
    this.clientListId = clientListId
    this.contingency = contingency
    this.paysFollowers = paysFollowers
    this.createdAtUs = nowUs
    this.updatedAtUs = nowUs
  }
}

export const ordersOf = (list: LiveList): readonly LiveOrder[] => (list.working === null ? list.followers : [list.working, ...list.followers])

export const isListOpen = (list: LiveList): boolean => list.orderStatus === 'EXECUTING'

/** The list as it stands now, for the world outside. */
export const copyOfList = (list: LiveList): OrderList => ({
  id: list.id,
  accountId: list.desk.trader.accountId,
  wallet: list.desk.trader.wallet,
  symbol: list.desk.market.name,
  clientListId: list.clientListId,
  contingency: list.contingency,
  statusType: list.statusType,
  orderStatus: list.orderStatus,
  updatedAtUs: list.updatedAtUs,
  orderIds: ordersOf(list).map((order) => order.id),
})
