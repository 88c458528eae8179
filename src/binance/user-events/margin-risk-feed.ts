import type { ExchangeEvent } from '../../exchange/event.ts'
import type { MarginStatus } from '../../exchange/margin/margin-records.ts'
import type { AccountId } from '../../ids.ts'
import { formatDecimal } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { wireTime } from '../wire-time.ts'
import type { AccountFeed, UserEvent } from './account-feed.ts'

const STATUS: Readonly<Record<MarginStatus, string>> = { excessive: 'EXCESSIVE', normal: 'NORMAL', marginCall: 'MARGIN_CALL', preLiquidation: 'PRE_LIQUIDATION', forceLiquidation: 'FORCE_LIQUIDATION' }
const CHANGES = { borrow: 'BORROW', repay: 'REPAY', interest: 'INTEREST' } as const

/** What an account owes on cross margin, and how near it is to the bars. */
export class MarginRiskFeed implements AccountFeed {
  readonly #accountId: AccountId

  constructor(accountId: AccountId) {
    this.#accountId = accountId
  }

  onCommand(events: readonly ExchangeEvent[], timeUs: TimeUs): readonly UserEvent[] {
    return events.flatMap((event): UserEvent[] => {
      if (event.kind === 'liability' && event.accountId === this.#accountId && event.wallet === 'crossMargin') {
        return [(unit) => ({ e: 'USER_LIABILITY_CHANGE', E: wireTime(timeUs, unit), a: event.asset, t: CHANGES[event.change], p: formatDecimal(event.principal), i: formatDecimal(event.interest) })]
      }
      if (event.kind !== 'marginLevel' || event.accountId !== this.#accountId || event.wallet !== 'crossMargin') return []
      return [(unit) => ({ e: 'MARGIN_LEVEL_STATUS_CHANGE', E: wireTime(timeUs, unit), l: formatDecimal(event.level), s: STATUS[event.status] })]
    })
  }
}
