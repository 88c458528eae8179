import { listAccounts } from './accounts-list.ts'
import { backupStore } from './backup.ts'
import { moveClock, showClock } from './clock-move.ts'
import { showDemoCode } from './demo-code.ts'
import { explainLastRefusal, explainRequest } from './explain-request.ts'
import { findKey } from './find-key.ts'
import { summarize } from './key-summary.ts'
import { usesOfKey } from './key-uses.ts'
import { keysNeedingAttention } from './keys-attention.ts'
import { reviewsOf } from './keys/reviews-due.ts'
import { stillUsed } from './keys/still-used.ts'
import { identifyLeaks } from './leaks/identify.ts'
import { keysOfFilter, listKeys } from './keys-list.ts'
import { answerLocally, askLocally, type Asks, NOBODY, reviewLocally, sendCodeLocally, showStepUpLocally } from './local-asking.ts'
import { listAllCalls } from './calls-list.ts'
import { listOutbox } from './outbox-list.ts'
import type { AskedOfKeys, Operator } from './operator.ts'
import { actNow, type OperatorParts } from './operator-parts.ts'
import { rulesOfAccount } from './approvals/operations.ts'
import { lockdownOperation } from './lockdown/lockdown.ts'
import { accountOfWish } from './account-of-wish.ts'
import { type AccountDetails, showAccount, showProductTerms } from './accounts/account-page.ts'
import { adviceOn } from './keys/advice.ts'
import { alertSummary } from './alerts/alert-summary.ts'
import { addressBook } from './money-out/addresses.ts'
import type { Asked } from './carry-out.ts'
import type { Operation } from './operation.ts'
import { movingAddresses } from './moving-addresses/list.ts'
import { done, type Outcome } from './outcome.ts'
import { listPresets } from './presets-list.ts'
import { exportAudit } from './record/export.ts'
import { listAudit } from './record/list.ts'
import { verifyAudit } from './record/verify.ts'
import { refusalOfError } from './refusal-of-error.ts'
import { showScenario, startScenario, stopScenario } from './scenario-acts.ts'
import { letTimePass, resetSandbox, restoreSandbox, saveSandbox } from './sandbox-acts.ts'
import { listTaxRecords } from './tax-records.ts'
import { rotateSealingKey } from './sealing-key-rotate.ts'

/** The acts of the local operator, bound to what they work on. Changes are made one after the other: what is relative stays exact. */
export const createOperator = (parts: OperatorParts): Operator => {
  let lastChange: Promise<unknown> = Promise.resolve()
  const tell = async <Value>(act: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> => {
    try {
      return await act()
    } catch (error) {
      return refusalOfError(error)
    }
  }
  const change = <Value>(act: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> => {
    const turn = lastChange.then(() => tell(act))
    lastChange = turn.catch(() => undefined)
    return turn
  }
  /** A change that people confirm, asked for by the local operator. */
  const asked = <Wish, Value>(operation: Operation<Wish, Value>, wish: Wish, asks: Asks = NOBODY): Promise<Outcome<Value>> => tell(() => askLocally({ operation, wish }, asks, parts))
  const { keyActs } = parts
  /** People name keys as they like; a change names one by its id, so that what was confirmed and what is made are one key. */
  const ofKey = <Value>(reference: string, act: (key: string) => Promise<Outcome<Value>>): Promise<Outcome<Value>> => tell(async () => {
    const found = await findKey(reference, parts)
    return found.ok ? act(found.value.id) : found
  })
  const ofExternalKey = <Value>(reference: string, act: (id: string) => Promise<Outcome<Value>>): Promise<Outcome<Value>> => tell(async () => {
    const found = parts.external.find(reference)
    return found.ok ? act(found.value.id) : found
  })
  const keyChangeAsked = (one: AskedOfKeys): Asked<never, unknown> => {
    // Each act carries the wish of its own operation: what the compiler cannot follow through the union.
    const as = <Wish, Value>(operation: Operation<Wish, Value>, wish: Wish) => ({ operation, wish }) as unknown as Asked<never, unknown>
    switch (one.act) {
      case 'create': return as(keyActs.create, one.wish)
      case 'edit': return as(keyActs.edit, one.wish)
      case 'enable': return as(keyActs.enable, one.wish)
    }
  }
  return {
    keysCreate: (wish, asks) => asked(keyActs.create, wish, asks),
    keysList: (filter) => tell(() => listKeys(filter, parts)),
    keysShow: (reference) => tell(async () => {
      const found = await findKey(reference, parts)
      return found.ok ? done(await summarize(found.value, parts)) : found
    }),
    keysStillUsed: (reference) => tell(async () => {
      const found = await findKey(reference, parts)
      return found.ok ? done(await stillUsed(found.value, parts)) : found
    }),
    keysEdit: (reference, edit, asks) => ofKey(reference, (key) => asked(keyActs.edit, { key, change: edit }, asks)),
    keysDisable: (reference) => ofKey(reference, (key) => asked(keyActs.disable, { key })),
    keysEnable: (reference, asks) => ofKey(reference, (key) => asked(keyActs.enable, { key }, asks)),
    keysDelete: (reference, cancelOpenOrders = false) => ofKey(reference, (key) => asked(keyActs.delete, { key, cancelOpenOrders })),
    keysExtend: (reference, days, asks) => ofKey(reference, (key) => asked(keyActs.extend, { key, days }, asks)),
    keysRotate: (reference, credential, overlapHours, asks) => ofKey(reference, (key) => asked(keyActs.rotate, { key, credential, overlapHours }, asks)),
    keysSplit: (reference, credential, asks) => ofKey(reference, (key) => asked(keyActs.split, { key, credential }, asks)),
    keysTellSecret: (reference, asks) => ofKey(reference, (key) => asked(keyActs.tellSecret, { key }, asks)),
    keysReview: (set, as) => tell(() => reviewLocally(set.map(keyChangeAsked), as, parts)),
    stepUpShow: (stepUp) => tell(() => showStepUpLocally(stepUp, parts)),
    stepUpAnswer: (stepUp, answer) => tell(() => answerLocally(stepUp, answer, parts)),
    stepUpSendCode: (stepUp) => tell(() => sendCodeLocally(stepUp, parts)),
    keysUses: (reference, days) => tell(async () => {
      const found = await findKey(reference, parts)
      return found.ok ? done(await usesOfKey(found.value.id, days, parts.callLog, parts.wallClock.nowUs())) : found
    }),
    keysAdvice: (reference, days) => tell(async () => {
      const found = await findKey(reference, parts)
      return found.ok ? done(await adviceOn(found.value, days, parts.callLog, parts.wallClock.nowUs(), parts.clock.nowUs())) : found
    }),
    keysAttention: (filter) => tell(() => keysNeedingAttention(filter, parts)),
    reviewsList: (filter) => tell(async () => {
      const keys = await keysOfFilter(filter, parts)
      return keys.ok ? done(await reviewsOf(keys.value, { ...parts, policies: parts.accountParts.policies })) : keys
    }),
    reviewsDecide: (wish, asks) => ofKey(wish.key, (key) => asked(keyActs.review, { ...wish, key }, asks)),
    leaksIdentify: (leaks) => tell(() => identifyLeaks(leaks, parts)),
    presetsList: (account) => tell(async () => listPresets(account, parts)),
    clockShow: () => tell(() => showClock(parts)),
    clockMove: (seconds, doer) => change(() => moveClock(seconds, parts, doer)),
    accountsList: () => tell(() => listAccounts(parts)),
    callsList: (wish) => tell(() => listAllCalls(wish, parts)),
    taxRecords: (wish) => tell(async () => listTaxRecords(wish, parts)),
    explain: (requestId) => tell(() => explainRequest(requestId, parts)),
    explainLast: (reference) => tell(() => explainLastRefusal(reference, parts)),
    scenarioStart: (environment, script) => change(() => startScenario(environment, script, parts)),
    scenarioStop: (environment) => change(() => stopScenario(environment, parts)),
    scenarioShow: (environment) => tell(() => showScenario(environment, parts)),
    sandboxPass: (environment, seconds) => change(() => letTimePass(environment, seconds, parts)),
    sandboxReset: (environment, seed) => change(() => resetSandbox(environment, seed, parts)),
    sandboxSnapshot: (environment, file) => tell(() => saveSandbox(environment, file, parts)),
    sandboxRestore: (environment, file) => change(() => restoreSandbox(environment, file, parts)),
    sealingKeyRotate: () => change(() => rotateSealingKey(parts)),
    backup: (file) => tell(() => backupStore(file, parts)),
    mailShow: () => tell(async () => done(await parts.mail.show())),
    mailTest: (address) => tell(() => parts.mail.test(address, actNow(parts), { name: null, language: null }, parts.consoleUrl())),
    outboxList: (limit) => tell(() => listOutbox(limit, parts)),
    demoCode: () => tell(() => showDemoCode(parts)),
    approvalsList: ({ account, all }) => tell(async () => done(await parts.money.office.list(account ?? null, all ?? false))),
    approvalsDecide: (wish, asks) => asked(parts.money.operations.decideApproval, wish, asks),
    approvalsCancel: (wish, asks) => asked(parts.money.operations.cancelApproval, wish, asks),
    rulesShow: (account) => tell(() => rulesOfAccount(account ?? undefined, parts.money.approvalParts)),
    rulesSet: (wish, asks) => asked(parts.money.operations.setApprovalRules, wish, asks),
    addressBook: (account) => tell(async () => addressBook(account ?? undefined, parts.money.parts)),
    addressesAdd: (wish, asks) => asked(parts.money.operations.addAddress, wish, asks),
    addressesRemove: (wish, asks) => asked(parts.money.operations.removeAddress, wish, asks),
    withdrawalPolicySet: (wish, asks) => asked(parts.money.operations.setWithdrawalPolicy, wish, asks),
    withdraw: (wish, asks) => asked(parts.money.operations.withdraw, wish, asks),
    lockdownPreview: (wish) => tell(() => parts.lockdown.preview(wish)),
    lockdown: (wish) => asked(lockdownOperation(parts.lockdown), wish),
    accountsShow: (uid) => tell(async () => {
      const account = accountOfWish(uid ?? undefined, parts)
      return account.ok ? showAccount(account.value.id, parts.accountParts) : account
    }),
    productsTerms: () => tell(() => showProductTerms()),
    // The act names the operation, and the wish is that operation's own: what the compiler cannot follow through the index.
    accountsChange: (act, wish, asks) => asked(parts.accountActs[act] as Operation<unknown, AccountDetails>, wish, asks),
    movingList: async () => done(await movingAddresses(() => true, parts.movingParts)),
    movingBind: (wish, asks) => asked(parts.movingActs.bind, wish, asks),
    movingUnbind: (wish, asks) => asked(parts.movingActs.unbind, wish, asks),
    alertsList: ({ state, limit }) => tell(async () => done(await Promise.all(parts.alerts.list({ seen: 'all', state, limit }).map((alert) => alertSummary(alert, parts))))),
    alertsDecide: (wish, asks) => asked(parts.alerts.acts.decide, wish, asks),
    alertsThaw: (wish, asks) => asked(parts.alerts.acts.thaw, wish, asks),
    alertSettingsShow: (uid) => tell(async () => {
      const account = accountOfWish(uid ?? undefined, parts)
      return account.ok ? done(parts.alerts.settingsOf(account.value.id)) : account
    }),
    alertSettingsEdit: (wish, asks) => asked(parts.alerts.acts.settings, wish, asks),
    keysProgram: ({ key, isOff }, asks) => ofKey(key, (id) => asked(parts.alerts.acts.program, { key: id, isOff }, asks)),
    externalList: () => tell(async () => done(parts.external.list().map((key) => parts.external.summaryOf(key)))),
    externalAdd: (wish, asks) => asked(parts.external.acts.add, wish, asks),
    externalEdit: ({ id, ...wish }, asks) => ofExternalKey(id, (found) => asked(parts.external.acts.edit, { ...wish, id: found }, asks)),
    externalRemove: ({ id }, asks) => ofExternalKey(id, (found) => asked(parts.external.acts.remove, { id: found }, asks)),
    externalExamine: ({ id }) => ofExternalKey(id, (found) => parts.external.examine(found)),
    auditVerify: () => tell(() => verifyAudit(parts)),
    auditList: (query) => tell(() => listAudit(query, parts)),
    auditExport: (file) => tell(() => exportAudit(file, parts)),
  }
}
