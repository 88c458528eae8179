import { accountId, apiKeyId, apiKeyText } from '../ids.ts'
import { type Permission, permissionBits } from '../permission.ts'
import { DAY } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import { PLAIN_LIFE } from './key-life.ts'

/** The day on which the tables of this room play. */
export const SAMPLE_NOW = 20_000 * DAY

/** A key made today, bound to one address, for tests; nothing of the program uses it. */
export const keyWith = (permissions: readonly Permission[], further: Partial<ApiKey> = {}): ApiKey => ({
  id: apiKeyId('k_1'), text: apiKeyText(''), accountId: accountId(1), environment: 'live', label: 'bot', credential: { kind: 'ed25519', publicKey: new Uint8Array() }, permissions: permissionBits(permissions),
  allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, guardRails: {}, isEnabled: true, deletedAtUs: null, createdAtUs: SAMPLE_NOW, changedAtUs: SAMPLE_NOW, expiresAtUs: null, tradingLapsesAtUs: null,
  replayGuard: false, life: PLAIN_LIFE, holderId: null, boundTo: null, ...further,
})
