import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createRequire } from 'node:module'
import { parse } from 'yaml'
import { type GuardRails, RAIL_NAMES, railFaults } from '../authority/guard-rails.ts'
import { PRESETS } from '../authority/presets.ts'
import type { KeySummary, Operator } from '../operations/operator.ts'
import { done, refused } from '../operations/outcome.ts'
import { keyFileSource } from './key-file-source.ts'
import { play, summary } from './stage.ts'

const folder = mkdtempSync(join(tmpdir(), 'bitting-key-file-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const FILE = `# Everything that trades.
version: 1
keys:
  - label: grid-bot
    preset: grid-bot
    addresses: [203.0.113.45]
  - label: tracker
    kind: hmac
    addresses: [203.0.113.46]
  - label: old
    state: absent
  - label: sleeping
    kind: rsa
    addresses: [203.0.113.47]
    state: disabled
`

/** Keys of one account in memory, behind the acts of an Operator; it stops answering after so many changes. */
class Keys {
  readonly all: KeySummary[] = [summary({ id: 'k_old', label: 'old' })]
  changes = 0
  stopsAfter = Infinity

  acts(): Partial<Operator> {
    const change = async <Value>(make: () => Value) => {
      if (this.changes >= this.stopsAfter) return refused('serverGone', 'The server went away.', 'Start it again.')
      this.changes += 1
      return done(make())
    }
    const set = (id: string, more: Partial<KeySummary>): KeySummary => {
      const at = this.all.findIndex((key) => key.id === id)
      return this.all[at] = { ...this.all[at] ?? summary(), ...more }
    }
    return {
      approvalsList: async () => done([]), accountsList: async () => done([{ id: 7, email: 'owner@example.com', parent: null, label: '', keys: 1 }]), keysList: async () => done([...this.all]), clockShow: async () => done({ wall: '', calendar: '', aheadSeconds: 0 }),
      keysCreate: (wish) => change(() => {
        const { label, kind, allowList } = wish
        const key = summary({ id: `k_${label}`, label, kind, allowList, permissions: wish.permissions ?? (wish.preset === undefined ? ['reading'] : ['reading', 'spotAndMarginTrading']), preset: wish.preset ?? null })
        this.all.push(key)
        return { key, secretKey: kind === 'hmac' ? `bis1${'s'.repeat(60)}` : null, remarks: [] }
      }),
      keysDisable: (id) => change(() => set(id, { state: 'disabled' })), keysDelete: (id) => change(() => ({ ...set(id, { state: 'deleted' }), cancelledOrders: null })),
      keysReview: async () => refused('nothingToConfirm', 'Nothing asks for codes.', 'Go on.'), presetsList: async () => done(PRESETS),
    }
  }
}

const withFile = (name: string, text = FILE): { readonly folder: string; readonly file: string } => {
  const here = mkdtempSync(join(folder, `${name}-`))
  writeFileSync(join(here, 'keys.yaml'), text)
  return { folder: here, file: 'keys.yaml' }
}

test('plan tells what would change and changes nothing', async () => {
  const keys = new Keys()
  const here = withFile('plan')
  const { code, out } = await play(['plan', '-f', here.file], keys.acts(), { workingFolder: here.folder })
  assert.deepEqual([code, keys.changes], [0, 0])
  for (const line of [/^\+ make grid-bot$/m, /from\s+203\.0\.113\.45/, /^- delete old \(k_old\)$/m, /3 to make, 1 to delete; 0 as they are\./]) assert.match(out, line)
})

test('apply makes the keys; secrets lie in files of their owner alone and nowhere on the terminal', async () => {
  const keys = new Keys()
  const here = withFile('apply')
  const { code, out, complaints } = await play(['apply', '-f', here.file, '--yes', '--secrets-dir', 'secrets'], keys.acts(), { workingFolder: here.folder })
  assert.equal(code, 0, complaints)
  assert.deepEqual(readdirSync(join(here.folder, 'secrets')).sort(), ['grid-bot.private.pem', 'sleeping.private.pem', 'tracker.env'])
  for (const name of readdirSync(join(here.folder, 'secrets'))) assert.equal(statSync(join(here.folder, 'secrets', name)).mode & 0o777, 0o600)
  assert.match(readFileSync(join(here.folder, 'secrets/tracker.env'), 'utf8'), /^BITTING_API_KEY=bit1A+\nBITTING_SECRET_KEY=bis1s+\n$/)
  assert.ok(!/bis1|PRIVATE/.test(out + complaints))
  assert.deepEqual(keys.all.map(({ label, state }) => `${label} ${state}`), ['old deleted', 'grid-bot enabled', 'tracker enabled', 'sleeping disabled'])
  const again = await play(['apply', '-f', here.file, '--yes'], keys.acts(), { workingFolder: here.folder })
  assert.deepEqual([again.code, again.out], [0, 'Nothing to change: the keys are as the file wants them.'])
})

test('wherever apply is cut short, running it again completes it, and no key is made twice', async () => {
  for (let stopsAfter = 0; stopsAfter < 5; stopsAfter += 1) {
    const keys = new Keys()
    const here = withFile(`cut-${stopsAfter}`)
    keys.stopsAfter = stopsAfter
    const cut = await play(['apply', '-f', here.file, '--yes'], keys.acts(), { workingFolder: here.folder })
    assert.equal(cut.code, 1)
    assert.match(cut.complaints, stopsAfter === 0 ? /Nothing was changed/ : /Applied again, the file goes on from there/)
    assert.equal(existsSync(join(here.folder, 'tracker.env')), keys.all.some(({ label }) => label === 'tracker'), 'a file of a secret exists with its key alone')
    keys.stopsAfter = Infinity
    const rerun = await play(['apply', '-f', here.file, '--yes'], keys.acts(), { workingFolder: here.folder })
    assert.equal(rerun.code, 0, rerun.complaints)
    assert.deepEqual(keys.all.map(({ label, state }) => `${label} ${state}`).sort(), ['grid-bot enabled', 'old deleted', 'sleeping disabled', 'tracker enabled'], `cut after ${stopsAfter}`)
  }
})

test('secrets go to a command’s standard input instead, and a failing command is told', async () => {
  const keys = new Keys()
  const here = withFile('command', 'version: 1\nkeys:\n  - { label: a, kind: hmac, addresses: [203.0.113.4] }\n  - { label: b, addresses: [203.0.113.4] }\n')
  const { code, complaints } = await play(['apply', '-f', here.file, '--yes', '--secrets-command', `cat >> ${join(here.folder, 'taken')}`], keys.acts(), { workingFolder: here.folder })
  assert.equal(code, 0, complaints)
  const taken = readFileSync(join(here.folder, 'taken'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, string>)
  assert.deepEqual(taken.map((one) => [one['label'], one['secretKey']?.slice(0, 4) ?? one['privateKey']?.slice(0, 27)]), [['a', 'bis1'], ['b', '-----BEGIN PRIVATE KEY-----']])
  assert.deepEqual(readdirSync(here.folder).sort(), ['keys.yaml', 'taken'])
  const failing = await play(['apply', '-f', withFile('failing', 'version: 1\nkeys: [{ label: c, kind: hmac }]').file, '--yes', '--secrets-command', 'exit 3'], new Keys().acts(), { workingFolder: join(folder, readdirSync(folder).find((name) => name.startsWith('failing-')) ?? '') })
  assert.match(failing.complaints, /ended with 3/)
})

test('a person is shown the plan and asked; nobody there means nothing is done without --yes', async () => {
  const here = withFile('asked')
  const keys = new Keys()
  const no = await play(['apply', '-f', here.file], keys.acts(), { workingFolder: here.folder, answers: ['n'] })
  assert.deepEqual([no.code, keys.changes], [1, 0])
  assert.match(no.complaints, /\+ make grid-bot/)
  assert.match((await play(['apply', '-f', here.file], keys.acts(), { workingFolder: here.folder })).complaints, /add --yes/)
  assert.equal((await play(['apply', '-f', here.file], keys.acts(), { workingFolder: here.folder, answers: ['y'] })).code, 0)
})

test('faults and over-wide keys are told with their lines, and stop both plan and apply', async () => {
  const refusalOf = async (text: string): Promise<string> => {
    const here = withFile('bad', text)
    const keys = new Keys()
    const both = [await play(['plan', '-f', here.file], keys.acts(), { workingFolder: here.folder }), await play(['apply', '-f', here.file, '--yes'], keys.acts(), { workingFolder: here.folder })]
    assert.deepEqual([both.map(({ code }) => code), keys.changes], [[1, 1], 0])
    return both[0]?.complaints ?? ''
  }
  assert.match(await refusalOf(FILE.replace('    addresses: [203.0.113.45]', '    addresses: unrestricted')), /^keys\.yaml:6: grid-bot: .*\[unrestricted\]\nNarrow them, or say in the file that it is meant: accept: \[unrestricted\]$/m)
  assert.match(await refusalOf(FILE.replace('kind: hmac', 'kind: dsa')), /^keys\.yaml:8: kind: one of ed25519, rsa, hmac is expected$/m)
  assert.match(await refusalOf('version: 1\nkeys:\n  - label: a\n   label: b\n'), /^keys\.yaml:\d+: /)
  assert.match(await refusalOf('version: 1\nkeys: [{ label: old, environment: testnet }]'), /^keys\.yaml:2: old: environment is live and cannot become testnet/m)
  // References that multiply could grow a small file without end.
  assert.equal(keyFileSource('version: 1\nkeys: &k [{ label: a }]\nmore: [*k, *k]', 'x').ok, false)
})

test('export writes what plan finds unchanged, never over a file', async () => {
  const keys = new Keys()
  const here = withFile('export')
  const { code } = await play(['export', '-f', 'now.yaml'], keys.acts(), { workingFolder: here.folder })
  assert.equal(code, 0)
  assert.equal((await play(['export', '-f', 'now.yaml'], keys.acts(), { workingFolder: here.folder })).code, 1)
  assert.match((await play(['plan', '-f', 'now.yaml'], keys.acts(), { workingFolder: here.folder })).complaints, /\[noEnd\]/, 'a key that is there may be wider than the lint allows')
  writeFileSync(join(here.folder, 'now.yaml'), readFileSync(join(here.folder, 'now.yaml'), 'utf8').replace('afterPeriod', 'accept: [noEnd]\n    afterPeriod'))
  const { out, complaints } = await play(['plan', '-f', 'now.yaml'], keys.acts(), { workingFolder: here.folder })
  assert.equal(out, 'Nothing to change: the keys are as the file wants them.', complaints)
})

const EVERY_RAIL: Required<GuardRails> = {
  symbols: ['BTCUSDT'], sides: ['BUY'], orderTypes: ['LIMIT'], priceBandPercent: 1, notionalPerOrder: '5', notionalPerWindow: { amount: '500', hours: 24 }, openOrders: 3, hours: { from: '08:00', until: '18:30', zone: 'Europe/Berlin' },
  withdrawalAddresses: ['0x71C7656EC7ab88b098defB751B7401B5f6d8976F'], withdrawalAmount: '1', withdrawalPerWindow: { amount: '5', hours: 1 },
}

test('the schema for editors accepts what the reader accepts, and knows every member', () => {
  const schema = JSON.parse(readFileSync(new URL('../../docs/keys.schema.json', import.meta.url), 'utf8')) as object
  // ajv is CommonJS: its class is its default member.
  const { default: Ajv } = createRequire(import.meta.url)('ajv/dist/2020.js') as { default: new (options: object) => { compile(schema: object): (value: unknown) => boolean } }
  const isValid = new Ajv({ strict: false }).compile(schema)
  assert.equal(isValid(parse(FILE)), true)
  const withLimits = (limits: object): object => ({ version: 1, keys: [{ label: 'a', limits }] })
  assert.equal(isValid(withLimits(Object.fromEntries(RAIL_NAMES.map((name) => [name, EVERY_RAIL[name]])))), true)
  assert.deepEqual(railFaults(EVERY_RAIL), [])
  assert.equal(isValid(withLimits({ speed: 1 })), false)
  for (const more of [{ rights: ['everything'] }, { state: 'gone' }, { colour: 'red' }, { addresses: 'anywhere' }, { periodDays: 0 }]) assert.equal(isValid({ version: 1, keys: [{ label: 'a', ...more }] }), false, JSON.stringify(more))
})

test('a pair whose key waits for approval is handed to the command for secrets all the same, and is not made anew', async () => {
  const here = withFile('waiting', 'version: 1\nkeys: [{ label: payouts, rights: [reading, withdrawals], addresses: [203.0.113.45], accept: [noEnd, withdrawals] }]')
  const waits: unknown[] = []
  const acts: Partial<Operator> = {
    ...new Keys().acts(), keysCreate: async (wish) => { waits.push(wish); return refused('awaitingApproval', 'It waits.', 'See.') },
    approvalsList: async () => done(waits.map(() => ({ id: 'a_1', account: 7, operation: 'keys.create', sentence: '', told: null, details: { label: 'payouts' }, digest: '', askedBy: '', askedByPerson: null, state: 'waiting' as const, approvalsNeeded: 1, approvedBy: [], mayDecide: [], askedAt: '', expiresAt: '', closedAt: null, closedBy: null, remark: null, remarkCode: null, obstacle: null }))),
  }
  const taken = join(here.folder, 'taken')
  for (const turn of [1, 2]) assert.equal((await play(['apply', '-f', here.file, '--yes', '--secrets-command', `cat >> ${taken}`], acts, { workingFolder: here.folder })).out.startsWith('waits for approval: payouts'), true, String(turn))
  assert.equal(waits.length, 1)
  assert.match(readFileSync(taken, 'utf8'), /^\{"label":"payouts","privateKey":"-----BEGIN PRIVATE KEY-----[^\n]*\}\n$/)
})
