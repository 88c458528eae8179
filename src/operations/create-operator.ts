import { listAccounts } from './accounts-list.ts'
import { backupStore } from './backup.ts'
import { moveClock, showClock } from './clock-move.ts'
import { showDemoCode } from './demo-code.ts'
import { explainLastRefusal, explainRequest } from './explain-request.ts'
import { findKey } from './find-key.ts'
import { summarize } from './key-summary.ts'
import { keysNeedingAttention } from './keys-attention.ts'
import { closeKey } from './keys-close.ts'
import { createKey } from './keys-create.ts'
import { editKey } from './keys-edit.ts'
import { extendKey } from './keys-extend.ts'
import { identifyLeaks } from './leaks-identify.ts'
import { listKeys } from './keys-list.ts'
import { rotateKey, splitKey } from './keys-rotate.ts'
import { listOutbox } from './outbox-list.ts'
import type { Asks, Operator } from './operator.ts'
import type { OperatorParts } from './operator-parts.ts'
import { rulesOfAccount } from './approvals/operations.ts'
import { lockdownOperation } from './lockdown/lockdown.ts'
import { accountOfWish } from './account-of-wish.ts'
import { type AccountDetails, showAccount, showProductTerms } from './accounts/account-page.ts'
import { addressBook } from './money-out/addresses.ts'
import type { Carried, Operation } from './operation.ts'
import { done, type Outcome, refused } from './outcome.ts'
import { listPresets } from './presets-list.ts'
import { exportAudit } from './record/export.ts'
import { listAudit } from './record/list.ts'
import { verifyAudit } from './record/verify.ts'
import { refusalOfError } from './refusal-of-error.ts'
import { showScenario, startScenario, stopScenario } from './scenario-acts.ts'
import { resetSandbox, restoreSandbox, saveSandbox } from './sandbox-acts.ts'
import { rotateSealingKey } from './sealing-key-rotate.ts'

const NOBODY: Asks = { as: null, stepUp: null }

/** What came of a change, for somebody who can only be told that it was done or why not. */
const outcomeOf = <Value>(carried: Carried<Value>): Outcome<Value> => {
  switch (carried.is) {
    case 'done': return done(carried.value)
    case 'refused': return { ok: false, refused: carried.refused }
    case 'stepUpNeeded': return refused('stepUpNeeded', `This asks for the factors of ${carried.stepUp.email}: ${carried.stepUp.sentences.join(' ')}`, `Give them for the step-up ${carried.stepUp.id}, then ask again with it.`)
    case 'awaitingApproval': return refused('awaitingApproval', `It waits for ${carried.approval.approvalsNeeded} other people until ${carried.approval.expiresAt}: ${carried.approval.sentence}`, `Its number is ${carried.approval.id}. What waits: ./bitting approvals list`)
  }
}

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
  const asked = <Wish, Value>(operation: Operation<Wish, Value>, wish: Wish, { as, stepUp }: Asks): Promise<Outcome<Value>> =>
    tell(async () => outcomeOf(await parts.changes.carryOut({ operation, wish }, { kind: 'operator', as }, stepUp)))
  return {
    keysCreate: (wish) => change(() => createKey(wish, parts)),
    keysList: (filter) => tell(() => listKeys(filter, parts)),
    keysShow: (reference) => tell(async () => {
      const found = await findKey(reference, parts)
      return found.ok ? done(await summarize(found.value, parts)) : found
    }),
    keysEdit: (reference, edit) => change(() => editKey(reference, edit, parts)),
    keysDisable: (reference) => change(() => closeKey('disable', reference, parts)),
    keysEnable: (reference) => change(() => closeKey('enable', reference, parts)),
    keysDelete: (reference) => change(() => closeKey('delete', reference, parts)),
    keysExtend: (reference, days) => change(() => extendKey(reference, days, parts)),
    keysRotate: (reference, wish, overlapHours) => change(() => rotateKey(reference, wish, overlapHours, parts)),
    keysSplit: (reference, wish) => change(() => splitKey(reference, wish, parts)),
    keysAttention: (filter) => tell(() => keysNeedingAttention(filter, parts)),
    leaksIdentify: (leaks) => tell(() => identifyLeaks(leaks, parts)),
    presetsList: () => tell(() => listPresets()),
    clockShow: () => tell(() => showClock(parts)),
    clockMove: (seconds) => change(() => moveClock(seconds, parts)),
    accountsList: () => tell(() => listAccounts(parts)),
    explain: (requestId) => tell(() => explainRequest(requestId, parts)),
    explainLast: (reference) => tell(() => explainLastRefusal(reference, parts)),
    scenarioStart: (environment, script) => change(() => startScenario(environment, script, parts)),
    scenarioStop: (environment) => change(() => stopScenario(environment, parts)),
    scenarioShow: (environment) => tell(() => showScenario(environment, parts)),
    sandboxReset: (environment, seed) => change(() => resetSandbox(environment, seed, parts)),
    sandboxSnapshot: (environment, file) => tell(() => saveSandbox(environment, file, parts)),
    sandboxRestore: (environment, file) => change(() => restoreSandbox(environment, file, parts)),
    sealingKeyRotate: () => change(() => rotateSealingKey(parts)),
    backup: (file) => tell(() => backupStore(file, parts)),
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
    lockdown: (wish) => asked(lockdownOperation(parts.lockdown), wish, NOBODY),
    accountsShow: (uid) => tell(async () => {
      const account = accountOfWish(uid ?? undefined, parts)
      return account.ok ? showAccount(account.value.id, parts.accountParts) : account
    }),
    productsTerms: () => tell(() => showProductTerms()),
    // The act names the operation, and the wish is that operation's own: what the compiler cannot follow through the index.
    accountsChange: (act, wish, asks) => asked(parts.accountActs[act] as Operation<unknown, AccountDetails>, wish, asks),
    movingBind: (wish, asks) => asked(parts.movingActs.bind, wish, asks),
    movingUnbind: (wish, asks) => asked(parts.movingActs.unbind, wish, asks),
    auditVerify: () => tell(() => verifyAudit(parts)),
    auditList: (query) => tell(() => listAudit(query, parts)),
    auditExport: (file) => tell(() => exportAudit(file, parts)),
  }
}
