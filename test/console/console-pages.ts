import type { Words } from '../../console/src/words/english.ts'

/** A list of a page, or another part that stands for itself: it is told to be loading, empty or unread where it stands. */
export interface List {
  /** What it is read from: where any of these fails, the list says so and offers to read again. */
  readonly reads: readonly string[]
  /** The section that holds it; none: the page itself. */
  readonly in?: (w: Words) => string
  /** The tab of its section that opens it; none: it is open. */
  readonly tab?: (w: Words) => string
  /** What is said of an account that has nothing; null: there is something in any case. */
  readonly empty: ((w: Words) => string) | null
}

/** One page of the console in one of its views. */
export interface PageRow {
  /** As the router has it. */
  readonly route: string
  /** Where the view is; none: at the route itself. `:key` is a key, `:request` a refused call. */
  readonly at?: string
  readonly lists: readonly List[]
  /** What is pressed first: the view has no address of its own. */
  readonly presses?: (w: Words) => string
  /** Read beside the lists: where one of these fails, the page says so, instead of showing that there is none. */
  readonly besides?: readonly string[]
  /** What another row has already; and what only adorns: names, choices, buttons of a demo. */
  readonly given?: readonly string[]
  /** Where nothing can be seen of it without something being there: who has it all sees that it is empty. */
  readonly emptyOf?: 'owner'
  /** Roles that the page is closed to. */
  readonly isClosedToApprovers?: true
}

/** A dialog; where it reads something by itself it says that it loads, and where that could not be read. */
export interface DialogRow {
  readonly at: string
  /** The button that opens it. */
  readonly opens: (w: Words) => RegExp
  readonly title: (w: Words) => string
  readonly reads?: readonly string[]
  /** It can be used meanwhile, and says nothing of it. */
  readonly comesSilently?: true
}

const account = (w: Words): string => w.sandbox.account
const desk = (name: string): string => `/sandbox?desk=${name}`
const wire = (path: string): string => `wire ${path}`
/** Every desk is acted on as a key, and says what is played; its clock and lines come and go. */
const DESK = ['/api/keys', '/api/sandbox/live/scenario', '/api/sandbox/live/clock']
const SPOT_MARKET = ['/api/v3/exchangeInfo', '/api/v3/klines', '/api/v3/trades'].map(wire)
const FUTURES_MARKET = ['/fapi/v1/exchangeInfo', '/fapi/v1/klines', '/fapi/v1/trades'].map(wire)

/** Every page × what it reads. A page or a list that is added has its row here: `states.test.ts` reads the router and hears each request. */
export const CONSOLE_PAGES: readonly PageRow[] = [
  { route: '/', lists: [
    { reads: ['/api/keys/attention'], in: (w) => w.overview.attention, empty: (w) => w.overview.allWell },
    { reads: ['/api/calls/minutes'], in: (w) => w.overview.calls, empty: null },
    { reads: ['/api/keys'], in: (w) => w.overview.byGrade, empty: null },
    { reads: ['/api/calls'], in: (w) => w.overview.refusals, empty: (w) => w.overview.noRefusals },
  ], besides: ['/api/approvals', '/api/alerts'] },
  { route: '/keys', lists: [{ reads: ['/api/keys'], empty: (w) => w.keys.empty }], besides: ['/api/keys/attention'] },
  { route: '/keys', at: '/keys?q=nosuchkey', lists: [{ reads: ['/api/keys'], empty: (w) => w.keys.nothingFits }], given: ['/api/keys/attention'], emptyOf: 'owner' },
  { route: '/keys/create', lists: [], given: ['/api/presets'], isClosedToApprovers: true },
  { route: '/keys/create', at: '/keys/create?preset=grid-bot', lists: [{ reads: ['/api/presets'], empty: null }], besides: ['/api/keys/draft'], given: ['/api/keys'], isClosedToApprovers: true },
  { route: '/keys/$key', at: '/keys/:key', lists: [{ reads: ['/api/keys/:id'], empty: null }], given: ['/api/keys/:id/moving-addresses', '/api/keys/:id/advice', '/api/calls', '/api/calls/rates'] },
  { route: '/keys/$key', at: '/keys/:key', lists: [
    { reads: ['/api/keys/:id/moving-addresses'], in: (w) => w.moving.title, empty: (w) => w.moving.none },
    { reads: ['/api/keys/:id/advice'], in: (w) => w.alerts.advice, empty: (w) => w.alerts.tooEarly },
    { reads: ['/api/calls'], in: (w) => w.key.calls, empty: (w) => w.key.noCalls },
  ], besides: ['/api/calls/rates'], given: ['/api/keys/:id'], emptyOf: 'owner' },
  { route: '/reviews', lists: [{ reads: ['/api/reviews', '/api/keys'], empty: (w) => w.reviews.none }] },
  { route: '/external', lists: [{ reads: ['/api/external-keys'], empty: (w) => w.external.none }], isClosedToApprovers: true },
  { route: '/refused', lists: [{ reads: ['/api/calls'], in: (w) => w.refused.newest, empty: (w) => w.refused.none }], isClosedToApprovers: true },
  { route: '/refused', at: '/refused?request=:request', lists: [{ reads: ['/api/requests/:id'], empty: null }], besides: ['/api/keys'], given: ['/api/calls'], isClosedToApprovers: true },
  { route: '/calls', lists: [{ reads: ['/api/calls'], empty: (w) => w.calls.empty }], besides: ['/api/keys'], isClosedToApprovers: true },
  { route: '/alerts', lists: [
    { reads: ['/api/alerts'], empty: (w) => w.alerts.none },
    { reads: ['/api/accounts/:id/alert-settings'], in: (w) => w.alerts.settings, empty: null },
  ], given: ['/api/accounts/:id/webhook-deliveries'], isClosedToApprovers: true },
  // Of an account that has a webhook.
  { route: '/alerts', lists: [{ reads: ['/api/accounts/:id/webhook-deliveries'], in: (w) => w.alerts.deliveries, empty: (w) => w.alerts.noDeliveries }], given: ['/api/alerts', '/api/accounts/:id/alert-settings'], emptyOf: 'owner', isClosedToApprovers: true },
  { route: '/canaries', lists: [{ reads: ['/api/keys'], empty: (w) => w.canaries.none }], besides: ['/api/alerts'] },
  { route: '/products', lists: [{ reads: ['/api/accounts/:id', '/api/products'], empty: null }] },
  { route: '/lockdown', lists: [
    { reads: ['/api/lockdowns/preview'], in: (w) => w.lockdown.willDo, empty: null },
    { reads: ['/api/accounts/:id/lockdowns'], in: (w) => w.lockdown.earlier, empty: (w) => w.lockdown.noEarlier },
  ], besides: ['/api/keys'], isClosedToApprovers: true },
  { route: '/audit', lists: [{ reads: ['/api/audit'], empty: null }], given: ['/api/keys', '/api/accounts/:id/people'], isClosedToApprovers: true },
  { route: '/audit', at: '/audit?q=nosuchact', lists: [{ reads: ['/api/audit'], empty: (w) => w.audit.nothing }], given: ['/api/keys', '/api/accounts/:id/people'], emptyOf: 'owner', isClosedToApprovers: true },
  { route: '/addresses', lists: [{ reads: ['/api/accounts/:id/addresses'], empty: (w) => w.book.none }] },
  { route: '/approvals', lists: [
    { reads: ['/api/approvals'], empty: (w) => w.approvals.none },
    { reads: ['/api/accounts/:id/approval-rules'], in: (w) => w.approvals.rules, empty: null },
  ] },
  { route: '/accounts', lists: [{ reads: ['/api/accounts/:id'], empty: (w) => w.accounts.none }], besides: ['/api/keys'] },
  { route: '/people', lists: [{ reads: ['/api/accounts/:id/people'], empty: null }], besides: ['/api/accounts/:id/invitations'] },
  { route: '/settings', lists: [
    { reads: ['/api/me/factors'], in: (w) => w.settings.factors, empty: (w) => w.overview.needsFactor },
    { reads: ['/api/me/sessions'], in: (w) => w.settings.sessions, empty: null },
    { reads: ['/api/me/tokens'], in: (w) => w.settings.tokens, empty: (w) => w.settings.noTokens },
  ] },
  { route: '/settings', at: '/settings?of=account', lists: [
    { reads: ['/api/accounts/:id'], in: (w) => w.policy.title, empty: null },
    { reads: ['/api/accounts/:id/step-up-policy'], in: (w) => w.stepUpPolicy.title, empty: null },
    { reads: ['/api/accounts/:id/approval-rules'], in: (w) => w.rules.title, empty: null },
  ], besides: ['/api/presets'] },
  // Whoever may read letters was sent some: by them they came in.
  { route: '/settings', at: '/settings?of=mail', lists: [
    { reads: ['/api/mail'], in: (w) => w.mail.title, empty: null },
    { reads: ['/api/outbox'], in: (w) => w.settings.letters, empty: null },
  ], isClosedToApprovers: true },
  { route: '/sandbox', lists: [{ reads: ['/api/keys'], empty: (w) => w.sandbox.noKeys.live }], given: [...DESK, wire('/api/v3/account'), ...SPOT_MARKET], isClosedToApprovers: true },
  { route: '/sandbox', at: desk('spot'), lists: [
    { reads: [wire('/api/v3/account')], in: account, empty: null },
    { reads: [wire('/api/v3/openOrders')], in: account, tab: (w) => w.sandbox.orders, empty: (w) => w.sandbox.noOrders },
    { reads: [wire('/api/v3/allOrders')], in: account, tab: (w) => w.sandbox.history, empty: (w) => w.sandbox.noHistory },
  ], besides: [...SPOT_MARKET, '/api/sandbox/live/scenario'], given: DESK, emptyOf: 'owner', isClosedToApprovers: true },
  { route: '/sandbox', at: desk('margin'), lists: [
    { reads: [wire('/sapi/v1/margin/account'), wire('/sapi/v1/margin/tradeCoeff')], in: account, empty: null },
    { reads: [wire('/sapi/v1/margin/openOrders')], in: account, tab: (w) => w.sandbox.orders, empty: (w) => w.sandbox.noOrders },
    { reads: [wire('/sapi/v1/margin/allOrders')], in: account, tab: (w) => w.sandbox.history, empty: (w) => w.sandbox.noHistory },
    { reads: [wire('/sapi/v1/margin/borrow-repay'), wire('/sapi/v1/margin/interestHistory')], in: account, tab: (w) => w.sandbox.loans, empty: (w) => w.sandbox.noLoans },
  ], given: [...DESK, ...SPOT_MARKET, wire('/sapi/v1/margin/maxBorrowable')], emptyOf: 'owner', isClosedToApprovers: true },
  { route: '/sandbox', at: desk('margin'), presses: (w) => w.sandbox.isolated, lists: [{ reads: [wire('/sapi/v1/margin/isolated/account')], in: account, empty: null }], given: [
    ...DESK, ...SPOT_MARKET, wire('/sapi/v1/margin/account'), wire('/sapi/v1/margin/tradeCoeff'), wire('/sapi/v1/margin/maxBorrowable'), wire('/api/v3/account'),
  ], isClosedToApprovers: true },
  { route: '/sandbox', at: desk('futures'), lists: [
    { reads: [wire('/fapi/v1/symbolConfig'), wire('/fapi/v1/accountConfig')], in: (w) => w.sandbox.futuresSettings, empty: null },
    { reads: [wire('/fapi/v2/positionRisk')], in: account, empty: (w) => w.sandbox.noPositions },
    { reads: [wire('/fapi/v1/openOrders'), wire('/fapi/v1/openAlgoOrders')], in: account, tab: (w) => w.sandbox.orders, empty: (w) => w.sandbox.noOrders },
    { reads: [wire('/fapi/v1/income')], in: account, tab: (w) => w.sandbox.income, empty: null },
    { reads: [wire('/fapi/v3/account')], in: account, tab: (w) => w.sandbox.balances, empty: null },
  ], given: [...DESK, ...FUTURES_MARKET], emptyOf: 'owner', isClosedToApprovers: true },
  { route: '/sandbox', at: desk('convert'), lists: [
    { reads: [wire('/sapi/v1/convert/limit/queryOpenOrders')], in: (w) => w.sandbox.waitingConversions, empty: (w) => w.sandbox.noWaitingConversions },
    { reads: [wire('/sapi/v1/convert/tradeFlow')], in: (w) => w.sandbox.history, empty: (w) => w.sandbox.noConversions },
  ], besides: [wire('/sapi/v1/convert/exchangeInfo')], given: DESK, emptyOf: 'owner', isClosedToApprovers: true },
  { route: '/sandbox', at: desk('wallets'), lists: [
    { reads: [wire('/sapi/v1/asset/wallet/balance')], in: (w) => w.sandbox.total, empty: null },
    { reads: [wire('/api/v3/account')], in: (w) => w.sandbox.inWallet(w.sandbox.wallets.spot), empty: null },
    { reads: [wire('/sapi/v4/sub-account/assets')], in: (w) => w.sandbox.moveMoney, tab: (w) => w.sandbox.betweenAccounts, empty: null },
    { reads: ['/api/accounts/:id/addresses'], in: (w) => w.sandbox.moveMoney, tab: (w) => w.sandbox.withdraw, empty: null },
  ], besides: [wire('/sapi/v1/convert/exchangeInfo')], given: [...DESK, wire('/sapi/v1/capital/withdraw/history')], isClosedToApprovers: true },
  // Below the form, which waits for the address book.
  { route: '/sandbox', at: desk('wallets'), lists: [{ reads: [wire('/sapi/v1/capital/withdraw/history')], in: (w) => w.sandbox.moveMoney, tab: (w) => w.sandbox.withdraw, empty: (w) => w.sandbox.noWithdrawals }], given: [
    ...DESK, wire('/sapi/v1/asset/wallet/balance'), wire('/api/v3/account'), wire('/sapi/v4/sub-account/assets'), wire('/sapi/v1/convert/exchangeInfo'), '/api/accounts/:id/addresses',
  ], emptyOf: 'owner', isClosedToApprovers: true },
  { route: '/sandbox', at: desk('scenarios'), lists: [], besides: ['/api/sandbox/live/scenario'], given: DESK, isClosedToApprovers: true },
  { route: '/sandbox', at: desk('state'), lists: [{ reads: ['/api/sandbox/live/clock'], in: (w) => w.sandbox.passing, empty: null }], given: DESK, isClosedToApprovers: true },
  { route: '/explorer', lists: [{ reads: ['/api/endpoints'], empty: null }] },
  { route: '/explorer', at: '/explorer?q=nosuchpath', lists: [{ reads: ['/api/endpoints'], empty: (w) => w.explorer.nothing }], emptyOf: 'owner' },
  { route: '/learn', lists: [], besides: ['/api/presets', '/api/keys'] },
  { route: '/learn/errors/$code', at: '/learn/errors/2015', lists: [] },
  { route: '/add-factor', lists: [] },
  { route: '/sign-in', lists: [], given: ['/api/demo/owner'] },
  { route: '/set-up', lists: [{ reads: ['/api/links/read'], empty: (w) => w.setUp.linkBad }] },
  { route: '/invitation', lists: [{ reads: ['/api/links/read'], empty: (w) => w.setUp.linkBad }] },
  { route: '/sign-up', lists: [{ reads: ['/api/house'], empty: null }] },
  { route: '/new-password', lists: [] },
  // Without a lockdown just made it leads to the overview.
  { route: '/incident', lists: [], given: ['/api/keys/attention', '/api/keys', '/api/calls', '/api/calls/minutes'] },
]

export const DIALOGS: readonly DialogRow[] = [
  { at: '/', opens: (w) => RegExp(w.nav.palette), title: (w) => w.palette.title, reads: ['/api/keys'] },
  { at: '/', opens: (w) => RegExp(w.demo.open), title: (w) => w.demo.title, reads: ['/api/demo/code', '/api/calendar', '/api/outbox'] },
  { at: '/external', opens: (w) => RegExp(`^${w.external.add}$`), title: (w) => w.external.title, reads: ['/api/presets'] },
  { at: '/keys/:key', opens: (w) => RegExp(`^${w.key.editRights}$`), title: (w) => w.key.editRights, reads: ['/api/endpoints'], comesSilently: true },
  { at: '/keys/:key', opens: (w) => RegExp(`^${w.key.rotate}$`), title: (w) => w.key.rotateTitle('trade') },
  { at: '/audit', opens: (w) => RegExp(`^${w.acts['session.begin']}$`), title: (w) => w.acts['session.begin'] ?? '' },
  { at: '/people', opens: (w) => RegExp(`^${w.people.invite}$`), title: (w) => w.people.invite },
  { at: '/accounts', opens: (w) => RegExp(`^${w.accounts.create}$`), title: (w) => w.accounts.create },
  { at: '/addresses', opens: (w) => RegExp(`^${w.book.add}$`), title: (w) => w.book.add },
]
