import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import { Sealer } from '../../authority/sealing.ts'
import { newMessage } from '../../people/message.ts'
import { inTemporaryFolder, NOW_US } from '../../storage/samples.ts'
import { openStore } from '../../storage/store.ts'
import { MINUTE } from '../../time.ts'
import { MailOffice, type MailServer } from './mail-office.ts'

const SERVER: MailServer = { host: 'mail.example.org', port: 465, encryption: 'tls', from: 'bitting@example.org' }
const DOER = { actor: 'person:p_1', source: '::1' }

const withOffice = (server: MailServer | null, use: (scene: { readonly office: MailOffice; readonly clock: { now: number }; readonly recorded: () => readonly string[] }) => Promise<void>): Promise<void> => inTemporaryFolder(async (folder) => {
  const store = await openStore({ folder: join(folder, 'data'), nowUs: NOW_US })
  const sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, new Uint8Array(32)]]) }, (length) => new Uint8Array(length).fill(3))
  const clock = { now: NOW_US }
  let made = 0
  try {
    await use({
      clock, recorded: () => store.audit.newest(10).filter(({ entry }) => entry.act === 'mail.test').map(({ entry }) => JSON.stringify(entry.after)),
      office: new MailOffice({ people: store.people, server, isDemo: false, newMessage: (letter, nowUs) => newMessage(`m_${made += 1}`, letter, sealer, nowUs), tried: async () => {}, wallClock: { nowUs: () => clock.now } }),
    })
  } finally {
    await store.close()
  }
})
const codeOf = async (asked: ReturnType<MailOffice['test']>): Promise<string> => { const outcome = await asked; return outcome.ok ? outcome.value.state : outcome.refused.code }

it('where no mail server is set no test letter is written, and it is said what to set', () => withOffice(null, async ({ office, recorded }) => {
  const outcome = await office.test('olga@example.org', DOER, { name: 'Olga', language: null }, 'http://localhost')
  assert.ok(!outcome.ok)
  assert.deepEqual([outcome.refused.code, /BITTING_SMTP_URL and BITTING_MAIL_FROM/.test(outcome.refused.remedy)], ['mailNotSet', true])
  assert.deepEqual([await office.show(), recorded()], [{ server: null, isDemo: false, waiting: 0, failed: 0, oldestWaiting: null, lastFault: null, lastTest: null }, []])
}))

it('three letters to one address go within ten minutes, however many ask at once; each is recorded with it', () => withOffice(SERVER, async ({ office, clock, recorded }) => {
  const codes = await Promise.all(Array.from({ length: 5 }, () => codeOf(office.test(' Olga@Example.org ', DOER, { name: 'Olga', language: null }, 'http://localhost'))))
  assert.deepEqual(codes, ['waiting', 'waiting', 'waiting', 'tooManyTestLetters', 'tooManyTestLetters'])
  assert.deepEqual(recorded(), Array.from({ length: 3 }, () => '{"to":"olga@example.org"}'))
  assert.equal(await codeOf(office.test('bob@example.org', DOER, { name: 'Bob', language: null }, 'http://localhost')), 'waiting', 'another address has its own')
  clock.now += 10 * MINUTE
  assert.equal(await codeOf(office.test('olga@example.org', DOER, { name: 'Olga', language: null }, 'http://localhost')), 'waiting')
  assert.deepEqual([(await office.show()).waiting, (await office.show((to) => to === 'bob@example.org')).waiting], [5, 1], 'of other people nothing is counted')
}))
