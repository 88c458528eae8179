import { pathOfAct } from '../operations/acts.ts'
import { NOBODY } from '../operations/local-asking.ts'
import type { Operator } from '../operations/operator.ts'
import { type Outcome, refused } from '../operations/outcome.ts'
import { findControlAddress } from '../server/control-address.ts'
import type { OpenOperator } from './command.ts'

// An `import` of it reads all that it exports, and with that loads Node's own fetch: a fifth of every command's start.
const { request } = process.getBuiltinModule('node:http')

const NOBODY_LISTENS: ReadonlySet<unknown> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'ENOTDIR'])

const codeOf = (error: unknown): unknown => error instanceof Error && 'code' in error ? error.code : undefined

const post = (address: string, path: string, body: string): Promise<string> => new Promise((resolve, reject) => {
  const call = request({ socketPath: address, method: 'POST', path, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }, agent: false }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    response.on('error', reject)
  })
  call.on('error', reject)
  call.end(body)
})

const isOutcome = (value: unknown): value is Outcome<unknown> => typeof value === 'object' && value !== null && 'ok' in value && ('value' in value || 'refused' in value)

const callAct = async (address: string, act: keyof Operator, list: readonly unknown[]): Promise<Outcome<unknown>> => {
  let text: string
  try {
    text = await post(address, pathOfAct(act), JSON.stringify(list))
  } catch (error) {
    return refused('serverGone', `The server went away before it answered (${String(codeOf(error) ?? error)}).`, 'See whether it still runs, then look whether the change was made before you try again.')
  }
  try {
    const outcome: unknown = JSON.parse(text)
    if (isOutcome(outcome)) return outcome
  } catch {
    // Told below, like any other answer that is not one of ours.
  }
  return refused('notUnderstood', 'The server answered something that this command line does not understand.', 'They may be of different versions: restart the server.')
}

/** Whether somebody listens there. Throws when that cannot be told (no right to connect). */
const doesListen = async (address: string): Promise<boolean> => {
  try {
    await post(address, '/', '[]')
    return true
  } catch (error) {
    if (NOBODY_LISTENS.has(codeOf(error))) return false
    throw error
  }
}

const remote = (address: string): Operator => {
  // The proxy is typed by the table of acts: each call returns what the same act of the server's Operator gave.
  const call = <Act extends keyof Operator>(act: Act, ...list: Parameters<Operator[Act]>): ReturnType<Operator[Act]> =>
    callAct(address, act, list) as ReturnType<Operator[Act]>
  return {
    keysCreate: (wish, asks = NOBODY) => call('keysCreate', wish, asks),
    keysList: (filter) => call('keysList', filter),
    keysShow: (reference) => call('keysShow', reference),
    keysStillUsed: (reference) => call('keysStillUsed', reference),
    keysEdit: (reference, change, asks = NOBODY) => call('keysEdit', reference, change, asks),
    keysDisable: (reference) => call('keysDisable', reference),
    keysEnable: (reference, asks = NOBODY) => call('keysEnable', reference, asks),
    keysDelete: (reference, cancelOpenOrders = false) => call('keysDelete', reference, cancelOpenOrders),
    keysExtend: (reference, days, asks = NOBODY) => call('keysExtend', reference, days, asks),
    keysRotate: (reference, wish, overlapHours, asks = NOBODY) => call('keysRotate', reference, wish, overlapHours, asks),
    keysSplit: (reference, wish, asks = NOBODY) => call('keysSplit', reference, wish, asks),
    keysReview: (set, as) => call('keysReview', set, as),
    keysTellSecret: (reference, asks = NOBODY) => call('keysTellSecret', reference, asks),
    stepUpShow: (stepUp) => call('stepUpShow', stepUp),
    stepUpAnswer: (stepUp, answer) => call('stepUpAnswer', stepUp, answer),
    stepUpSendCode: (stepUp) => call('stepUpSendCode', stepUp),
    keysUses: (reference, days) => call('keysUses', reference, days),
    keysAdvice: (reference, days) => call('keysAdvice', reference, days),
    reviewsList: (filter) => call('reviewsList', filter),
    reviewsDecide: (wish, asks) => call('reviewsDecide', wish, asks),
    keysAttention: (filter) => call('keysAttention', filter),
    leaksIdentify: (leaks) => call('leaksIdentify', leaks),
    scenarioStart: (environment, script) => call('scenarioStart', environment, script),
    scenarioStop: (environment) => call('scenarioStop', environment),
    scenarioShow: (environment) => call('scenarioShow', environment),
    sandboxReset: (environment, seed) => call('sandboxReset', environment, seed),
    sandboxPass: (environment, seconds) => call('sandboxPass', environment, seconds),
    sandboxSnapshot: (environment, file) => call('sandboxSnapshot', environment, file),
    sandboxRestore: (environment, file) => call('sandboxRestore', environment, file),
    presetsList: (account) => call('presetsList', account),
    clockShow: () => call('clockShow'),
    clockMove: (seconds) => call('clockMove', seconds),
    accountsList: () => call('accountsList'),
    callsList: (wish) => call('callsList', wish),
    taxRecords: (wish) => call('taxRecords', wish),
    explain: (requestId) => call('explain', requestId),
    explainLast: (reference) => call('explainLast', reference),
    sealingKeyRotate: () => call('sealingKeyRotate'),
    backup: (file) => call('backup', file),
    approvalsList: (filter) => call('approvalsList', filter),
    approvalsDecide: (wish, asks) => call('approvalsDecide', wish, asks),
    approvalsCancel: (wish, asks) => call('approvalsCancel', wish, asks),
    rulesShow: (account) => call('rulesShow', account),
    rulesSet: (wish, asks) => call('rulesSet', wish, asks),
    addressBook: (account) => call('addressBook', account),
    addressesAdd: (wish, asks) => call('addressesAdd', wish, asks),
    addressesRemove: (wish, asks) => call('addressesRemove', wish, asks),
    withdrawalPolicySet: (wish, asks) => call('withdrawalPolicySet', wish, asks),
    withdraw: (wish, asks) => call('withdraw', wish, asks),
    lockdownPreview: (wish) => call('lockdownPreview', wish),
    lockdown: (wish) => call('lockdown', wish),
    mailShow: () => call('mailShow'),
    mailTest: (address) => call('mailTest', address),
    outboxList: (limit) => call('outboxList', limit),
    demoCode: () => call('demoCode'),
    accountsShow: (uid) => call('accountsShow', uid),
    productsTerms: () => call('productsTerms'),
    accountsChange: (act, wish, asks) => call('accountsChange', act, wish, asks),
    movingList: () => call('movingList'),
    movingBind: (wish, asks) => call('movingBind', wish, asks),
    movingUnbind: (wish, asks) => call('movingUnbind', wish, asks),
    alertsList: (filter) => call('alertsList', filter),
    alertsDecide: (wish, asks) => call('alertsDecide', wish, asks),
    alertsThaw: (wish, asks) => call('alertsThaw', wish, asks),
    alertSettingsShow: (account) => call('alertSettingsShow', account),
    alertSettingsEdit: (wish, asks) => call('alertSettingsEdit', wish, asks),
    keysProgram: (wish, asks) => call('keysProgram', wish, asks),
    externalList: () => call('externalList'),
    externalAdd: (wish, asks) => call('externalAdd', wish, asks),
    externalEdit: (wish, asks) => call('externalEdit', wish, asks),
    externalRemove: (wish, asks) => call('externalRemove', wish, asks),
    externalExamine: (wish) => call('externalExamine', wish),
    auditVerify: () => call('auditVerify'),
    auditList: (query) => call('auditList', query),
    auditExport: (file) => call('auditExport', file),
  }
}

/** The running server of a data folder, as an Operator; undefined when none runs. */
export const findRunningServer = async (dataFolder: string): Promise<Outcome<OpenOperator | undefined>> => {
  const address = await findControlAddress(dataFolder)
  try {
    if (!await doesListen(address)) return { ok: true, value: undefined }
  } catch (error) {
    return refused('serverNotReached', `The server of ${dataFolder} cannot be reached (${String(codeOf(error) ?? error)}).`, 'Use the account that started it, or check the rights of the data folder.')
  }
  return { ok: true, value: { operator: remote(address), close: async () => {} } }
}
