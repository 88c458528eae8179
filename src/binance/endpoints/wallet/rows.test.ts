import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endpoints } from './index.ts'

/** What the documentation says of each row, written down a second time: right needed, and weight per address or per account (u). */
const DOCUMENTED = `
  GET  /sapi/v1/system/status                      none                  1
  GET  /sapi/v1/account/apiRestrictions            anyKey                1
  GET  /sapi/v1/account/status                     reading               1
  GET  /sapi/v1/account/apiTradingStatus           reading               1
  GET  /sapi/v1/account/info                       reading               1
  GET  /sapi/v1/accountSnapshot                    reading               2400
  POST /sapi/v1/account/enableFastWithdrawSwitch   spotAndMarginTrading  1
  POST /sapi/v1/account/disableFastWithdrawSwitch  spotAndMarginTrading  1
  GET  /sapi/v1/capital/config/getall              reading               10
  GET  /sapi/v1/capital/deposit/address            reading               10
  GET  /sapi/v1/capital/deposit/address/list       reading               10
  GET  /sapi/v1/capital/deposit/hisrec             reading               1
  POST /sapi/v1/capital/deposit/credit-apply       spotAndMarginTrading  1
  POST /sapi/v1/capital/withdraw/apply             withdrawals           900u
  POST /sapi/v1/localentity/withdraw/apply         withdrawals           600u
  GET  /sapi/v1/localentity/questionnaire-requirements reading           1
  GET  /sapi/v1/capital/withdraw/history           reading               18000u
  GET  /sapi/v1/capital/withdraw/address/list      reading               10
  GET  /sapi/v1/capital/withdraw/quota             reading               10
  POST /sapi/v1/asset/transfer                     universalTransfer     900u
  GET  /sapi/v1/asset/transfer                     reading               1
  POST /sapi/v3/asset/getUserAsset                 reading               5
  POST /sapi/v1/asset/get-funding-asset            reading               1
  GET  /sapi/v1/asset/wallet/balance               reading               60
  GET  /sapi/v1/asset/assetDetail                  reading               1
  GET  /sapi/v1/asset/tradeFee                     reading               1
  GET  /sapi/v1/asset/assetDividend                reading               10
  GET  /sapi/v1/asset/dribblet                     reading               1
  POST /sapi/v1/asset/dust-btc                     reading               1
  POST /sapi/v1/asset/dust                         spotAndMarginTrading  10u
  GET  /sapi/v1/bnbBurn                            reading               1
  POST /sapi/v1/bnbBurn                            spotAndMarginTrading  1
  GET  /sapi/v1/spot/delist-schedule               anyKey                100
  GET  /sapi/v1/spot/open-symbol-list              anyKey                100
`

test('each wallet row needs the documented right and costs the documented weight', () => {
  const told = endpoints.map(({ method, path, permission, weight }) => [method, path, permission, `${String(weight.of)}${weight.scope === 'account' ? 'u' : ''}`].join(' '))
  assert.deepEqual(told, DOCUMENTED.trim().split('\n').map((line) => line.trim().split(/\s+/).join(' ')))
})

test('the withdrawal history is counted by the second: ten calls', () => {
  const history = endpoints.find(({ path }) => path === '/sapi/v1/capital/withdraw/history')
  assert.deepEqual(history?.weight.limit, { limit: 10 * 18_000, windowMs: 1_000 })
})

test('what is signed is signed: market data asks for a key alone, the status of the system for nothing', () => {
  assert.deepEqual(endpoints.filter(({ isSigned }) => !isSigned).map(({ path }) => path), ['/sapi/v1/system/status', '/sapi/v1/spot/delist-schedule', '/sapi/v1/spot/open-symbol-list'])
})
