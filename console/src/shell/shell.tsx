import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { SessionContext, sessionQuery, useMay, useSession } from '../api/session.ts'
import { Logo } from '../parts/bitting.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { NoPermission } from '../parts/states.tsx'
import { StepUpDialog } from '../parts/step-up-dialog.tsx'
import { PAGES, type PageRow } from '../pages.ts'
import { useWords } from '../words/words.tsx'
import { AccountMenu } from './account-menu.tsx'
import { CommandPalette } from './command-palette.tsx'
import { DemoDrawer } from './demo-drawer.tsx'
import { PageHead } from './page-head.tsx'
import { useWaiting } from './waiting.ts'

/** The pages that the reader's roles open. */
export const usePages = (): readonly PageRow[] => {
  const may = useMay()
  return PAGES.filter(({ act }) => act === undefined || may(act))
}

/** The page of the address; one that no role of the reader opens says so instead of staying empty. */
const Page = () => {
  const w = useWords()
  const may = useMay()
  const { pathname } = useLocation()
  const page = PAGES.find(({ path }) => path === pathname)
  if (pathname === '/keys/create' && !may('key.create') && !may('key.createReading')) return <><PageHead title={w.create.title} /><div className="card"><NoPermission /></div></>
  return page?.act === undefined || may(page.act) ? <Outlet /> : <><PageHead title={w.nav[page.word]} /><div className="card"><NoPermission /></div></>
}

const NavLink = ({ page, isWide, waiting, onGo }: { readonly page: PageRow; readonly isWide: boolean; readonly waiting: number; readonly onGo?: () => void }) => {
  const w = useWords()
  return (
    <Link to={page.path} {...(onGo && { onClick: onGo })} title={isWide ? undefined : w.nav[page.word]}
      className="relative flex min-h-9 items-center gap-3 rounded-md px-3 text-soft hover:bg-sunken hover:text-ink [&.active]:bg-accent-soft [&.active]:font-medium [&.active]:text-accent" activeOptions={{ exact: page.path === '/' }}>
      <Icon name={page.icon} /><span className={isWide ? '' : 'sr-only'}>{w.nav[page.word]}</span>
      {waiting === 0 ? null : isWide ? <span className="numeric ml-auto rounded bg-caution-soft px-1.5 text-xs font-medium text-caution" aria-label={w.nav.waiting(waiting)} role="img">{waiting}</span> : <span className="absolute top-1 right-1 size-2 rounded-full bg-caution" aria-label={w.nav.waiting(waiting)} role="img" />}
    </Link>
  )
}

const Navigation = ({ isWide, onGo }: { readonly isWide: boolean; readonly onGo?: () => void }) => {
  const w = useWords()
  const pages = usePages()
  const waiting = useWaiting()
  const groups = [null, ...(Object.keys(w.nav.groups) as (keyof typeof w.nav.groups)[])] as const // the catalogue's own names
  return (
    <>
      {groups.map((group) => {
        const rows = pages.filter((page) => page.group === group)
        if (rows.length === 0) return null
        return (
          <div key={group ?? 'first'} className="flex flex-col gap-px">
            {group === null || !isWide ? null : <p className="px-3 pt-3 pb-1 text-xs font-medium text-faint">{w.nav.groups[group]}</p>}
            {rows.map((page) => <NavLink key={page.path} page={page} isWide={isWide} waiting={waiting[page.path] ?? 0} {...(onGo && { onGo })} />)}
          </div>
        )
      })}
    </>
  )
}

/** The frame of every page behind the sign-in; nothing at all once nobody is signed in any more. */
export const Shell = () => {
  const { data: session } = useQuery(sessionQuery)
  return session ? <SessionContext value={session}><Frame /></SessionContext> : null
}

const Frame = () => {
  const w = useWords()
  const session = useSession()
  const may = useMay()
  const pages = usePages()
  // A tablet has little room: the names of the pages make place there.
  const [isWide, setWide] = useState(() => matchMedia('(min-width: 64rem)').matches)
  const [isMoreOpen, setMoreOpen] = useState(false)
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const { pathname } = useLocation()
  useEffect(() => setMoreOpen(false), [pathname])
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setPaletteOpen(true)
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <div className="flex min-h-dvh">
      <a href="#page" className="skip button button-primary">{w.common.skip}</a>
      <nav aria-label={w.nav.main} className={`no-print sticky top-0 flex h-dvh shrink-0 flex-col gap-1 overflow-y-auto border-r border-line bg-surface p-3 max-md:hidden ${isWide ? 'w-56' : 'w-16'}`}>
        <Link to="/" className="mb-2 flex min-h-9 items-center gap-2 rounded-md px-2 text-lg font-semibold tracking-tight"><Logo /><span className={isWide ? '' : 'sr-only'}>Bitting</span></Link>
        <Navigation isWide={isWide} />
        <button type="button" className="mt-auto flex min-h-9 items-center gap-3 rounded-md px-3 text-faint hover:bg-sunken hover:text-ink" onClick={() => setWide(!isWide)} aria-expanded={isWide} aria-label={isWide ? w.nav.collapse : w.nav.expand}><Icon name="panel" /></button>
      </nav>
      <div className="flex min-w-0 flex-1 flex-col">
        {session.calendarAheadSeconds === 0 ? null : <div role="status" className="no-print flex items-center justify-center gap-2 bg-caution-soft px-4 py-1 text-center text-sm text-caution"><Icon name="clock" size={16} />{w.nav.clockMoved(aheadInWords(session.calendarAheadSeconds))}</div>}
        <header className="no-print sticky top-0 z-20 flex h-12 items-center gap-2 border-b border-line bg-surface px-6 max-md:px-4">
          <Link to="/" className="flex items-center gap-2 font-semibold md:hidden"><Logo size={24} />Bitting</Link>
          <button type="button" onClick={() => setPaletteOpen(true)} className="flex min-h-8 items-center gap-2 rounded-md border border-line bg-ground px-3 text-soft hover:border-line-strong max-md:ml-auto md:w-72">
            <Icon name="search" size={16} /><span className="max-md:sr-only">{w.nav.palette}</span><kbd className="ml-auto rounded border border-line px-1 text-xs max-md:hidden">Ctrl K</kbd>
          </button>
          <div className="ml-auto flex items-center gap-1 max-md:ml-0">
            <Staleness />
            {session.isDemo && may('outbox.see') ? <DemoDrawer /> : null}
            <AccountMenu />
          </div>
        </header>
        <main id="page" tabIndex={-1} className="mx-auto w-full max-w-[1360px] flex-1 px-6 py-6 outline-none max-md:px-4 max-md:pb-24"><Page /></main>
      </div>
      <nav aria-label={w.nav.main} className="no-print fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface md:hidden">
        {pages.filter(({ isFirst }) => isFirst).map((page) => (
          <Link key={page.path} to={page.path} activeOptions={{ exact: page.path === '/' }} className="flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 px-0.5 text-center text-[11px] leading-tight whitespace-nowrap text-soft [&.active]:text-accent"><Icon name={page.icon} size={20} />{w.nav[page.word]}</Link>
        ))}
        <button type="button" className="flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-[11px] leading-tight text-soft" onClick={() => setMoreOpen(true)}><Icon name="more" size={20} />{w.nav.more}</button>
      </nav>
      {isMoreOpen ? <Dialog title={w.nav.more} isPanel onClose={() => setMoreOpen(false)}><nav aria-label={w.nav.more}><Navigation isWide onGo={() => setMoreOpen(false)} /></nav></Dialog> : null}
      {isPaletteOpen ? <CommandPalette onClose={() => setPaletteOpen(false)} /> : null}
      <StepUpDialog />
    </div>
  )
}

/** Whether something that is shown could not be read anew. */
const useIsStale = (): boolean => {
  const cache = useQueryClient().getQueryCache()
  return useSyncExternalStore(useCallback((tell) => cache.subscribe(tell), [cache]), () => cache.getAll().some((query) => query.isActive() && query.state.status === 'error' && query.state.data !== undefined))
}

/** Lists keep what they have while the server does not answer; here it is said that they may be behind. */
const Staleness = () => {
  const w = useWords()
  const queries = useQueryClient()
  const isStale = useIsStale()
  const readAgain = (): void => void queries.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' })
  if (!isStale) return null
  return <div role="status"><button type="button" className="button button-small" title={w.states.staleText} onClick={readAgain}><span className="text-caution"><Icon name="warning" size={14} /></span><span className="max-sm:sr-only">{w.states.stale}</span></button></div>
}

const aheadInWords = (seconds: number): string => {
  const days = Math.floor(seconds / 86_400)
  return days > 0 ? `${days} d` : `${Math.round(seconds / 3_600)} h`
}
