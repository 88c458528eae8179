import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { Sealer } from '../authority/sealing.ts'
import { messageSealId, type OutboxMessage } from '../people/message.ts'
import { sealText } from '../people/sealed.ts'
import { inTemporaryFolder, NOW_US } from '../storage/samples.ts'
import { openStore, type Store } from '../storage/store.ts'
import { DAY, SECOND } from '../time.ts'
import type { Carrier } from './carrier.ts'
import { outboxReader } from './outbox.ts'
import { Postman } from './postman.ts'
import { smtpMail } from './smtp-mail.ts'

const sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, new Uint8Array(32)]]) }, (length) => new Uint8Array(length).fill(3))

const letter = (id: string, channel: 'mail' | 'sms' = 'mail'): OutboxMessage => ({
  id, version: 1, channel, recipient: channel === 'mail' ? 'ada@example.org' : '+491512345678', subject: 'Your code', ...sealText(sealer, `code of ${id}`, messageSealId(id)),
  timeUs: NOW_US, state: 'waiting', attempts: 0, nextTryAtUs: NOW_US, forgetAtUs: NOW_US + DAY, fault: null,
})

interface Scene { readonly store: Store; readonly clock: { now: number; nowUs(): number }; readonly failures: string[]; postman(carriers: { mail?: Carrier; sms?: Carrier }): Postman }

const withStore = (use: (scene: Scene) => Promise<void>): Promise<void> => inTemporaryFolder(async (folder) => {
  const store = await openStore({ folder: join(folder, 'data'), nowUs: NOW_US })
  const clock = { now: NOW_US, nowUs: () => clock.now }
  const failures: string[] = []
  try {
    await store.people.save(['m_1', 'm_2'].map((id) => ({ do: 'insert', kind: 'message', record: letter(id) })), null)
    await store.people.save([{ do: 'insert', kind: 'message', record: letter('m_3', 'sms') }], null)
    await use({ store, clock, failures, postman: (carriers) => new Postman({ store: store.people, sealer: () => sealer, carriers, clock, onFailure: ({ id, attempts }) => failures.push(`${id} ${attempts}`) }) })
  } finally {
    await store.close()
  }
})

describe('the postman', () => {
  it('takes each letter once to the carrier of its channel, and wipes what was taken', () => withStore(async ({ store, postman }) => {
    const taken: string[] = []
    const mail: Carrier = { carry: async ({ to, text }) => { taken.push(`${to}: ${text}`) } }
    const round = postman({ mail })
    round.nudge()
    round.nudge()
    await round.close()
    await postman({ mail }).deliver()
    assert.deepEqual(taken, ['ada@example.org: code of m_1', 'ada@example.org: code of m_2'])
    const shown = await outboxReader(store.people, sealer).newest(10)
    assert.deepEqual(shown.map(({ channel, state, text }) => [channel, state, text]), [['sms', 'waiting', 'code of m_3'], ['mail', 'sent', null], ['mail', 'sent', null]])
  }))

  it('tries again later, ever later, and gives up after a day', () => withStore(async ({ store, clock, failures, postman }) => {
    const round = postman({ mail: { carry: ({ id }) => (id === 'm_2' ? Promise.resolve() : Promise.reject(new Error('mailbox full'))) } })
    await round.deliver()
    clock.now += 5 * SECOND - 1
    await round.deliver()
    assert.deepEqual(failures, ['m_1 1'])
    clock.now += 1
    await round.deliver()
    assert.deepEqual(failures, ['m_1 1', 'm_1 2'])
    clock.now += DAY
    await round.deliver()
    assert.equal((await store.people.byId('message', 'm_1'))?.state, 'failed')
    assert.equal((await store.people.byId('message', 'm_2'))?.state, 'sent')
  }))
})

describe('mail', () => {
  it('goes out by SMTP as plain text, to exactly one address', async () => {
    const heard: string[] = []
    const server = createServer((socket) => {
      let isData = false
      socket.write('220 test\r\n')
      socket.on('data', (chunk: Buffer) => {
        for (const line of chunk.toString('utf8').split('\r\n').slice(0, -1)) {
          heard.push(line)
          if (isData) { if (line === '.') { isData = false; socket.write('250 taken\r\n') } } else if (line === 'DATA') { isData = true; socket.write('354 go\r\n') } else socket.write(line === 'QUIT' ? '221 bye\r\n' : '250 fine\r\n')
        }
      })
      socket.on('error', () => {})
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    // A listening TCP server has an address and a port.
    const mail = smtpMail({ url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, from: 'Bitting <bitting@example.org>' })
    await mail.carry({ id: 'm_1', to: 'ada@example.org', subject: 'Grüße', text: 'Your code is 12345678.\n' })
    mail.close()
    server.close()
    assert.deepEqual(heard.filter((line) => /^(MAIL|RCPT)/.test(line)), ['MAIL FROM:<bitting@example.org>', 'RCPT TO:<ada@example.org>'])
    assert.ok(heard.includes('Your code is 12345678.'))
    assert.ok(heard.some((line) => /^Content-Type: text\/plain; charset=utf-8/.test(line)))
  })

  it('that no server takes is refused, and an address of a server that is none is told', async () => {
    await assert.rejects(smtpMail({ url: 'smtp://127.0.0.1:1', from: 'a@example.org' }).carry({ id: 'm', to: 'b@example.org', subject: 's', text: 't' }))
    for (const url of ['mail.example.org', 'http://mail.example.org']) assert.throws(() => smtpMail({ url, from: 'a@example.org' }), /smtp:\/\//)
  })
})
