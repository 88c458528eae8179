import type { Permission } from '../../../../src/permission.ts'
import { KNOWN_PUBLIC_KEY } from '../../parts/known-public-key.ts'

/** Something to try at once: a page of the console, or one call that runs in the sandbox as a key of the reader's. */
export type Try =
  | { readonly on: 'page'; readonly to: string; readonly search?: Readonly<Record<string, string>> }
  | {
    readonly on: 'sandbox'
    readonly method: 'GET' | 'POST'
    readonly path: string
    readonly parameters: Readonly<Record<string, string>>
    /** Which of the reader's keys will do; null = none is needed. */
    readonly key: { readonly has: readonly Permission[]; readonly lacks: readonly Permission[] } | null
    /** From where it seems to come; null = from where the reader is. */
    readonly from: string | null
    /** What the wire answers; the guides say so, and a test holds it. */
    readonly answer: { readonly status: number; readonly code: number | null }
  }

const page = (to: string, search?: Readonly<Record<string, string>>): Try => ({ on: 'page', to, ...(search && { search }) })
const DONE = { status: 200, code: null } as const
const CLOSED = { status: 401, code: -2015 } as const
const READER = { has: ['reading'], lacks: [] } as const satisfies { has: readonly Permission[]; lacks: readonly Permission[] }
const ACCOUNT = { on: 'sandbox', method: 'GET', path: '/api/v3/account', parameters: {}, key: READER, from: null, answer: DONE } as const satisfies Try
const ORDER = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '100' } as const
const TEST_ORDER = { on: 'sandbox', method: 'POST', path: '/api/v3/order/test', parameters: ORDER, key: { has: ['spotAndMarginTrading'], lacks: [] }, from: null, answer: DONE } as const satisfies Try

/** What is tried, each under a name of its own. */
export const TRIES = {
  readAccount: ACCOUNT,
  orderWithoutTrading: { ...TEST_ORDER, key: { has: ['reading'], lacks: ['spotAndMarginTrading'] }, answer: CLOSED },
  orderIsJudged: TEST_ORDER,
  accountWithoutReading: { ...ACCOUNT, key: { has: ['spotAndMarginTrading'], lacks: ['reading'] }, answer: CLOSED },
  futuresWithoutRight: { on: 'sandbox', method: 'POST', path: '/fapi/v1/order', parameters: { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }, key: { has: ['reading'], lacks: ['futures'] }, from: null, answer: CLOSED },
  fromElsewhere: { ...ACCOUNT, from: '198.51.100.99', answer: CLOSED },
  windowTooWide: { ...ACCOUNT, parameters: { recvWindow: '70000' }, answer: { status: 400, code: -1131 } },
  parameterLeftOut: { ...TEST_ORDER, parameters: { symbol: 'BTCUSDT', type: 'MARKET', quoteOrderQty: '100' }, answer: { status: 400, code: -1102 } },
  publicPrice: { on: 'sandbox', method: 'GET', path: '/api/v3/ticker/price', parameters: { symbol: 'BTCUSDT' }, key: null, from: null, answer: DONE },
  explorer: page('/explorer'), keys: page('/keys'), create: page('/keys/create'), third: page('/keys/create', { preset: 'portfolio-tracker', for: 'other' }), asking: page('/keys/create', { for: 'other', label: 'tracker.example', rights: 'reading', addresses: '203.0.113.45', days: '90', publicKey: KNOWN_PUBLIC_KEY }), canary: page('/keys/create', { preset: 'canary' }),
  products: page('/products'), accounts: page('/accounts'), people: page('/people'), approvals: page('/approvals'), addresses: page('/addresses'), refused: page('/refused'), calls: page('/calls'),
  alerts: page('/alerts'), lockdown: page('/lockdown'), settings: page('/settings'), policy: page('/settings', { of: 'account' }), sandbox: page('/sandbox'), overview: page('/'), reviews: page('/reviews'),
} as const satisfies Readonly<Record<string, Try>>
export type TryName = keyof typeof TRIES

/** The guides and their claims, each with what tries it. The languages tell them; nothing else lists them. */
export const GUIDES = {
  levels: { see: 'readAccount', trade: 'orderIsJudged', inside: 'explorer', out: 'addresses', margin: 'products', futures: 'futuresWithoutRight', apart: 'accountWithoutReading', least: 'orderWithoutTrading', whatAndWhence: 'fromElsewhere' },
  order: { purpose: 'publicPrice', rights: 'explorer', addresses: 'create', life: 'create', exist: 'create', classic: 'create' },
  types: { presets: 'create', rights: 'policy', approval: 'approvals' },
  addresses: { elsewhere: 'fromElsewhere', entries: 'keys', twenty: 'keys', empty: 'canary', unrestricted: 'keys', private: 'keys', moving: 'keys', edits: 'keys' },
  signing: { key: 'readAccount', bytes: 'refused', signature: 'refused', time: 'windowTooWide', parameters: 'parameterLeftOut', limits: 'calls' },
  keeping: { where: 'create', code: 'canary', pictures: 'settings', pages: 'third', own: 'keys' },
  rotation: { sleeps: 'keys', first: 'keys', overlap: 'keys', end: 'overview', idle: 'reviews' },
  watching: { list: 'reviews', log: 'calls', off: 'alerts', leavers: 'people', accounts: 'accounts' },
  third: { none: 'publicPrice', own: 'third', secret: 'third', link: 'asking', narrow: 'orderWithoutTrading', close: 'keys' },
  leak: { close: 'lockdown', money: 'addresses', factors: 'settings', look: 'calls', report: 'lockdown' },
  mistakes: { withdrawals: 'orderIsJudged', keyFirst: 'create', twoFactors: 'settings', shared: 'keys', readOnly: 'readAccount' },
  questions: { lost: 'keys', refused: 'refused', signature: 'refused', trading: 'parameterLeftOut', permission: 'orderWithoutTrading', clock: 'windowTooWide', busy: 'calls', orders: 'keys', sharing: 'keys', dynamic: 'keys', validity: 'keys', testnet: 'sandbox' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, TryName>>>>
export type GuideName = keyof typeof GUIDES

/** What a language says of a guide: a line before, and each claim. */
export interface GuideWords<Name extends GuideName> {
  readonly title: string
  readonly lead: string
  readonly claims: { readonly [Claim in keyof (typeof GUIDES)[Name]]: string }
}

export interface Guides {
  readonly intro: string
  readonly guides: { readonly [Name in GuideName]: GuideWords<Name> }
  readonly trying: {
    readonly run: string
    readonly as: (label: string, from: string | null) => string
    readonly noKey: string
    readonly makeOne: string
    readonly answered: string
    readonly expected: string
    readonly why: string
    /** What the call does, for each that runs here. */
    readonly calls: { readonly [Name in TryName as (typeof TRIES)[Name] extends { readonly on: 'sandbox' } ? Name : never]: string }
    readonly open: (page: string) => string
  }
  readonly table: { readonly heads: readonly [string, string, string, string]; readonly opensPreset: string }
  readonly quiz: { readonly title: string; readonly start: string; readonly again: string; readonly result: string; readonly make: string; readonly none: string; readonly noneText: string; readonly questions: { readonly [name in QuizQuestion]: string }; readonly yes: string; readonly no: string }
  readonly sign: { readonly intro: string; readonly key: string; readonly noKey: string; readonly payload: string; readonly secret: string; readonly secretHint: string; readonly steps: readonly [string, string, string]; readonly result: string; readonly go: string }
}

export const QUIZ = {
  account: { yes: 'orders', no: null },
  orders: { yes: 'once', no: 'tax' },
  once: { yes: 'one-time-script', no: 'several' },
  several: { yes: 'elsewhere', no: 'clients' },
  elsewhere: { yes: 'arbitrage', no: 'market-maker' },
  clients: { yes: 'custody-settlement', no: 'grid-bot' },
  tax: { yes: 'tax-records', no: 'tracker' },
  tracker: { yes: 'portfolio-tracker', no: 'research' },
  research: { yes: 'data-analysis', no: 'dashboard' },
} as const satisfies Readonly<Record<string, { readonly yes: string; readonly no: string | null }>>
export type QuizQuestion = keyof typeof QUIZ

export const isQuestion = (text: string): text is QuizQuestion => Object.hasOwn(QUIZ, text)
