import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, RouterProvider } from '@tanstack/react-router'
import { Refused, whenSignedOut } from './api/client.ts'
import { sessionQuery } from './api/session.ts'
import { tableSearch, type TableSearch } from './parts/table-search.ts'
import { Failed, Loading } from './parts/states.tsx'
import { NotFoundPage } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'
import { Speaking } from './words/words.tsx'

const queries = new QueryClient({ defaultOptions: { queries: { retry: (count, error) => count < 2 && !(error instanceof Refused && error.status !== 0), staleTime: 5_000, refetchOnWindowFocus: true } } })

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Outlet, errorComponent: ({ error, reset }) => <Failed error={error} retry={reset} /> })

// — before the sign-in

const next = (search: Record<string, unknown>): { next?: string } => (typeof search.next === 'string' && /^\/(?!\/)/.test(search.next) ? { next: search.next } : {})
const entry = <const Path extends string>(path: Path, load: Parameters<typeof lazyRouteComponent>[0], name: string) => createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, name) })
const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', validateSearch: next, component: lazyRouteComponent(() => import('./features/entry/sign-in.tsx'), 'SignInPage') })
const newcomers = () => import('./features/entry/newcomer.tsx')
const entries = [
  signIn, entry('/set-up', newcomers, 'SetUpPage'), entry('/invitation', newcomers, 'InvitationPage'), entry('/sign-up', () => import('./features/entry/sign-up.tsx'), 'SignUpPage'),
  entry('/new-password', () => import('./features/entry/new-password.tsx'), 'NewPasswordPage'), entry('/incident', () => import('./features/lockdown/incident-page.tsx'), 'IncidentPage'),
]

// — behind it

const inside = createRoute({
  getParentRoute: () => root, id: 'inside', component: Shell,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery)
    if (session === null) throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } })
  },
})

type Search = TableSearch & { readonly [name: string]: string | number | undefined }
const page = <const Path extends string>(path: Path, load: Parameters<typeof lazyRouteComponent>[0], name: string, validateSearch: (search: Record<string, unknown>) => Search = () => ({})) =>
  createRoute({ getParentRoute: () => inside, path, component: lazyRouteComponent(load, name), validateSearch })

/** Texts of the search that a page understands; all else is dropped. */
const texts = (...names: readonly string[]) => (search: Record<string, unknown>): Search =>
  ({ ...tableSearch(search), ...Object.fromEntries(names.flatMap((name) => (typeof search[name] === 'string' && search[name] !== '' ? [[name, search[name]]] : typeof search[name] === 'number' ? [[name, String(search[name])]] : []))) })

const keys = () => import('./features/keys/keys-page.tsx')
const pages = [
  page('/', () => import('./features/overview/overview-page.tsx'), 'OverviewPage'),
  page('/keys', keys, 'KeysPage', texts('q', 'account', 'grade', 'kind', 'state')),
  page('/reviews', () => import('./features/reviews/reviews-page.tsx'), 'ReviewsPage', texts('account')),
  page('/external', () => import('./features/external/external-page.tsx'), 'ExternalPage', texts('account', 'key')),
  page('/canaries', () => import('./features/canaries/canaries-page.tsx'), 'CanariesPage', texts('account')),
  page('/audit', () => import('./features/audit/audit-page.tsx'), 'AuditPage', texts('q', 'act')),
  page('/settings', () => import('./features/settings/settings-page.tsx'), 'SettingsPage', texts('of', 'account')),
  page('/people', () => import('./features/people/people-page.tsx'), 'PeoplePage', texts('account')),
  page('/accounts', () => import('./features/accounts/accounts-page.tsx'), 'AccountsPage', texts('account')),
  page('/products', () => import('./features/products/products-page.tsx'), 'ProductsPage', texts('account')),
  page('/approvals', () => import('./features/approvals/approvals-page.tsx'), 'ApprovalsPage', texts('account', 'show')),
  page('/addresses', () => import('./features/money/address-book-page.tsx'), 'AddressBookPage', texts('account')),
  page('/alerts', () => import('./features/alerts/alerts-page.tsx'), 'AlertsPage', texts('account')),
  page('/lockdown', () => import('./features/lockdown/lockdown-page.tsx'), 'LockdownPage', texts('account')),
  page('/sandbox', () => import('./features/sandbox/sandbox-page.tsx'), 'SandboxPage', texts('desk', 'environment', 'symbol', 'key', 'from')),
  page('/learn', () => import('./features/learn/learn-page.tsx'), 'LearnPage'),
  page('/learn/errors/$code', () => import('./features/learn/error-page.tsx'), 'ErrorPage'),
  page('/explorer', () => import('./features/explorer/explorer-page.tsx'), 'ExplorerPage', texts('q', 'right', 'family')),
  page('/add-factor', () => import('./features/entry/add-factor.tsx'), 'AddFactorPage'),
  page('/keys/create', () => import('./features/keys/create-page.tsx'), 'CreatePage', texts('step', 'preset', 'path', 'for', 'label', 'rights', 'addresses', 'days', 'publicKey')),
  page('/keys/$key', () => import('./features/keys/key-page.tsx'), 'KeyPage'),
  page('/refused', () => import('./features/refused/refused-page.tsx'), 'RefusedPage', texts('request')),
  createRoute({ getParentRoute: () => inside, path: '$', component: NotFoundPage }),
  page('/calls', () => import('./features/calls/calls-page.tsx'), 'CallsPage', texts('key', 'outcome', 'address', 'endpoint', 'q')),
]

const router = createRouter({ routeTree: root.addChildren([...entries, inside.addChildren(pages)]), context: { queries }, defaultPreload: 'intent', defaultPendingComponent: Loading, defaultErrorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />, scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}

whenSignedOut(() => {
  if (queries.getQueryData(sessionQuery.queryKey) === null) return
  queries.setQueryData(sessionQuery.queryKey, null)
  void router.navigate({ to: '/sign-in', search: { next: router.state.location.href } })
})

export const App = () => <QueryClientProvider client={queries}><Speaking><RouterProvider router={router} /></Speaking></QueryClientProvider>
