import type { KeyShape, ToldChange } from '../../src/people/told-change.ts'

const key = { id: 'k_7Q2MX4', label: 'grid-btc' }
const shape: KeyShape = { permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, guardRails: { symbols: ['BTCUSDT'] }, environment: 'live' }
const SHAPE = 'Reads and trades spot, in BTCUSDT alone, only from 203.0.113.45.'
const KEY = 'the key "grid-btc" (k_7Q2MX4)'
const place = { coin: 'USDT', network: 'BSC', address: '0x71C7656EC7ab88b098defB751B7401B5f6d8976F', tag: '' }
const PLACE = 'USDT by BSC to 0x71C7656EC7ab88b098defB751B7401B5f6d8976F'
const disabled: ToldChange = { is: 'key.disable', key }
const DISABLED = `Disable ${KEY}: it opens nothing from its next request on; open orders stay.`

type Sample = { readonly [Is in ToldChange['is']]: readonly [told: ToldChange & { readonly is: Is }, sentence: string] }

/** One of each change with the sentence that the server writes of it; the type makes a new change appear here. */
const SAMPLES: Sample = {
  'totp.add': [{ is: 'totp.add', label: 'phone' }, 'Set up the authenticator "phone".'],
  'totp.remove': [{ is: 'totp.remove', label: 'phone' }, 'Remove the authenticator "phone".'],
  'passkey.add': [{ is: 'passkey.add', label: 'laptop' }, 'Set up the passkey "laptop".'],
  'passkey.remove': [{ is: 'passkey.remove', label: 'laptop' }, 'Remove the passkey "laptop".'],
  'recoveryCodes.renew': [{ is: 'recoveryCodes.renew' }, 'Make ten new recovery codes; the former ones stop working.'],
  'password.change': [{ is: 'password.change' }, 'Choose a new password; every other session ends.'],
  'phone.change': [{ is: 'phone.change', phone: '+8613800000000' }, 'Send codes by SMS to +8613800000000.'],
  'token.make': [{ is: 'token.make', name: 'backup', role: 'auditor', account: 7, days: 30 }, 'Make the token "backup", which acts as auditor on account 7 for 30 days.'],
  'person.invite': [{ is: 'person.invite', email: 'li@example.org', role: 'trader', account: 7 }, 'Invite li@example.org as trader to account 7.'],
  'person.changeRole': [{ is: 'person.changeRole', email: 'li@example.org', role: 'approver', account: 7 }, 'Make li@example.org approver on account 7.'],
  'person.remove': [{ is: 'person.remove', email: 'li@example.org', account: 7 }, 'Take li@example.org off account 7.'],
  'person.offBoard': [{ is: 'person.offBoard', email: 'li@example.org', keysGoTo: 'p_1' }, 'Off-board li@example.org: end every session and token, withdraw approvals, and hand the keys to p_1.'],
  'invitation.withdraw': [{ is: 'invitation.withdraw', email: 'li@example.org', account: 7 }, 'Withdraw the invitation of li@example.org to account 7.'],
  'stepUpPolicy.edit': [{ is: 'stepUpPolicy.edit', account: 7, requirements: { plain: [['totp', 'passkey']], grave: [['mailCode'], ['totp', 'passkey']] } }, 'Ask totp or passkey for plain changes on account 7, and mailCode and totp or passkey for grave ones.'],
  'key.create': [{ is: 'key.create', label: 'grid-btc', email: 'li@example.org', shape, endsInHours: 2_160, lapsesInHours: null, calls: 100 }, `Make the key "grid-btc" for li@example.org: ${SHAPE.slice(0, -1)}, ends in 90 days. It is deleted after 100 calls.`],
  'key.edit': [{
    is: 'key.edit', key, shape, differences: [
      { of: 'label', after: 'grid-2' }, { of: 'gained', rights: ['futures'] }, { of: 'lost', rights: ['margin'] }, { of: 'addresses', before: { mode: 'unrestricted' }, after: { mode: 'trusted', entries: ['198.51.100.7'] } },
      { of: 'limits', before: {}, after: { notionalPerOrder: '500' } }, { of: 'end', before: '2027-02-24T10:00:00.000Z', afterDays: 60 }, { of: 'replayGuard', after: true }, { of: 'afterPeriod', before: 'expire', after: 'warn' },
    ],
  }, `Change ${KEY}: it is called "grid-2"; it gains "Enable Futures"; it loses "Enable Margin Loan, Repay & Transfer"; it works from 198.51.100.7 (before: any address); its limits are: up to 500 USDT an order (before: none); it ends 60 days from now (before: at 2027-02-24 10:00 UTC); its replay guard is on; after its period its owner is told (before: it ends). Then: ${SHAPE}`],
  'key.extend': [{ is: 'key.extend', key, days: 90 }, `Extend ${KEY}: it is still needed, for 90 more days from now.`],
  'key.keep': [{ is: 'key.keep', key, shape }, `Keep ${KEY} as it is: ${SHAPE}`],
  'key.enable': [{ is: 'key.enable', key, shape }, `Enable ${KEY} again: ${SHAPE}`],
  'key.afterReview': [{ is: 'key.afterReview', change: { told: disabled, sentence: DISABLED }, note: '已问过 Anna' }, `After a review: ${DISABLED} Note: 已问过 Anna`],
  'key.tellSecret': [{ is: 'key.tellSecret', key }, `Show the secret of ${KEY}, this once.`],
  'key.disable': [{ is: 'key.disable', key }, DISABLED],
  'key.disableMany': [{ is: 'key.disableMany', keys: [key, { id: 'k_2', label: 'dashboard' }] }, 'Disable 2 keys: "grid-btc" (k_7Q2MX4), "dashboard" (k_2). They open nothing from their next request on; open orders stay.'],
  'key.delete': [{ is: 'key.delete', key, cancels: { email: 'li@example.org', environment: 'live' } }, `Delete ${KEY} for good: it can never be used again. Every open order of li@example.org (live) is cancelled, whichever key placed it.`],
  'key.rotate': [{ is: 'key.rotate', key, label: 'grid-btc-2', overlapHours: 24, shape }, `Make a successor "grid-btc-2" of ${KEY}; both open for 24 hours, then the old one is closed for good. It is the same: ${SHAPE}`],
  'key.split': [{ is: 'key.split', key, label: 'grid-futures', futures: shape, rest: shape }, `Make two of ${KEY}: a new key "grid-futures" takes over futures (${SHAPE}); the old one: ${SHAPE}`],
  'key.thaw': [{ is: 'key.thaw', key, rights: ['spotAndMarginTrading'] }, `Give ${KEY} back what the watch took from it: spotAndMarginTrading.`],
  'key.lockdown': [{ is: 'key.lockdown', account: 7, way: 'disable', keys: 3, areAll: true, label: null, cancelOrders: true, endSessions: true, renewFactors: true }, 'Disable every key (3) of account 7, let withdrawals go to the address book alone and lock them for 24 hours, cancel its open orders, end every session and token of its people, ask them for a new password and second factor.'],
  'entry.bind': [{ is: 'entry.bind', key, source: 'name', name: 'home.example.org', within: ['198.51.100.0/22'], allowsPrivate: false }, `Let an entry of the list of ${KEY} follow the name home.example.org, within 198.51.100.0/22.`],
  'entry.unbind': [{ is: 'entry.unbind', key, name: 'home.example.org', entries: ['198.51.100.7'] }, `Let the entry home.example.org of ${KEY} move no more, and take 198.51.100.7 off the list.`],
  'program.mark': [{ is: 'program.mark', key, isOff: true }, `Note that the program of ${KEY} is off.`],
  'external.add': [{ is: 'external.add', label: 'elsewhere', url: 'https://api.example.com', email: 'li@example.org', hasSecret: true }, 'Enter the key "elsewhere" of https://api.example.com for li@example.org, with its secret, sealed: it is examined by reading alone.'],
  'external.edit': [{ is: 'external.edit', name: 'elsewhere', url: 'https://api.example.com', label: 'there', preset: 'dashboard', renewsSecret: true }, 'Change the key "elsewhere" of https://api.example.com: call it "there", mean it for dashboard, seal what signs for it anew.'],
  'external.remove': [{ is: 'external.remove', label: 'elsewhere', url: 'https://api.example.com' }, 'Forget the key "elsewhere" of https://api.example.com; at its exchange it stands as before.'],
  'product.open': [{ is: 'product.open', product: 'margin', email: 'li@example.org', version: '2' }, 'Accept the margin agreement of version 2 for li@example.org, and open margin.'],
  'subAccount.access': [{ is: 'subAccount.access', email: 'sub@example.org', isOpen: false }, 'Close the sub-account sub@example.org to API calls at once; its keys and open orders stay as they are.'],
  'subAccount.edit': [{ is: 'subAccount.edit', email: 'sub@example.org', label: 'desk 2', ceiling: { before: null, after: ['reading'] } }, 'Call the sub-account sub@example.org "desk 2". Let keys of the sub-account sub@example.org have at most "Enable Reading" (now: whatever a sub-account may have).'],
  'subAccount.create': [{ is: 'subAccount.create', email: 'sub@example.org', main: 'li@example.org', ceiling: ['reading'], isInvited: true }, 'Make the sub-account sub@example.org of li@example.org, whose keys may have "Enable Reading", and invite that address to manage its keys.'],
  'policy.edit': [{ is: 'policy.edit', email: 'li@example.org', before: { maxKeys: 30, guardRails: {}, presets: {} }, after: { maxKeys: 12, guardRails: { openOrders: 10 }, presets: { dashboard: { periodDays: 40 } } } }, 'Change the policy of li@example.org: keys at most: 12 (now 30); limits of new keys: {"openOrders":10} (now none); presets changed: dashboard {"periodDays":40} (now none).'.replaceAll('"', '')],
  'alert.settings': [{ is: 'alert.settings', email: 'li@example.org', before: { mail: 'atOnce', quietHours: null, webhookUrl: null, alarmsBreakThrough: true, digestHour: 8, timeZone: 'UTC' }, after: { mail: 'digest', quietHours: { from: '22:00', until: '07:00', timeZone: 'Asia/Shanghai' }, webhookUrl: 'https://example.org/hook', alarmsBreakThrough: false, digestHour: 9, timeZone: 'Asia/Shanghai' }, makesSecret: true }, 'Change how li@example.org hears of alerts: mail: once a day (now at once); hour of the digest: 9:00 (now 8:00); quiet hours: 22:00 to 07:00, Asia/Shanghai (now none); webhook: https://example.org/hook (now none); a new secret signs what is posted.'],
  'alert.decide': [{ is: 'alert.decide', as: 'normal' }, 'Note as normal: it called from a new address.'],
  'money.withdraw': [{ is: 'money.withdraw', amount: '12.5', place, formerAt: '2026-11-26T10:00:00.000Z' }, `Withdraw 12.5 ${PLACE}. The same was asked for already, at 2026-11-26 10:00.`],
  'address.add': [{ is: 'address.add', account: 7, name: 'cold store', waitingHours: 24, place }, `Let withdrawals of account 7 go to "cold store", after 24 hours: ${PLACE}.`],
  'address.remove': [{ is: 'address.remove', account: 7, name: 'cold store', place: { ...place, coin: null, tag: '1001' } }, 'Take "cold store" out of the address book of account 7: every coin by BSC to 0x71C7656EC7ab88b098defB751B7401B5f6d8976F (tag 1001).'],
  'withdrawalPolicy.edit': [{ is: 'withdrawalPolicy.edit', account: 7, onlyAddressBook: true, waitingHours: 48, lockHours: 24 }, 'Account 7: withdraw to the address book alone, let a new address wait 48 hours, lock withdrawals for 24 hours.'],
  'approval.decide': [{ is: 'approval.decide', decision: 'approve', change: { told: disabled, sentence: DISABLED } }, `Approve: ${DISABLED}`],
  'approval.cancel': [{ is: 'approval.cancel', change: { told: disabled, sentence: DISABLED } }, `Take back what waits for approval: ${DISABLED}`],
  'approvalRules.edit': [{ is: 'approvalRules.edit', account: 7, rules: { withdrawals: [{ per: 'withdrawal', from: '1000', approvals: 2 }, { per: 'day', from: '5000', approvals: 3 }], withdrawalRight: 1, newAddress: 1, ruleChange: 2, lifetimeHours: 72 } }, 'Account 7 asks others to approve: a withdrawal worth 1,000 USDT or more: 2 people; a withdrawal that makes 5,000 USDT or more in 24 hours: 3 people; giving a key the right to withdraw: 1 person; a new address, or letting more out: 1 person; changing these rules: 2 people; a request waits 72 hours.'],
  'sandbox.deposit': [{ is: 'sandbox.deposit', amount: '5', coin: 'BTC', wallet: 'spot', email: 'li@example.org' }, 'Credit 5 BTC from the faucet to the spot wallet of li@example.org.'],
  'sandbox.call': [{ is: 'sandbox.call', key, from: '127.0.0.1', request: 'POST /sapi/v1/capital/withdraw/apply coin=USDT' }, `On the sandbox, as ${KEY} and from 127.0.0.1: POST /sapi/v1/capital/withdraw/apply coin=USDT`],
}

// Object.values forgets that each told belongs to its own sentence's change, which is all that is asked here.
export const TOLD_SAMPLES: readonly { readonly told: ToldChange; readonly sentence: string }[] = Object.values(SAMPLES).map(([told, sentence]) => ({ told, sentence }))
