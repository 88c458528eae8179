import type { CallParameters } from '../harness/in-process.ts'
import type { SubAccountAnswers } from './sub-account-answers.ts'

interface Story {
  ok(method: string, path: string, parameters?: CallParameters): Promise<unknown>
}

type Bodies = (story: Story) => Promise<readonly unknown[]>

const ADDRESS = '127.0.0.1'
const MONEY = { asset: 'USDT', amount: '10' }
let named = 0

/** The first sub-account: on a server the one whose key the demo file has. */
const first = async (story: Story): Promise<string> => {
  const { subAccounts: [one] } = await story.ok('GET', '/sapi/v1/sub-account/list') as { subAccounts: { email: string }[] }
  return one?.email ?? ''
}

const made = async (story: Story): Promise<string> => (await story.ok('POST', '/sapi/v1/sub-account/virtualSubAccount', { subAccountString: `shape${named += 1}` }) as { email: string }).email

const aKeyOf = async (story: Story, email: string, version = 1): Promise<{ readonly apiKey: string }> =>
  await story.ok('POST', `/sapi/v${version}/sub-account/subAccountApi`, { email, apiName: `shape ${named += 1}`, status: 2, ipAddress: ADDRESS, canTrade: true }) as { apiKey: string }

const namedKey = async (story: Story): Promise<CallParameters> => {
  const email = await first(story)
  return { email, subAccountApiKey: (await aKeyOf(story, email)).apiKey }
}

/** A call about the first sub-account. */
const about = (name: keyof SubAccountAnswers, parameters: CallParameters = {}, before: (story: Story, email: string) => Promise<unknown> = async () => undefined): Bodies => async (story) => {
  const [method = '', path = ''] = name.split(' ')
  const email = await first(story)
  await before(story, email)
  return [await story.ok(method, path, { email, ...parameters })]
}

/** A call about a key of it that was made for it. */
const aboutKey = (name: keyof SubAccountAnswers, parameters: CallParameters = {}): Bodies => async (story) => {
  const [method = '', path = ''] = name.split(' ')
  return [await story.ok(method, path, { ...await namedKey(story), ...parameters })]
}

const funds = (type: string) => (story: Story, email: string): Promise<unknown> =>
  story.ok('POST', '/sapi/v1/sub-account/universalTransfer', { toEmail: email, fromAccountType: 'SPOT', toAccountType: type, ...MONEY })

const afterFunding = (name: keyof SubAccountAnswers, type: string, parameters: CallParameters = {}): Bodies => async (story) => {
  const [method = '', path = ''] = name.split(' ')
  await funds(type)(story, await first(story))
  return [await story.ok(method, path, parameters)]
}

const fundedFutures = async (story: Story, email: string): Promise<unknown> => {
  await story.ok('POST', '/sapi/v1/sub-account/universalTransfer', { fromAccountType: 'SPOT', toAccountType: 'USDT_FUTURE', ...MONEY })
  const { email: main } = await mainOf(story)
  return story.ok('POST', '/sapi/v1/sub-account/futures/internalTransfer', { fromEmail: main, toEmail: email, futuresType: 1, ...MONEY })
}

/** What the sub-account was given tells who gave it. */
const mainOf = async (story: Story): Promise<{ readonly email: string }> => {
  await funds('SPOT')(story, await first(story))
  const [given] = await story.ok('GET', '/sapi/v1/sub-account/transfer/subUserHistory', { type: 1 }) as { email: string }[]
  return { email: given?.email ?? '' }
}

export const SUB_ACCOUNT_CALLS: { readonly [Name in keyof SubAccountAnswers]: Bodies } = {
  'POST /sapi/v1/sub-account/virtualSubAccount': async (story) => [{ email: await made(story) }],
  'GET /sapi/v1/sub-account/list': async (story) => [await story.ok('GET', '/sapi/v1/sub-account/list', { limit: 10 })],
  'GET /sapi/v1/sub-account/status': async (story) => [await story.ok('GET', '/sapi/v1/sub-account/status'), await story.ok('GET', '/sapi/v1/sub-account/status', { email: await first(story) })],
  'GET /sapi/v1/sub-account/transaction-statistics': about('GET /sapi/v1/sub-account/transaction-statistics'),
  'POST /sapi/v1/sub-account/futures/enable': async (story) => [await story.ok('POST', '/sapi/v1/sub-account/futures/enable', { email: await made(story) })],
  // Options are not built: every call is refused (test/differences/sub-accounts.test.ts).
  'POST /sapi/v1/sub-account/eoptions/enable': async () => [],
  'POST /sapi/v1/sub-account/subAccountApi': async (story) => [await aKeyOf(story, await first(story))],
  'POST /sapi/v2/sub-account/subAccountApi': async (story) => [await aKeyOf(story, await first(story), 2)],
  'GET /sapi/v1/sub-account/subAccountApi': about('GET /sapi/v1/sub-account/subAccountApi', {}, aKeyOf),
  'POST /sapi/v1/sub-account/subAccountApiPermission': aboutKey('POST /sapi/v1/sub-account/subAccountApiPermission', { canTrade: false }),
  'DELETE /sapi/v1/sub-account/subAccountApi': aboutKey('DELETE /sapi/v1/sub-account/subAccountApi'),
  'GET /sapi/v1/sub-account/subAccountApi/ipRestriction': aboutKey('GET /sapi/v1/sub-account/subAccountApi/ipRestriction'),
  'POST /sapi/v2/sub-account/subAccountApi/ipRestriction': aboutKey('POST /sapi/v2/sub-account/subAccountApi/ipRestriction', { status: 2, ipAddress: ADDRESS }),
  'DELETE /sapi/v1/sub-account/subAccountApi/ipRestriction/ipList': aboutKey('DELETE /sapi/v1/sub-account/subAccountApi/ipRestriction/ipList', { ipAddress: ADDRESS }),
  'POST /sapi/v1/sub-account/universalTransfer': async (story) => [await funds('SPOT')(story, await first(story))],
  'GET /sapi/v1/sub-account/universalTransfer': afterFunding('GET /sapi/v1/sub-account/universalTransfer', 'SPOT'),
  'GET /sapi/v1/sub-account/sub/transfer/history': afterFunding('GET /sapi/v1/sub-account/sub/transfer/history', 'SPOT'),
  'POST /sapi/v1/sub-account/futures/transfer': about('POST /sapi/v1/sub-account/futures/transfer', { ...MONEY, type: 1 }, funds('SPOT')),
  'POST /sapi/v1/sub-account/margin/transfer': about('POST /sapi/v1/sub-account/margin/transfer', { ...MONEY, type: 1 }, funds('SPOT')),
  'POST /sapi/v1/sub-account/futures/internalTransfer': async (story) => [await fundedFutures(story, await first(story))],
  'GET /sapi/v1/sub-account/futures/internalTransfer': about('GET /sapi/v1/sub-account/futures/internalTransfer', { futuresType: 1 }, fundedFutures),
  'POST /sapi/v1/sub-account/transfer/subToMaster': afterFunding('POST /sapi/v1/sub-account/transfer/subToMaster', 'SPOT', MONEY),
  'POST /sapi/v1/sub-account/transfer/subToSub': async (story) => {
    const other = await made(story)
    await funds('SPOT')(story, await first(story))
    return [await story.ok('POST', '/sapi/v1/sub-account/transfer/subToSub', { toEmail: other, ...MONEY })]
  },
  'GET /sapi/v1/sub-account/transfer/subUserHistory': afterFunding('GET /sapi/v1/sub-account/transfer/subUserHistory', 'SPOT'),
  'GET /sapi/v3/sub-account/assets': about('GET /sapi/v3/sub-account/assets', {}, funds('SPOT')),
  'GET /sapi/v4/sub-account/assets': about('GET /sapi/v4/sub-account/assets', {}, funds('SPOT')),
  'GET /sapi/v1/sub-account/spotSummary': async (story) => [await story.ok('GET', '/sapi/v1/sub-account/spotSummary')],
  'GET /sapi/v1/sub-account/margin/account': about('GET /sapi/v1/sub-account/margin/account', {}, funds('MARGIN')),
  'GET /sapi/v1/sub-account/margin/accountSummary': afterFunding('GET /sapi/v1/sub-account/margin/accountSummary', 'MARGIN'),
  'GET /sapi/v1/sub-account/futures/account': about('GET /sapi/v1/sub-account/futures/account', {}, funds('USDT_FUTURE')),
  'GET /sapi/v2/sub-account/futures/account': about('GET /sapi/v2/sub-account/futures/account', { futuresType: 1 }, funds('USDT_FUTURE')),
  'GET /sapi/v1/sub-account/futures/positionRisk': about('GET /sapi/v1/sub-account/futures/positionRisk'),
  'GET /sapi/v2/sub-account/futures/positionRisk': about('GET /sapi/v2/sub-account/futures/positionRisk', { futuresType: 1 }),
  'GET /sapi/v1/sub-account/futures/accountSummary': afterFunding('GET /sapi/v1/sub-account/futures/accountSummary', 'USDT_FUTURE'),
  'GET /sapi/v2/sub-account/futures/accountSummary': afterFunding('GET /sapi/v2/sub-account/futures/accountSummary', 'USDT_FUTURE', { futuresType: 1 }),
  'GET /sapi/v1/capital/deposit/subAddress': about('GET /sapi/v1/capital/deposit/subAddress', { coin: 'BTC' }),
  'GET /sapi/v1/capital/deposit/subHisrec': about('GET /sapi/v1/capital/deposit/subHisrec'),
}
