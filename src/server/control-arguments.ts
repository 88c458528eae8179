import { AFTER_PERIOD } from '../authority/key-life.ts'
import { ENVIRONMENTS } from '../environment.ts'
import { readPolicyChange } from '../authority/account-policy.ts'
import { isJsonObject } from '../json-object.ts'
import type { AccountWishes, Operator } from '../operations/operator.ts'
import { TAX_KINDS } from '../operations/tax-records.ts'
import { parsePermission } from '../permission.ts'

/** Says whether a value that came through the control socket has its shape. */
type Check = (value: unknown) => boolean

const text: Check = (value) => typeof value === 'string'
const truth: Check = (value) => typeof value === 'boolean'
const wholeNumber: Check = (value) => Number.isSafeInteger(value)
const permission: Check = (value) => typeof value === 'string' && parsePermission(value) !== undefined
const oneOf = (...words: readonly string[]): Check => (value) => words.some((word) => word === value)
const orNull = (check: Check): Check => (value) => value === null || check(value)
const list = (check: Check): Check => (value) => Array.isArray(value) && value.every(check)

/** An object with these members and no others; a name with `?` may be absent. */
const record = (members: Readonly<Record<string, Check>>): Check => (value) => {
  if (!isJsonObject(value)) return false
  const given = new Map(Object.entries(value))
  const fits = Object.entries(members).every(([name, check]) => name.endsWith('?') ? !given.has(name.slice(0, -1)) || check(given.get(name.slice(0, -1))) : check(given.get(name)))
  return fits && [...given.keys()].every((name) => Object.hasOwn(members, name) || Object.hasOwn(members, `${name}?`))
}

const allowList: Check = (value) => record({ mode: oneOf('unrestricted') })(value) || record({ mode: oneOf('trusted'), entries: list(text) })(value)

// The limits themselves are read by the rules of keys, each with a reason of its own.
const limits: Check = isJsonObject

const wish = record({
  'account?': wholeNumber, label: text, kind: oneOf('hmac', 'ed25519', 'rsa'), 'publicKey?': text, 'permissions?': list(permission), allowList,
  environment: oneOf(...ENVIRONMENTS), 'expiresInDays?': wholeNumber, 'replayGuard?': truth, 'preset?': text, 'periodDays?': wholeNumber, 'afterPeriod?': oneOf(...AFTER_PERIOD), 'calls?': wholeNumber, 'guardRails?': limits,
})

const credentialWish = record({ 'kind?': oneOf('hmac', 'ed25519', 'rsa'), 'publicKey?': text, 'label?': text })

const change = record({
  'label?': text, 'permissions?': list(permission), 'grant?': list(permission), 'revoke?': list(permission), 'allowList?': allowList,
  'addAddresses?': list(text), 'removeAddresses?': list(text), 'expiresInDays?': orNull(wholeNumber), 'replayGuard?': truth, 'afterPeriod?': oneOf(...AFTER_PERIOD), 'guardRails?': limits,
})

/** What a review came to: only a narrowing says what it changes. */
const reviewWish: Check = (value) => record({ key: text, 'note?': text, decision: oneOf('keep', 'delete') })(value)
  || record({ key: text, 'note?': text, decision: oneOf('narrow'), change: record({ 'revoke?': list(permission), 'allowList?': allowList, 'guardRails?': limits }) })(value)

/** One change of a reviewed set. */
const askedOfKeys: Check = (value) => [record({ act: oneOf('create'), wish }), record({ act: oneOf('edit'), wish: record({ key: text, change }) }), record({ act: oneOf('enable'), wish: record({ key: text }) })].some((check) => check(value))

const filter = record({ 'account?': wholeNumber, 'includeDeleted?': truth })

const auditQuery = record({ 'act?': text, 'subject?': text, 'actor?': text, 'since?': text, 'until?': text, 'before?': wholeNumber, 'limit?': wholeNumber })

const callsWish = record({
  'key?': text, 'account?': wholeNumber, 'address?': text, 'endpoint?': text, 'symbol?': text, 'outcome?': oneOf('admitted', 'refused', 'rejected'), 'since?': text, 'until?': text,
  'before?': wholeNumber, 'after?': wholeNumber, 'order?': oneOf('newest', 'oldest'), 'limit?': wholeNumber,
})
const taxWish = record({ 'account?': wholeNumber, year: wholeNumber, kind: oneOf(...TAX_KINDS), environment: oneOf(...ENVIRONMENTS), 'fromUs?': wholeNumber })

const asks = record({ as: orNull(text), stepUp: orNull(text) })
const lockdownWish = record({ 'account?': wholeNumber, 'keys?': list(text), way: oneOf('disable', 'delete'), cancelOrders: truth, endSessions: truth, renewFactors: truth, sinceHours: wholeNumber })
const rules = record({ withdrawals: list(record({ per: oneOf('withdrawal', 'day'), from: text, approvals: wholeNumber })), withdrawalRight: wholeNumber, newAddress: wholeNumber, ruleChange: wholeNumber, lifetimeHours: wholeNumber })

const alertSettings = record({ 'mail?': oneOf('atOnce', 'digest', 'off'), 'digestHour?': wholeNumber, 'timeZone?': text, 'quietHours?': orNull(record({ from: text, until: text, timeZone: text })), 'alarmsBreakThrough?': truth, 'webhookUrl?': orNull(text) })

/** What each change of accounts takes. A policy is read whole by its own reader when it is described. */
const ACCOUNT_WISHES = {
  createSubAccount: record({ main: wholeNumber, email: text, 'label?': text, 'ceiling?': list(permission), 'invite?': truth }), editSubAccount: record({ account: wholeNumber, 'label?': text, 'ceiling?': orNull(list(permission)) }),
  closeSubAccount: record({ account: wholeNumber }), reopenSubAccount: record({ account: wholeNumber }), editPolicy: record({ account: wholeNumber, change: (value) => readPolicyChange(value).ok }),
  openProduct: (value) => record({ account: wholeNumber, product: oneOf('margin'), agreement: text })(value) || record({ account: wholeNumber, product: oneOf('futures'), answers: (answers) => typeof answers === 'object' && answers !== null && Object.values(answers).every(wholeNumber) })(value),
} satisfies Readonly<Record<keyof AccountWishes, Check>>
const accountWish: Check = (value) => Object.values(ACCOUNT_WISHES).some((check) => check(value))

/** What each act takes, in order. */
const ARGUMENTS: Readonly<Record<keyof Operator, readonly Check[]>> = {
  keysCreate: [wish, asks], keysList: [filter], keysShow: [text], keysStillUsed: [text], keysUses: [text, wholeNumber], keysAdvice: [text, wholeNumber], keysEdit: [text, change, asks],
  keysDisable: [text], keysEnable: [text, asks], keysDelete: [text, truth], accountsList: [], callsList: [callsWish], taxRecords: [taxWish], explain: [text], explainLast: [text], sealingKeyRotate: [], backup: [text], accountsShow: [orNull(wholeNumber)], productsTerms: [], accountsChange: [oneOf(...Object.keys(ACCOUNT_WISHES)), accountWish, asks], movingList: [], movingBind: [record({ key: text, source: oneOf('name', 'heartbeat'), 'name?': text, within: list(text), 'allowsPrivate?': truth }), asks], movingUnbind: [record({ id: text }), asks], alertsList: [record({ 'state?': oneOf('open', 'normal', 'settled'), limit: wholeNumber })], alertsDecide: [record({ alert: text, as: oneOf('normal', 'settled') }), asks], alertsThaw: [record({ alert: text }), asks],
  alertSettingsShow: [orNull(wholeNumber)], alertSettingsEdit: [record({ account: wholeNumber, change: alertSettings, 'renewsSecret?': truth }), asks], keysProgram: [record({ key: text, isOff: truth }), asks],
  externalList: [], externalAdd: [record({ account: wholeNumber, label: text, url: text, apiKey: text, 'secret?': text, preset: text }), asks], externalEdit: [record({ id: text, 'label?': text, 'preset?': text, 'secret?': text }), asks], externalRemove: [record({ id: text }), asks], externalExamine: [record({ id: text })],
  auditVerify: [], auditList: [auditQuery], auditExport: [text], mailShow: [], mailTest: [text], outboxList: [wholeNumber], demoCode: [],
  approvalsList: [record({ 'account?': wholeNumber, 'all?': truth })], approvalsDecide: [record({ approval: text, decision: oneOf('approve', 'reject') }), asks], approvalsCancel: [record({ approval: text }), asks],
  rulesShow: [orNull(wholeNumber)], rulesSet: [record({ 'account?': wholeNumber, rules }), asks], addressBook: [orNull(wholeNumber)],
  addressesAdd: [record({ 'account?': wholeNumber, 'coin?': text, network: text, address: text, 'tag?': text, name: text }), asks], addressesRemove: [record({ 'account?': wholeNumber, address: text }), asks],
  withdrawalPolicySet: [record({ 'account?': wholeNumber, 'onlyAddressBook?': truth, 'waitingHours?': orNull(wholeNumber), 'lockHours?': wholeNumber }), asks],
  withdraw: [record({ 'account?': wholeNumber, coin: text, 'network?': text, address: text, 'tag?': text, amount: text, 'name?': text, 'wallet?': oneOf('spot', 'funding') }), asks],
  lockdownPreview: [lockdownWish], lockdown: [lockdownWish],
  keysExtend: [text, orNull(wholeNumber), asks], keysRotate: [text, credentialWish, orNull(wholeNumber), asks], keysSplit: [text, credentialWish, asks],
  keysTellSecret: [text, asks], keysReview: [list(askedOfKeys), orNull(text)], stepUpShow: [text], stepUpAnswer: [text, record({ factor: oneOf('mailCode', 'smsCode', 'totp'), code: text })], stepUpSendCode: [text],
  reviewsList: [filter], reviewsDecide: [reviewWish, asks], keysAttention: [filter], presetsList: [orNull(wholeNumber)], scenarioStart: [oneOf(...ENVIRONMENTS), text], scenarioStop: [oneOf(...ENVIRONMENTS)], scenarioShow: [oneOf(...ENVIRONMENTS)], sandboxReset: [oneOf(...ENVIRONMENTS), orNull(wholeNumber)], sandboxPass: [oneOf(...ENVIRONMENTS), wholeNumber], sandboxSnapshot: [oneOf(...ENVIRONMENTS), text], sandboxRestore: [oneOf(...ENVIRONMENTS), text], leaksIdentify: [list(record({ kind: oneOf('key', 'secret', 'privateKey'), text }))], clockShow: [], clockMove: [orNull(wholeNumber)],
}

/** Whether these are the arguments of that act: what is of another version, or of no version, goes no further. */
export const areArgumentsOf = (act: keyof Operator, values: readonly unknown[]): boolean =>
  values.length === ARGUMENTS[act].length && ARGUMENTS[act].every((check, index) => check(values[index]))
  // Which change it is, says which wish it takes.
  && (act !== 'accountsChange' || ACCOUNT_WISHES[values[0] as keyof AccountWishes](values[1]))
