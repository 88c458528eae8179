import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { keepLanguage } from '../api/me.ts'
import { useSession } from '../api/session.ts'
import { tell } from '../api/client.ts'
import type { Language } from '../../../src/language.ts'
import { Icon } from '../parts/icon.tsx'
import { LANGUAGES, useLanguage, useWords } from '../words/words.tsx'
import { chooseTheme, THEMES, useTheme } from './theme.ts'
import { usePages } from './shell.tsx'

/** Who is signed in; API Management, settings, theme and language; the way out. A disclosure of links and buttons. */
export const AccountMenu = () => {
  const w = useWords()
  const { language, speak } = useLanguage()
  const theme = useTheme()
  const session = useSession()
  const pages = usePages()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = (event: Event): void => {
      const element = details.current
      if (!element?.open) return
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !(event.target instanceof Node && element.contains(event.target))) {
        element.open = false
        if (event instanceof KeyboardEvent) element.querySelector('summary')?.focus()
      }
    }
    addEventListener('pointerdown', close)
    addEventListener('keydown', close)
    return () => { removeEventListener('pointerdown', close); removeEventListener('keydown', close) }
  }, [])
  const shut = (): void => { if (details.current) details.current.open = false }
  const choose = (chosen: Language): void => {
    speak(chosen)
    // Letters follow. Where it could not be kept the page speaks it all the same.
    void keepLanguage(chosen).catch(() => undefined)
  }
  const signOut = async (): Promise<void> => {
    await tell('DELETE', '/api/session').catch(() => undefined)
    await navigate({ to: '/sign-in' })
    queries.clear()
  }
  return (
    <details ref={details} className="relative">
      <summary className="button button-quiet list-none"><Icon name="user" /><span className="sr-only">{w.nav.menu}: </span><span className="max-w-40 truncate max-md:sr-only">{session.person.name}</span><Icon name="down" size={14} /></summary>
      <div className="menu absolute right-0 z-30 mt-1 w-72">
        <p className="px-3 py-2 text-sm [overflow-wrap:anywhere] text-soft">{session.person.email}</p>
        {pages.filter(({ word }) => word === 'keys' || word === 'settings').map((page) => <Link key={page.path} to={page.path} className="menu-item" onClick={shut}><Icon name={page.icon} />{w.nav[page.word]}</Link>)}
        <div className="my-1 border-t border-line" />
        <fieldset className="px-3 py-2">
          <legend className="float-left mb-1 w-full text-sm text-soft">{w.nav.theme}</legend>
          <div className="clear-both flex flex-wrap gap-3">{THEMES.map((one) => <label key={one} className="flex items-center gap-1 text-sm"><input type="radio" name="theme" checked={theme === one} onChange={() => chooseTheme(one)} />{w.nav.themes[one]}</label>)}</div>
        </fieldset>
        <fieldset className="px-3 py-2">
          <legend className="float-left mb-1 w-full text-sm text-soft">{w.nav.language}</legend>
          <div className="clear-both flex flex-wrap gap-3">{LANGUAGES.map(({ code, name }) => <label key={code} lang={code} className="flex items-center gap-1 text-sm"><input type="radio" name="language" checked={language === code} onChange={() => choose(code)} />{name}</label>)}</div>
        </fieldset>
        <div className="my-1 border-t border-line" />
        <button type="button" className="menu-item" onClick={() => void signOut()}><Icon name="external" />{w.nav.signOut}</button>
      </div>
    </details>
  )
}
