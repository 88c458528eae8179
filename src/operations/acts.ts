import type { Operator } from './operator.ts'

/** The acts of an Operator, each by the name it has on the control socket. */
const ACTS: Readonly<Record<keyof Operator, string>> = {
  keysCreate: 'keys-create', keysList: 'keys-list', keysShow: 'keys-show', keysStillUsed: 'keys-still-used', keysEdit: 'keys-edit', keysDisable: 'keys-disable', keysEnable: 'keys-enable', keysDelete: 'keys-delete',
  keysExtend: 'keys-extend', keysRotate: 'keys-rotate', keysSplit: 'keys-split', keysTellSecret: 'keys-tell-secret', keysReview: 'keys-review', stepUpShow: 'step-up-show', stepUpAnswer: 'step-up-answer', stepUpSendCode: 'step-up-send-code', keysAttention: 'keys-attention', reviewsList: 'reviews-list', reviewsDecide: 'reviews-decide', keysUses: 'keys-uses', keysAdvice: 'keys-advice', presetsList: 'presets-list', leaksIdentify: 'leaks-identify', scenarioStart: 'scenario-start', scenarioStop: 'scenario-stop', scenarioShow: 'scenario-show', sandboxReset: 'sandbox-reset', sandboxPass: 'sandbox-pass', sandboxSnapshot: 'sandbox-snapshot', sandboxRestore: 'sandbox-restore', clockShow: 'clock-show', clockMove: 'clock-move',
  accountsList: 'accounts-list', callsList: 'calls-list', taxRecords: 'tax-records', explain: 'explain', explainLast: 'explain-last', sealingKeyRotate: 'sealing-key-rotate', backup: 'backup', accountsShow: 'accounts-show', productsTerms: 'products-terms', accountsChange: 'accounts-change', movingList: 'moving-list', movingBind: 'moving-bind', movingUnbind: 'moving-unbind', alertsList: 'alerts-list', alertsDecide: 'alerts-decide', alertsThaw: 'alerts-thaw', alertSettingsShow: 'alert-settings-show', alertSettingsEdit: 'alert-settings-edit', keysProgram: 'keys-program',
  externalList: 'external-list', externalAdd: 'external-add', externalEdit: 'external-edit', externalRemove: 'external-remove', externalExamine: 'external-examine',
  auditVerify: 'audit-verify', auditList: 'audit-list', auditExport: 'audit-export',
  approvalsList: 'approvals-list', approvalsDecide: 'approvals-decide', approvalsCancel: 'approvals-cancel', rulesShow: 'rules-show', rulesSet: 'rules-set', addressBook: 'address-book', addressesAdd: 'addresses-add', addressesRemove: 'addresses-remove',
  withdrawalPolicySet: 'withdrawal-policy-set', withdraw: 'withdraw', lockdownPreview: 'lockdown-preview', lockdown: 'lockdown',
  mailShow: 'mail-show', mailTest: 'mail-test', outboxList: 'outbox-list', demoCode: 'demo-code',
}

export const pathOfAct = (act: keyof Operator): string => `/${ACTS[act]}`

// Object.entries forgets that the names of ACTS are exactly those of Operator.
const BY_PATH: ReadonlyMap<string, keyof Operator> = new Map((Object.keys(ACTS) as (keyof Operator)[]).map((act) => [pathOfAct(act), act]))

export const actOfPath = (path: string): keyof Operator | undefined => BY_PATH.get(path)
