import type { Act } from '../../src/people/acts.ts'
import type { IconName } from './parts/icon.tsx'
import type { Words } from './words/english.ts'

/** Every page of the navigation: one row a page. A row stands here only when its page does. */
export interface PageRow {
  readonly path: string
  readonly word: keyof Omit<Words['nav'], 'groups' | 'themes' | 'clockMoved' | 'waiting'>
  readonly icon: IconName
  readonly group: keyof Words['nav']['groups'] | null
  /** The act that opens it; none: everybody who is signed in. */
  readonly act?: Act
  /** In the bar at the bottom of a phone. */
  readonly isFirst?: boolean
}

export const PAGES: readonly PageRow[] = [
  { path: '/', word: 'overview', icon: 'overview', group: null, isFirst: true },
  { path: '/keys', word: 'keys', icon: 'keys', group: 'keys', isFirst: true },
  { path: '/reviews', word: 'reviews', icon: 'review', group: 'keys' },
  { path: '/external', word: 'external', icon: 'external', group: 'keys', act: 'external.see' },
  { path: '/refused', word: 'refused', icon: 'refused', group: 'keys', act: 'callLog.see', isFirst: true },
  { path: '/products', word: 'products', icon: 'products', group: 'keys' },
  { path: '/calls', word: 'calls', icon: 'calls', group: 'watch', act: 'callLog.see' },
  { path: '/alerts', word: 'alerts', icon: 'alerts', group: 'watch', act: 'alert.see' },
  { path: '/canaries', word: 'canaries', icon: 'canary', group: 'watch', act: 'key.see' },
  { path: '/audit', word: 'audit', icon: 'audit', group: 'watch', act: 'audit.see' },
  { path: '/addresses', word: 'addresses', icon: 'addresses', group: 'money' },
  { path: '/approvals', word: 'approvals', icon: 'approvals', group: 'money', act: 'approval.see' },
  { path: '/accounts', word: 'accounts', icon: 'accounts', group: 'team' },
  { path: '/people', word: 'people', icon: 'people', group: 'team', act: 'person.see' },
  { path: '/lockdown', word: 'lockdown', icon: 'lockdown', group: 'keys', act: 'key.lockdown' },
  { path: '/sandbox', word: 'sandbox', icon: 'sandbox', group: 'try' },
  { path: '/explorer', word: 'explorer', icon: 'rights', group: 'try' },
  { path: '/learn', word: 'learn', icon: 'learn', group: 'try' },
  { path: '/settings', word: 'settings', icon: 'settings', group: 'team' },
]
