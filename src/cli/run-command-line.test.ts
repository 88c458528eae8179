import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { KeyChange, KeyWish } from '../operations/operator.ts'
import { done, refused } from '../operations/outcome.ts'
import { PERMISSIONS } from '../permission.ts'
import { COMMANDS } from './commands.ts'
import { shownWidth } from './paint.ts'
import type { StartOptions } from './start-options.ts'
import { NOW, play, summary } from './stage.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'bitting-cli-'))

test('wrong usage ends with code 2, says what was wrong and what to type, and prints nothing on stdout', async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['kyes list', /"kyes list" is not a command\. Did you mean: \.\/bitting keys list\n/],
    ['keys crate', /Did you mean: \.\/bitting keys create\n/],
    ['keys frobnicate', /"keys frobnicate" is not a command\.\nAll commands: \.\/bitting help/],
    ['kyes', /Did you mean: \.\/bitting keys\n/],
    ['external list', /"external" does not take "list"\.\nUsage: \.\/bitting external, and: external add, external edit/],
    ['canaries --data folder', /^"canaries" is not a command/],
    ['advice', /"advice" is not a command\. Did you mean: \.\/bitting keys advice\n/],
    ['rotate grid-bot', /"rotate" is not a command\. Did you mean: \.\/bitting keys rotate, \.\/bitting sealing-key rotate\n/],
    ['exlpain 123', /Did you mean: \.\/bitting explain\n/],
    ['backp FILE', /Did you mean: \.\/bitting backup\n/],
    ['help kyes', /is not a command/],
    ['keys', /bitting keys create/],
    ['keys show', /"keys show" needs KEY\.\nUsage: \.\/bitting keys show KEY/],
    ['keys show a b', /"keys show" does not take "b"/],
    ['keys list --jsn', /Did you mean --json\?/],
    ['keys create --allow 127.0.0.1', /needs a label.*\nAdd --label/],
    ['keys create --label x', /From where may the key be used\?.*\nGive its addresses, for this machine --allow 127\.0\.0\.1, or say --unrestricted/],
    ['keys create --label x --allow 1.1.1.1 --unrestricted', /exclude each other/],
    ['keys create --label x --unrestricted --kind dsa', /must be one of: ed25519, rsa, hmac/],
    ['keys create --label x --unrestricted --rights tradeing', /"tradeing" is not a right/],
    ['keys create --label x --unrestricted --kind hmac --public-key f', /no public and private half/],
    ['keys create --label x --unrestricted --expires-in-days 0', /from 1 to/],
    ['keys edit k', /Nothing was asked to change/],
    ['keys edit k --rights reading --grant futures', /--rights and --grant exclude each other/],
    ['keys edit k --no-expiry --expires-in-days 3', /exclude each other/],
    ['keys edit k --replay-guard maybe', /must be one of: on, off/],
    ['policy edit', /What is to change\?\nGive --set NAME=VALUE/],
    ['keys delete k', /nobody is here to confirm it.*\n.*bitting keys delete k --yes/],
    ['explain', /either a request id or --last KEY/],
    ['explain a --last b', /either a request id or --last KEY/],
    ['start --port 99999', /--port is "99999"/],
    ['start --tls-cert a.pem', /needs both a certificate and its private key/],
    ['start now', /does not take "now"/],
  ]
  for (const [line, expected] of cases) {
    const { code, out, complaints } = await play(line.split(' '))
    assert.equal(code, 2, line)
    assert.match(complaints, expected, line)
    assert.equal(out, '', line)
  }
})

test('help lists every command, and tells each one whole, in at most 100 columns', async () => {
  const overview = await play(['help'])
  assert.equal(overview.code, 0)
  for (const line of [['help'], ...COMMANDS.map((command) => ['help', ...command.name.split(' ')])]) {
    const { code, out } = await play(line)
    assert.equal(code, 0)
    assert.ok(out.split('\n').every((text) => shownWidth(text) <= 100 || text.includes('$ ./bitting')), `${line.join(' ')}\n${out}`)
  }
  for (const command of COMMANDS) {
    assert.ok(overview.out.includes(`  ${command.name}`), command.name)
    const help = await play([...command.name.split(' '), '--help'])
    for (const option of Object.keys(command.options)) assert.ok(help.out.includes(`--${option}`), `${command.name} --${option}`)
  }
})

test('keys list shows each key as its bitting, its rights in words, and fits 100 columns', async () => {
  const keys = [
    summary(),
    summary({ id: 'k_all', label: 'everything at once in one place', permissions: PERMISSIONS, allowList: { mode: 'trusted', entries: ['198.51.100.0/28', '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff'] }, expiresAt: null }),
    summary({ id: 'k_open', label: 'open', permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'unrestricted' }, tradingLapsesAt: '2026-12-10T00:00:00Z', state: 'disabled' }),
    summary({ id: 'k_test', label: 'test', environment: 'testnet', permissions: [], allowList: { mode: 'trusted', entries: [] }, state: 'expired', expiresAt: '2026-11-21T13:03:22.118Z' }),
  ]
  const { code, out } = await play(['keys', 'list'], { keysList: async () => done(keys) })
  assert.equal(code, 0)
  assert.equal(out, `owner@demo.test (1000001)
LABEL          BITTING       RIGHTS               FROM             ENDS     RISK  STATE     ID
grid-bot-btc   ○██▂▂▂▂▂▂▂▂▂  read, spot & margin  203.0.113.45     in 12 d  C     enabled   k_7Q2MX4
everything at  ○███████████  read, spot &         198.51.100.0/28  never    C     enabled   k_all
once in one                  margin, margin       2001:db8:aaaa:b
place                        loans, futures,      bbb:cccc:dddd:e
                             options, portfolio   eee:ffff
                             margin, universal
                             transfer, internal
                             transfer, withdraw,
                             FIX trading, FIX
                             reading
open           ⊂█▄▂▂▂▂▂▂▂▂▂  read, spot & margin  anywhere         in 12 d  C     disabled  k_open

owner@demo.test (1000001), testnet
LABEL  BITTING       RIGHTS  FROM     ENDS     RISK  STATE    ID
test   ○▂▂▂▂▂▂▂▂▂▂▂  none    nowhere  1 h ago  C     expired  k_test

4 keys  ·  ○ bound to addresses  ⊂ from anywhere  █ on  ▂ off  ▯ on, unused for 30 days  ▄ lapses`)
  assert.ok(out.split('\n').every((line) => shownWidth(line) <= 100))
})

test('a moved calendar is told of on stderr by every command, and its time is what ages are told from', async () => {
  const clockShow = async () => done({ wall: '2026-11-21T14:03:22.118Z', calendar: '2027-02-19T14:03:22.118Z', aheadSeconds: 90 * 86_400 })
  const shown = await play(['keys', 'show', 'grid-bot-btc'], { clockShow, keysShow: async () => done(summary()) })
  assert.match(shown.complaints, /^!! THE CALENDAR IS MOVED: it is 2027-02-19 14:03:22 here, 90 days ahead/)
  assert.match(shown.out, /made {10}2026-11-20 14:03:22 \(91 d ago\)/)
  const json = await play(['keys', 'list', '--json'], { clockShow, keysList: async () => done([]) })
  assert.deepEqual([json.out, json.complaints.includes('CALENDAR')], ['[]', true])
})

test('the clock is moved by a step with a unit, put back, or shown', async () => {
  const steps: unknown[] = []
  const clockMove = async (seconds: number | null) => { steps.push(seconds); return done({ wall: '2026-11-21T14:03:22.118Z', calendar: '2026-11-21T14:03:22.118Z', aheadSeconds: 0 }) }
  for (const step of ['+90d', '+12h', '+30m', '+2w', 'reset']) assert.equal((await play(['clock', step], { clockMove })).code, 0, step)
  assert.deepEqual(steps, [90 * 86_400, 43_200, 1_800, 14 * 86_400, null])
  for (const step of ['-90d', '90d', '+90', '+d', '+1y', 'tomorrow']) assert.equal((await play(['clock', '--', step], { clockMove })).code, 2, step)
})

test('time passes in a sandbox by a step with a unit, and where it stands then is told', async () => {
  const asked: unknown[] = []
  const sandboxPass = async (environment: 'live' | 'testnet', seconds: number) => { asked.push(environment, seconds); return done({ environment, at: '2026-11-21T22:03:22.118Z', aheadSeconds: seconds }) }
  const { out } = await play(['sandbox', 'pass', '+8h', '--environment', 'testnet'], { sandboxPass })
  assert.deepEqual(asked, ['testnet', 28_800])
  assert.match(out, /It is 2026-11-21 22:03:22 UTC in the testnet sandbox, 8 hours ahead of wall time/)
  assert.equal((await play(['sandbox', 'pass'], { sandboxPass })).code, 2)
})

test('what needs attention stands with its one step', async () => {
  const { out } = await play(['keys', 'attention'], { keysAttention: async () => done([{ key: 'k_1', label: 'bot', account: 1, about: 'end', urgency: 'now', at: null, text: 'It ends in 1 day.', remedy: './bitting keys extend k_1' }]) })
  assert.equal(out, 'now  bot (k_1)\n  It ends in 1 day.\n  → ./bitting keys extend k_1')
})

test('--json prints exactly what the operator answered, and a filter travels', async () => {
  const filters: unknown[] = []
  const { out } = await play(['keys', 'list', '--json', '--account', '7', '--all'], { keysList: async (filter) => { filters.push(filter); return done([summary()]) } })
  assert.deepEqual(JSON.parse(out), [summary()])
  assert.deepEqual(filters, [{ account: 7, includeDeleted: true }])
})

test('a refusal ends with code 1: text on stderr, and JSON on stdout for who asked for JSON', async () => {
  const acts = { keysShow: async () => refused('keyUnknown', 'No key is called "x".', 'See: ./bitting keys list') }
  assert.deepEqual(await play(['keys', 'show', 'x'], acts), { code: 1, out: '', complaints: 'No key is called "x".\nSee: ./bitting keys list', questions: [] })
  const json = await play(['keys', 'show', 'x', '--json'], acts)
  assert.deepEqual(JSON.parse(json.out), { refused: { code: 'keyUnknown', message: 'No key is called "x".', remedy: 'See: ./bitting keys list' } })
})

test('keys show tells each right with its last use', async () => {
  const { out } = await play(['keys', 'show', 'grid-bot-btc'], { keysShow: async () => done(summary()) })
  assert.equal(out, `○██▂▂▂▂▂▂▂▂▂  grid-bot-btc

  Reads and trades spot, only from 203.0.113.45, ends in 12 days.

  id            k_7Q2MX4
  API key       bit1${'A'.repeat(60)}
  kind          HMAC
  account       owner@demo.test (1000001)
  environment   live
  state         enabled
  rights        Enable Reading: used 3 min ago
                Enable Spot & Margin Trading: used 2 min ago
  from          203.0.113.45
  made          2026-11-20 14:03:22 (1 d ago)
  ends          2026-12-03 14:03:22 (in 12 d)
  period        none
  replay guard  off
  last used     2026-11-21 14:01:22 (2 min ago) from 203.0.113.45, POST /api/v3/order
  risk          C, considerable
                It trades.`)
})

test('keys uses tells endpoints, markets and addresses with their last use, the latest first, and the programs', async () => {
  const use = (further: object) => ({ address: '203.0.113.45', endpoint: 'GET /api/v3/account', rights: [], symbol: null, status: 200, code: null, reason: null, calls: 3, weight: 60, first: '2026-11-20T14:00:00Z', last: '2026-11-21T13:03:22Z', ...further })
  const uses = [use({}), use({ endpoint: 'POST /api/v3/order', symbol: 'BTCUSDT', last: '2026-11-21T14:01:22Z' }), use({ endpoint: 'POST /api/v3/order', symbol: 'BTCUSDT', reason: 'venue', status: 400, code: -2010, calls: 1 })]
  const programs = [{ day: '2026-11-21', address: '203.0.113.45', client: 'ccxt/4', calls: 7, first: '', last: '', clockMs: { least: -3, mean: -1.6, greatest: 0 } }]
  const { out } = await play(['keys', 'uses', 'grid-bot-btc'], { keysUses: async (key, days) => (assert.deepEqual([key, days], ['grid-bot-btc', 30]), done({ key, uses, programs })) })
  assert.equal(out, `ENDPOINT             CALLS  REFUSED  LAST
POST /api/v3/order       4        1  2 min ago
GET /api/v3/account      3        0  1 h ago

MARKET   CALLS  REFUSED  LAST
BTCUSDT      4        1  2 min ago

FROM          CALLS  REFUSED  LAST
203.0.113.45      7        1  2 min ago

PROGRAM  FROM          DAY (UTC)   CALLS  ITS CLOCK
ccxt/4   203.0.113.45  2026-11-21      7      -2 ms`)
  assert.equal((await play(['keys', 'uses', 'grid-bot-btc', '--days', '7'], { keysUses: async (key) => done({ key, uses: [], programs: [] }) })).out, 'Nobody used it in the last 7 days.')
})

test('keys show tells the limits, and what those on hours leave', async () => {
  const key = summary({ guardRails: { symbols: ['BTCUSDT'], notionalPerWindow: { amount: '250', hours: 24 } }, limitsLeft: { notionalPerWindow: '50' } })
  const { out } = await play(['keys', 'show', 'grid-bot-btc'], { keysShow: async () => done(key) })
  assert.match(out, /limits {8}in BTCUSDT alone\n +up to 250 USDT in orders in 24 hours\n +→ left for orders now: 50 USDT/)
})

test('keys create makes an Ed25519 pair here: the private key goes to a file of mode 0600 and nowhere else', async () => {
  const workingFolder = folder()
  const wishes: KeyWish[] = []
  const { code, out } = await play(['keys', 'create', '--label', 'grid bot, vps-1', '--allow', '127.0.0.1'], {
    keysCreate: async (wish) => { wishes.push(wish); return done({ key: summary({ kind: 'ed25519' }), secretKey: null, remarks: [] }) },
  }, { workingFolder })
  const file = join(workingFolder, 'grid-bot-vps-1.private.pem')
  const [wish] = wishes
  assert.equal(code, 0)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(createPublicKey(readFileSync(file, 'utf8')).export({ type: 'spki', format: 'pem' }), wish?.publicKey)
  assert.deepEqual({ ...wish, publicKey: '' }, { label: 'grid bot, vps-1', kind: 'ed25519', publicKey: '', allowList: { mode: 'trusted', entries: ['127.0.0.1'] }, environment: 'live' })
  assert.ok(out.includes(file) && out.includes('has not left this machine') && !out.includes('PRIVATE KEY'))
  assert.ok(!JSON.stringify(wish).includes('PRIVATE'))
})

test('a private key is never written over another file, and goes again when the key is refused', async () => {
  const workingFolder = folder()
  const taken = join(workingFolder, 'x.private.pem')
  writeFileSync(taken, 'precious')
  const words = ['keys', 'create', '--label', 'x', '--unrestricted', '--kind', 'rsa']
  const refusing = { keysCreate: async () => refused('tooMany', 'There are 30 keys.', 'Delete one.') }
  const first = await play(words, refusing, { workingFolder })
  assert.match(first.complaints, /exists already/)
  assert.equal(readFileSync(taken, 'utf8'), 'precious')
  const second = await play([...words, '--private-key-out', 'y.pem'], refusing, { workingFolder })
  assert.deepEqual([second.code, second.complaints], [1, 'There are 30 keys.\nDelete one.'])
  assert.ok(!existsSync(join(workingFolder, 'y.pem')))
})

test('an HMAC secret is printed once, with the sentence that it cannot be shown again', async () => {
  const secretKey = `bis1${'B'.repeat(60)}`
  const { out } = await play(['keys', 'create', '--label', 'x', '--kind', 'hmac', '--allow', '203.0.113.45', '--rights', 'Enable Reading, Enable Spot & Margin Trading', '--expires-in-days', '12', '--replay-guard', '--account', '5', '--environment', 'testnet'], {
    keysCreate: async (wish) => {
      assert.deepEqual(wish, { label: 'x', kind: 'hmac', permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'testnet', account: 5, expiresInDays: 12, replayGuard: true })
      return done({ key: summary(), secretKey, remarks: [] })
    },
  })
  assert.equal(out, `○██▂▂▂▂▂▂▂▂▂  grid-bot-btc

  Reads and trades spot, only from 203.0.113.45, ends in 12 days.

  API key     bit1${'A'.repeat(60)}
  secret key  ${secretKey}
  id          k_7Q2MX4
  account     owner@demo.test (1000001), live

  This is the only time the secret is shown: it cannot be shown again. If it is lost, delete the key
  and make another.
  Keep it in an environment variable or a password manager, never in code, chats or screenshots.`)
})

test('a canary is told to be planted, and not to be moved to where a program runs', async () => {
  const { out } = await play(['keys', 'create', '--label', 'old laptop', '--preset', 'canary'], { keysCreate: async () => done({ key: summary({ preset: 'canary' }), secretKey: null, remarks: [] }) }, { workingFolder: folder() })
  assert.match(out, /A canary: plant it/)
  assert.doesNotMatch(out, /where the program runs/)
})

test('the step that lowers a risk says what grade it is then, also where that stays', async () => {
  const risk = (gradeAfter: 'B' | 'C') => summary({ risk: { grade: 'C', word: 'considerable', tier: 'trade', reasons: [], grounds: [], best: { change: 'end', permissions: [], text: 'Give it an end.', gradeAfter, remedy: '' } } })
  for (const [grade, expected] of [['B', /Give it an end\. Then it is B\./], ['C', /Give it an end\. It stays C\./]] as const) assert.match((await play(['keys', 'show', 'grid-bot-btc'], { keysShow: async () => done(risk(grade)) })).out, expected)
})

test('a private key given as a public one is turned away before anything is sent', async () => {
  const workingFolder = folder()
  await play(['keys', 'create', '--label', 'x', '--unrestricted'], { keysCreate: async () => done({ key: summary(), secretKey: null, remarks: [] }) }, { workingFolder })
  const { code, complaints } = await play(['keys', 'create', '--label', 'y', '--unrestricted', '--public-key', 'x.private.pem'], {}, { workingFolder })
  assert.equal(code, 1)
  assert.match(complaints, /holds a private key\. It must not leave your hands/)
})

test('keys edit says what was, and what is', async () => {
  const after = summary({ permissions: ['reading', 'futures'], allowList: { mode: 'trusted', entries: ['203.0.113.45', '203.0.113.46'] }, expiresAt: null, sentence: 'Reads and trades futures, only from 203.0.113.45 and 203.0.113.46, without an end.' })
  const changes: KeyChange[] = []
  const { out } = await play(['keys', 'edit', 'grid', '--grant', 'futures', '--revoke', 'Enable Spot & Margin Trading', '--add-address', '203.0.113.46', '--no-expiry'], {
    keysEdit: async (_, change) => { changes.push(change); return done({ before: summary(), after, remarks: ['203.0.113.46 is remarkable.'] }) },
  })
  assert.deepEqual(changes, [{ grant: ['futures'], revoke: ['spotAndMarginTrading'], addAddresses: ['203.0.113.46'], expiresInDays: null }])
  assert.equal(out, `○██▂▂▂▂▂▂▂▂▂ → ○█▂▂█▂▂▂▂▂▂▂  grid-bot-btc (k_7Q2MX4)

  rights  read, spot & margin  →  read, futures
  from    203.0.113.45         →  203.0.113.45 203.0.113.46
  ends    2026-12-03 14:03:22  →  never

  Reads and trades futures, only from 203.0.113.45 and 203.0.113.46, without an end.
  203.0.113.46 is remarkable.
  In force from the next request on; open orders stay.`)
})

test('keys delete asks with the key in full view, and only yes deletes', async () => {
  const deleted: string[] = []
  const acts = { keysShow: async () => done(summary()), keysDelete: async (id: string) => { deleted.push(id); return done({ ...summary({ state: 'deleted' }), cancelledOrders: null }) } }
  const no = await play(['keys', 'delete', 'grid'], acts, { answers: ['y'] })
  assert.deepEqual([no.code, deleted], [1, []])
  assert.match(no.questions[0] ?? '', /Delete grid-bot-btc \(k_7Q2MX4\)\?\nReads and trades spot/)
  const yes = await play(['keys', 'delete', 'grid'], acts, { answers: ['yes'] })
  assert.deepEqual([yes.code, deleted], [0, ['k_7Q2MX4']])
  const told = await play(['keys', 'delete', 'grid', '--yes'], acts)
  assert.deepEqual([told.code, deleted], [0, ['k_7Q2MX4', 'grid']])
})

test('a label cannot redraw the terminal', async () => {
  const { out } = await play(['keys', 'list'], { keysList: async () => done([summary({ label: 'a\u001b[2Jb\u202Ec' })]) })
  assert.ok(!out.includes('\u001b') && !out.includes('\u202E'))
})

test('explain prints the check list and the remedy', async () => {
  const { out } = await play(['explain', '7Q2M'], {
    explain: async (requestId) => done({
      requestId, at: '2026-11-21T14:03:22.118Z', request: 'POST /api/v3/order', address: '127.0.0.1', answer: '401 -2015', status: 401, code: -2015,
      what: "The key's list has 203.0.113.45; this came from 127.0.0.1.", remedy: 'Add 127.0.0.1: ./bitting keys edit grid-bot-btc --add-address 127.0.0.1', signedPayload: null, keyId: null, refusal: null, venue: null,
      steps: [{ step: 'time', outcome: 'passed', detail: '31 ms behind, window 5,000', seen: null }, { step: 'source address', outcome: 'failed', detail: "The key's list has 203.0.113.45; this came from 127.0.0.1.", seen: null }, { step: 'signature', outcome: 'not reached', detail: '', seen: null }],
    }),
  })
  assert.equal(out, `request 7Q2M
  2026-11-21 14:03:22  ·  POST /api/v3/order  ·  from 127.0.0.1
  answered 401 -2015

  ✓  time            31 ms behind, window 5,000
  ✗  source address  The key's list has 203.0.113.45; this came from 127.0.0.1.
  –  signature       not reached

  → Add 127.0.0.1: ./bitting keys edit grid-bot-btc --add-address 127.0.0.1`)
})

test('the audit chain that does not hold ends with code 1', async () => {
  assert.equal((await play(['audit', 'verify'], { auditVerify: async () => done({ rows: 3, head: 'ab', firstBadRow: null, checkpoints: 2, newestCheckpoint: { sequence: 3, at: NOW }, fault: null }) })).out, 'The audit chain is whole: 3 rows, head ab. 2 signed checkpoints attest it up to row 3, 2026-11-21 14:03:22.')
  const bad = await play(['audit', 'verify'], { auditVerify: async () => done({ rows: 1, head: 'ab', firstBadRow: 2, checkpoints: 0, newestCheckpoint: null, fault: 'Row 2 of the audit chain is bad.' }) })
  assert.equal(bad.code, 1)
  assert.match(bad.complaints, /Row 2 of the audit chain/)
})

test('start hands over what it was asked for, paths made absolute', async () => {
  const started: StartOptions[] = []
  const house = { start: async (options: StartOptions) => { started.push(options) } }
  await play(['start'], {}, { house, workingFolder: '/w' })
  await play(['start', '--demo', '--port', '0', '--console-port', '9', '--data', 'd', '--demo-file', '../f.json', '--rate-limits', 'off', '--tls-cert', 'c', '--tls-key', '/k', '--trusted-proxy', '10.0.0.1,10.0.0.2', '--trusted-proxy', '::1', '--seed', '42', '--host', '0.0.0.0', '--log', 'json'], {}, { house, workingFolder: '/w' })
  const people = { isSignUpOpen: false, mail: null, publicConsoleUrl: null, sms: null }
  assert.deepEqual(started, [
    { dataFolder: '/w/.bitting', host: '127.0.0.1', port: 8080, consolePort: 8081, isDemo: false, demoFile: '/w/.bitting/demo.json', areRateLimitsOn: true, tls: null, trustedProxies: [], isMarketOn: true, seed: null, people, metricsToken: null, logFormat: 'text' },
    { dataFolder: '/w/d', host: '0.0.0.0', port: 0, consolePort: 9, isDemo: true, demoFile: '/f.json', areRateLimitsOn: false, tls: { certificateFile: '/w/c', privateKeyFile: '/k' }, trustedProxies: ['10.0.0.1', '10.0.0.2', '::1'], isMarketOn: true, seed: 42, people: { ...people, isSignUpOpen: true }, metricsToken: null, logFormat: 'json' },
  ])
})
