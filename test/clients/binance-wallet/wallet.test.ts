import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { BadRequestError, Wallet } from '@binance/wallet'
import { RunningServer, type DemoKeyFile } from '../../harness/running-server.ts'

let server: RunningServer

before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
after(async () => { await server.stop() })

/** The official connector; only its base path is another. */
const clientFor = (key: DemoKeyFile) => new Wallet({
  configurationRestAPI: {
    apiKey: key.apiKey, basePath: server.demo.rest,
    ...(key.secretKey === undefined ? { privateKey: key.privateKey ?? '' } : { apiSecret: key.secretKey }),
  },
}).restAPI

describe('@binance/wallet asks what the key may do', () => {
  for (const kind of ['read', 'ed25519', 'rsa'] as const) {
    test(`the ${kind} key's own rights`, async () => {
      const rights = await (await clientFor(server.demo.keys[kind]).getApiKeyPermission()).data()
      assert.equal(rights.ipRestrict, true)
      assert.equal(rights.enableReading, true)
      assert.equal(rights.enableSpotAndMarginTrading, kind !== 'read')
      assert.equal(rights.enableWithdrawals, false)
    })
  }
})

describe('@binance/wallet moves money', () => {
  test('coins, addresses, a withdrawal with odd characters in its name, and the records', async () => {
    const client = clientFor(server.demo.keys.withdraw)
    assert.ok((await (await client.allCoinsInformation()).data()).some(({ coin }) => coin === 'BTC'))
    assert.match((await (await client.depositAddress({ coin: 'USDT', network: 'TRX' })).data()).address ?? '', /^T/)
    const { id } = await (await client.withdraw({ coin: 'USDT', network: 'TRX', address: 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE', amount: 30, withdrawOrderId: 'rent-2026-11', name: 'my addr (x)!' })).data()
    assert.ok(id)
    const records = await (await client.withdrawHistory({ coin: 'USDT', withdrawOrderId: 'rent-2026-11' })).data()
    assert.deepEqual(records.map((record) => record.id), [id])
  })

  test('days, the travel rule, and a withdrawal that answers its questions', async () => {
    const client = clientFor(server.demo.keys.withdraw)
    const { code, snapshotVos } = await (await client.dailyAccountSnapshot({ type: 'SPOT' })).data()
    assert.equal(Number(code), 200)
    assert.ok(Array.isArray(snapshotVos))
    assert.equal((await (await client.checkQuestionnaireRequirements()).data()).questionnaireCountryCode, 'NIL')
    const sent = await (await client.withdrawTravelRule({ coin: 'USDT', network: 'TRX', address: 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE', amount: 30, questionnaire: '{}' })).data()
    assert.equal(sent.accpted, true)
  })

  test('a trading key withdraws nothing', async () => {
    const client = clientFor(server.demo.keys.trade)
    await assert.rejects(client.withdraw({ coin: 'USDT', network: 'TRX', address: 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE', amount: 30 }), BadRequestError)
  })
})

describe('@binance/wallet moves money between wallets', () => {
  test('a universal transfer, its history, and the funding wallet', async () => {
    const client = clientFor(server.demo.keys.transfer)
    const { tranId } = await (await client.userUniversalTransfer({ type: 'MAIN_FUNDING', asset: 'USDT', amount: 12 })).data()
    const { rows } = await (await client.queryUserUniversalTransferHistory({ type: 'MAIN_FUNDING' })).data()
    assert.ok(rows?.some((row) => row.tranId === tranId && row.amount === '12.00000000'))
    assert.ok((await (await client.fundingWallet({ asset: 'USDT' })).data()).some(({ asset }) => asset === 'USDT'))
  })

  test('another right does not open it', async () => {
    await assert.rejects(clientFor(server.demo.keys.margin).userUniversalTransfer({ type: 'MAIN_FUNDING', asset: 'USDT', amount: 12 }), BadRequestError)
  })
})
