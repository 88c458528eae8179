import { type ReactNode, useEffect } from 'react'
import { Logo } from '../../parts/bitting.tsx'
import { LANGUAGES, useLanguage, useWords } from '../../words/words.tsx'

/** The frame of every page before the sign-in: one column, nothing else. */
export const EntryFrame = ({ title, children, aside }: { readonly title: string; readonly children: ReactNode; readonly aside?: ReactNode }) => {
  const w = useWords()
  const { language, speak } = useLanguage()
  useEffect(() => { document.title = `${title} · Bitting` }, [title])
  return (
    <div className="flex min-h-dvh flex-col items-center px-4 py-10 max-sm:py-6">
      <header className="mb-6 flex flex-col items-center gap-2"><Logo size={44} /><p className="text-xl font-semibold tracking-tight">Bitting</p><p className="text-soft">{w.signIn.tagline}</p></header>
      <main className="card w-full max-w-[440px] p-6 max-sm:p-5"><h1 className="mb-4">{title}</h1>{children}</main>
      {aside}
      <footer className="mt-6 flex gap-4">{LANGUAGES.map(({ code, name }) => <button key={code} type="button" lang={code} aria-pressed={language === code} onClick={() => speak(code)} className={`text-sm ${language === code ? 'text-ink' : 'link'}`}>{name}</button>)}</footer>
    </div>
  )
}
