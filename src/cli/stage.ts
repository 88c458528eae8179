import type { KeySummary, Operator } from '../operations/operator.ts'
import { done, refused } from '../operations/outcome.ts'
import type { House } from './command.ts'
import { runCommandLine } from './run-command-line.ts'
import type { Terminal } from './terminal.ts'

/** The time on the stage's clock. */
export const NOW = '2026-11-21T14:03:22.118Z'

/** A key as an Operator tells it, for tests of what is printed. */
export const summary = (change: Partial<KeySummary> = {}): KeySummary => ({
  id: 'k_7Q2MX4', apiKey: `bit1${'A'.repeat(60)}`, account: 1_000_001, accountEmail: 'owner@demo.test', environment: 'live', label: 'grid-bot-btc', kind: 'hmac',
  permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, state: 'enabled', createdAt: '2026-11-20T14:03:22.118Z',
  expiresAt: '2026-12-03T14:03:22.118Z', tradingLapsesAt: null, replayGuard: false, guardRails: {}, limitsLeft: {}, programOffSince: null, boundTo: null, holder: null, secretWaitsUntil: null,
  preset: null, periodDays: null, afterPeriod: 'expire', rotationDueAt: null, callsLeft: null, lineage: { generation: 1, predecessor: null, successor: null, isAsleep: false, retiresAt: null }, reminders: [],
  risk: { grade: 'C', word: 'considerable', tier: 'trade', reasons: ['It trades.'], grounds: [{ about: 'trades', count: null, permissions: [] }], best: null },
  lastUse: { at: '2026-11-21T14:01:22.118Z', address: '203.0.113.45', endpoint: 'POST /api/v3/order', perPermission: { reading: '2026-11-21T14:00:22.118Z', spotAndMarginTrading: '2026-11-21T14:01:22.118Z' } },
  sentence: 'Reads and trades spot, only from 203.0.113.45, ends in 12 days.', ...change,
})

/** An Operator that refuses everything but what a test gives it. */
export const actor = (acts: Partial<Operator>): Operator => {
  const not = async () => refused('notOnStage', 'This act is not on stage.', 'Give it to the test.')
  return {
    approvalsList: not, approvalsDecide: not, approvalsCancel: not, rulesShow: not, rulesSet: not, addressBook: not, addressesAdd: not, addressesRemove: not, withdrawalPolicySet: not, withdraw: not, lockdownPreview: not, lockdown: not,
    keysCreate: not, keysList: not, keysShow: not, keysStillUsed: not, keysEdit: not, keysDisable: not, keysEnable: not, keysDelete: not, keysExtend: not, keysRotate: not, keysSplit: not, keysTellSecret: not, keysReview: not, reviewsList: not, reviewsDecide: not, stepUpShow: not, stepUpAnswer: not, stepUpSendCode: not, keysAttention: not, keysUses: not, keysAdvice: not, presetsList: not, scenarioStart: not, scenarioStop: not, scenarioShow: not, sandboxReset: not, sandboxPass: not, sandboxSnapshot: not, sandboxRestore: not, leaksIdentify: not, clockShow: not, clockMove: not, accountsList: not, callsList: not, taxRecords: not, explain: not, explainLast: not,
    sealingKeyRotate: not, backup: not, accountsShow: not, productsTerms: not, accountsChange: not, movingList: not, movingBind: not, movingUnbind: not, alertsList: not, alertsDecide: not, alertsThaw: not, alertSettingsShow: not, alertSettingsEdit: not, keysProgram: not, externalList: not, externalAdd: not, externalEdit: not, externalRemove: not, externalExamine: not, auditVerify: not, auditList: not, auditExport: not, mailShow: not, mailTest: not, outboxList: not, demoCode: not, ...acts,
  }
}

export interface Played { readonly code: number; readonly out: string; readonly complaints: string; readonly questions: readonly string[] }

/** Plays one command line against an Operator, and gives what was printed. */
export const play = async (words: readonly string[], acts: Partial<Operator> = {}, stage: { readonly answers?: readonly string[]; readonly workingFolder?: string; readonly house?: Partial<House> } = {}): Promise<Played> => {
  const out: string[] = []
  const complaints: string[] = []
  const questions: string[] = []
  let asked = 0
  const terminal: Terminal = {
    print: (text) => void out.push(text), complain: (text) => void complaints.push(text), isInteractive: stage.answers !== undefined, hasColour: false,
    ask: async (question) => {
      questions.push(question)
      return stage.answers?.[asked++] ?? ''
    },
    workingFolder: stage.workingFolder ?? '/work', nowMs: () => Date.parse(NOW),
  }
  const house: House = {
    start: async () => {}, openOperator: async () => done({ operator: actor(acts), close: async () => {} }),
    restore: async () => refused('notOnStage', 'This act is not on stage.', 'Give it to the test.'), verifyCopy: async () => refused('notOnStage', 'This act is not on stage.', 'Give it to the test.'), version: () => '0.1.0', ...stage.house,
  }
  const code = await runCommandLine(words, terminal, house)
  return { code, out: out.join('\n'), complaints: complaints.join('\n'), questions }
}
