import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { keysQuery, presetsQuery } from '../../api/keys.ts'
import { ERROR_CODES } from '../../parts/error-pages.ts'
import { Loading, Note, Unread } from '../../parts/states.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useLanguage, useWords } from '../../words/words.tsx'
import { Bitting } from '../../parts/bitting.tsx'
import { english } from './english.ts'
import { GUIDES, type GuideName, type Guides, isQuestion, QUIZ, type QuizQuestion, type TryName } from './guides.ts'
import { SignIt } from './sign-it.tsx'
import { TryIt } from './try-it.tsx'

// Object.keys forgets that the names are exactly those of GUIDES.
const GUIDE_NAMES = Object.keys(GUIDES) as readonly GuideName[]

/** The guides, in the reader's language. */
const useGuides = (): Guides => {
  const { language } = useLanguage()
  const [guides, setGuides] = useState<Guides>(english)
  useEffect(() => {
    if (language === 'en') setGuides(english)
    else void import('./chinese.ts').then(({ chinese }) => setGuides(chinese))
  }, [language])
  return guides
}

/** Short guides, each with something to try, and a questionnaire that ends in a preset. */
export const LearnPage = () => {
  const w = useWords()
  const guides = useGuides()
  const readings = [useQuery(presetsQuery), useQuery(keysQuery)]
  return (
    <>
      <PageHead title={w.nav.learn}>{guides.intro}</PageHead>
      <Unread of={readings} />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[240px_minmax(0,1fr)]">
        <nav aria-label={w.nav.learn} className="card sticky top-16 flex flex-col p-2 max-lg:static">
          {[{ id: 'quiz', title: guides.quiz.title }, ...GUIDE_NAMES.map((id) => ({ id, title: guides.guides[id].title })), { id: 'errors', title: w.errors.title }].map(({ id, title }) => <a key={id} href={`#${id}`} className="rounded-md px-3 py-2 text-soft hover:bg-sunken hover:text-ink">{title}</a>)}
        </nav>
        <div className="flex min-w-0 max-w-[820px] flex-col gap-6">
          <Quiz words={guides.quiz} />
          {GUIDE_NAMES.map((name) => <Guide key={name} name={name} guides={guides} />)}
          <section id="errors" aria-labelledby="errors-title" className="card scroll-mt-16 p-6"><h2 id="errors-title" className="mb-3 text-lg">{w.errors.title}</h2><p className="mb-3">{w.errors.intro}</p><ul className="flex flex-wrap gap-2">{ERROR_CODES.map((code) => <li key={code}><Link to="/learn/errors/$code" params={{ code }} className="button button-small">-{code} <span className="text-soft">{w.errors.names[code]}</span></Link></li>)}</ul></section>
        </div>
      </div>
    </>
  )
}

/** A guide: its claims, each with what tries it. */
const Guide = ({ name, guides }: { readonly name: GuideName; readonly guides: Guides }) => {
  const { title, lead, claims } = guides.guides[name]
  // Each language tells exactly the claims of the table, which names what tries each.
  const tries = Object.entries(GUIDES[name]) as readonly (readonly [string, TryName])[]
  const textOf: Readonly<Record<string, string>> = claims
  return (
    <article id={name} className="card scroll-mt-16 p-6">
      <h2 className="mb-3 text-lg">{title}</h2>
      <p className="mb-3">{lead}</p>
      {name === 'types' ? <div className="mb-4"><TypeTable words={guides.table} /></div> : null}
      <ul className="flex flex-col gap-3">{tries.map(([claim, tried]) => <li key={claim} className="flex flex-col gap-1 border-l-2 border-line pl-3"><p>{textOf[claim]}</p><TryIt name={tried} words={guides.trying} /></li>)}</ul>
      {name === 'signing' ? <div className="mt-4"><SignIt words={guides.sign} /></div> : null}
    </article>
  )
}

const Quiz = ({ words }: { readonly words: Guides['quiz'] }) => {
  const w = useWords()
  const [at, setAt] = useState<string | null>('start')
  const { data: presets = [] } = useQuery(presetsQuery)
  const preset = presets.find(({ name }) => name === at)
  const answer = (question: QuizQuestion, given: 'yes' | 'no'): void => setAt(QUIZ[question][given])
  return (
    <section id="quiz" aria-labelledby="quiz-title" className="card scroll-mt-16 p-6">
      <h2 id="quiz-title" className="mb-3 text-lg">{words.title}</h2>
      <div aria-live="polite" className="flex flex-col items-start gap-3">
        {at === 'start' ? <button type="button" className="button button-primary" onClick={() => setAt('account')}>{words.start}</button> : at === null ? <><Note kind="safe"><strong>{words.none}</strong><br />{words.noneText}</Note></> : isQuestion(at) ? (
          <><p className="font-medium">{words.questions[at]}</p><div className="flex gap-2"><button type="button" className="button" onClick={() => answer(at, 'yes')}>{words.yes}</button><button type="button" className="button" onClick={() => answer(at, 'no')}>{words.no}</button></div></>
        ) : preset ? (
          <><p>{words.result} <strong>{w.create.presets[preset.name]?.title ?? preset.title}</strong></p><p className="text-soft">{w.create.presets[preset.name]?.text ?? preset.sentence}</p><Bitting height={40} of={{ permissions: preset.rights, allowList: { mode: 'trusted' } }} /><Link to="/keys/create" search={{ preset: preset.name }} className="button button-primary">{words.make}</Link></>
        ) : null}
        {at === 'start' ? null : <button type="button" className="link text-sm" onClick={() => setAt('start')}>{words.again}</button>}
      </div>
    </section>
  )
}

const TypeTable = ({ words }: { readonly words: Guides['table'] }) => {
  const w = useWords()
  const known = useQuery(presetsQuery)
  const presets = known.data ?? []
  if (known.isPending) return <Loading rows={9} />
  return (
    <SmallTable caption={words.heads[0] ?? ''} rows={presets} idOf={({ name }) => name} empty="" columns={[
      { head: words.heads[0] ?? '', cell: ({ name, title }) => <span className="font-medium">{w.create.presets[name]?.title ?? title}</span> },
      { head: words.heads[1] ?? '', isLong: true, cell: ({ rights, furtherRights }) => [...rights, ...furtherRights].map((right) => w.rights[right].short).join(w.common.comma) },
      { head: words.heads[2] ?? '', cell: ({ entries }) => w.create.entries(entries.most) },
      { head: words.heads[3] ?? '', cell: ({ periodDays }) => <span className="numeric whitespace-nowrap">{w.create.days(periodDays)}</span> },
      { head: words.opensPreset, isHeadHidden: true, cell: ({ name, title }) => <Link to="/keys/create" search={{ preset: name }} className="link whitespace-nowrap">{words.opensPreset}<span className="sr-only">: {w.create.presets[name]?.title ?? title}</span></Link> },
    ]} />
  )
}
