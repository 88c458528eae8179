import assert from 'node:assert/strict'
import { test } from 'node:test'
import { summary } from '../../cli/stage.ts'
import { type FileKey, readKeyFile } from './key-file.ts'
import { lintKeyFile } from './lint.ts'
import { fileOfKeys, planKeys } from './plan.ts'

const key = (further: Partial<FileKey> = {}): FileKey => ({ label: 'bot', state: 'enabled', ...further })

test('what a file may hold is a table: every fault is told with where it stands', () => {
  const faultsOf = (value: unknown): string => {
    const read = readKeyFile(value)
    return read.ok ? 'read' : read.faults.map(({ path }) => path.join('.')).join(' ')
  }
  const withKey = (more: object): unknown => ({ version: 1, keys: [{ label: 'a' }, { label: 'b', ...more }] })
  const rows: readonly (readonly [unknown, string])[] = [
    [{ version: 1, keys: [] }, 'read'], [{ version: 1, account: 7, keys: [{ label: 'a' }] }, 'read'], [withKey({ rights: ['reading'], addresses: ['203.0.113.4'], limits: { symbols: ['BTCUSDT'] }, accept: ['noEnd'], state: 'absent', kind: 'hmac', periodDays: 3 }), 'read'], [withKey({ addresses: 'unrestricted' }), 'read'],
    [null, ''], [[], ''], [{ keys: [] }, 'version'], [{ version: 2, keys: [] }, 'version'], [{ version: 1 }, 'keys'], [{ version: 1, keys: {} }, 'keys'], [{ version: 1, keys: [], key: 1 }, 'key'], [{ version: 1, account: 'me', keys: [] }, 'account'],
    [{ version: 1, keys: ['a'] }, 'keys.0'], [{ version: 1, keys: [{}] }, 'keys.0'], [withKey({ label: ' A ' }), 'keys.1.label'], [withKey({ rights: ['everything'] }), 'keys.1.rights'], [withKey({ rights: 'reading' }), 'keys.1.rights'], [withKey({ addresses: 'anywhere' }), 'keys.1.addresses'],
    [withKey({ state: 'gone' }), 'keys.1.state'], [withKey({ permissions: [] }), 'keys.1.permissions'], [withKey({ limits: { speed: 1 } }), 'keys.1.limits'], [withKey({ periodDays: 0 }), 'keys.1.periodDays'], [withKey({ accept: ['all'] }), 'keys.1.accept'], [withKey({ toString: 1 }), 'keys.1.toString'], [withKey({ replayGuard: 'yes', kind: 'dsa' }), 'keys.1.replayGuard keys.1.kind'],
  ]
  for (const [value, expected] of rows) assert.equal(faultsOf(value), expected, JSON.stringify(value))
})

test('the lint tells keys that are wider than they need be, each with the member that says so; what is accepted by name is not told', () => {
  const rows: readonly (readonly [Partial<FileKey>, string])[] = [
    [{}, ''], [{ addresses: 'unrestricted' }, ''], [{ rights: ['reading'], addresses: ['10.0.0.0/8'] }, ''],
    [{ preset: 'grid-bot', addresses: ['203.0.113.4'] }, ''], [{ preset: 'grid-bot', addresses: 'unrestricted' }, 'unrestricted addresses'], [{ preset: 'grid-bot', addresses: ['203.0.113.0/24'] }, ''], [{ preset: 'grid-bot', addresses: ['203.0.112.0/23'] }, 'wideBlock addresses'], [{ preset: 'grid-bot', addresses: ['2001:db8::/32'] }, 'wideBlock addresses'],
    [{ rights: ['spotAndMarginTrading'], addresses: ['203.0.113.4'] }, 'noEnd rights'], [{ rights: ['spotAndMarginTrading'], addresses: ['203.0.113.4'], periodDays: 90 }, ''],
    [{ rights: ['spotAndMarginTrading', 'futures'], addresses: ['203.0.113.4'], periodDays: 90 }, 'spotAndFutures rights'], [{ rights: ['withdrawals'], addresses: ['203.0.113.4'], periodDays: 90 }, 'withdrawals rights'],
    [{ rights: ['withdrawals'], addresses: ['203.0.113.4'], periodDays: 90, accept: ['withdrawals'] }, ''], [{ rights: ['spotAndMarginTrading'], addresses: 'unrestricted', accept: ['unrestricted'] }, 'noEnd rights'],
    [{ rights: ['spotAndMarginTrading'], addresses: 'unrestricted', environment: 'testnet' }, ''], [{ rights: ['spotAndMarginTrading'], addresses: 'unrestricted', state: 'absent' }, ''],
  ]
  for (const [further, expected] of rows) assert.equal(lintKeyFile({ keys: [key(further)] }).map(({ risk, path }) => `${risk} ${path.at(-1)}`).join(', '), expected, JSON.stringify(further))
})

const NOW = summary({ id: 'k_1', label: 'Bot', permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, periodDays: 90, afterPeriod: 'expire', guardRails: {} })
const planned = (keys: readonly FileKey[], now = [NOW]): string => {
  const { changes, untouched, unchanged, faults } = planKeys({ keys }, now)
  return [...changes.map((change) => `${change.do} ${change.label}: ${change.facts.map(([name, before, after]) => `${name} ${before} → ${after}`).join('; ')}`), ...untouched.map((label) => `left ${label}`), ...faults.map(({ member }) => `fault ${member}`), `${unchanged} unchanged`].join(' | ')
}

test('a plan tells before and after; what the file leaves out stays, and nothing is deleted unless the file says so', () => {
  const rows: readonly (readonly [readonly FileKey[], string])[] = [
    [[], 'left Bot | 0 unchanged'],
    [[key()], '1 unchanged'],
    [[key({ rights: ['spotAndMarginTrading', 'reading'], addresses: ['::ffff:203.0.113.45'], periodDays: 90, kind: 'hmac' })], '1 unchanged'],
    [[key({ rights: ['reading'] })], 'edit Bot: rights reading, spotAndMarginTrading → reading | 0 unchanged'],
    [[key({ addresses: ['203.0.113.45', '203.0.113.46'] })], 'edit Bot: from 203.0.113.45 → 203.0.113.45, 203.0.113.46 | 0 unchanged'],
    [[key({ addresses: 'unrestricted' })], 'edit Bot: from 203.0.113.45 → anywhere | 0 unchanged'],
    [[key({ replayGuard: true, afterPeriod: 'warn', limits: { symbols: ['BTCUSDT'] } })], 'edit Bot: after its period expire → warn; replay guard off → on; limits none → symbols ["BTCUSDT"] | 0 unchanged'],
    [[key({ state: 'disabled' })], 'disable Bot: state enabled → disabled | 0 unchanged'],
    [[key({ state: 'disabled', rights: [] })], 'disable Bot: state enabled → disabled | edit Bot: rights reading, spotAndMarginTrading → none | 0 unchanged'],
    [[key({ state: 'absent' })], 'delete Bot: state enabled → deleted: it opens nothing any more | 0 unchanged'],
    [[key({ label: 'other', state: 'absent' })], 'left Bot | 1 unchanged'],
    [[key({ label: 'new', preset: 'grid-bot', addresses: ['203.0.113.9'] })], 'create new: kind  → ed25519; environment  → live; rights  → reading, spotAndMarginTrading; from  → 203.0.113.9; lives  → 90 days at a time | left Bot | 0 unchanged'],
    [[key({ kind: 'rsa' })], 'fault kind | 1 unchanged'], [[key({ environment: 'testnet', periodDays: 30 })], 'fault environment | fault periodDays | 1 unchanged'],
  ]
  for (const [keys, expected] of rows) assert.equal(planned(keys), expected, JSON.stringify(keys))
  assert.equal(planned([key()], [{ ...NOW, state: 'disabled' }]), 'enable Bot: state disabled → enabled | 0 unchanged')
  assert.equal(planned([key({ label: 'bot' })], [{ ...NOW, state: 'deleted' }]), 'create bot: kind  → ed25519; environment  → live; rights  → reading; from  → nowhere; lives  → without an end | 0 unchanged')
})

test('what is exported, read again, changes nothing', () => {
  const now = [NOW, summary({ id: 'k_2', label: 'Second', allowList: { mode: 'unrestricted' }, guardRails: { symbols: ['BTCUSDT'] }, state: 'disabled', preset: 'dashboard', permissions: ['reading'] }), summary({ id: 'k_3', label: 'gone', state: 'deleted' })]
  const read = readKeyFile(fileOfKeys(7, now))
  assert.ok(read.ok, JSON.stringify(read))
  const plan = planKeys(read.file, now)
  assert.deepEqual([plan.changes, plan.faults, plan.untouched, plan.unchanged], [[], [], [], 2])
})
