import type { ExchangeView } from '../../exchange/exchange-view.ts'
import type { AccountId } from '../../ids.ts'
import type { AccountFeed } from './account-feed.ts'
import { ChangeFeed } from './change-feed.ts'
import { FuturesFeed } from './futures-feed.ts'
import { MarginRiskFeed } from './margin-risk-feed.ts'
import { type ListenedWallet, WalletFeed } from './wallet-feed.ts'

/** What of an account can be listened to by itself: a wallet that trades, what its margin account owes, its futures, or that anything changed. */
export type UserTopic = ListenedWallet | 'marginRisk' | 'futures' | 'changes'

/** How each topic is worded; another product's is another line. */
export const userFeed = (topic: UserTopic, accountId: AccountId, view: ExchangeView): AccountFeed =>
  (topic === 'marginRisk' ? new MarginRiskFeed(accountId) : topic === 'futures' ? new FuturesFeed(accountId, view.futures) : topic === 'changes' ? new ChangeFeed(accountId) : new WalletFeed(accountId, topic, view))
