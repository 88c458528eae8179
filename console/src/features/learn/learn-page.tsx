import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { presetsQuery } from '../../api/keys.ts'
import { useSession } from '../../api/session.ts'
import { ERROR_CODES } from '../../parts/error-pages.ts'
import { TextField } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Note } from '../../parts/states.tsx'
import { PAGES } from '../../pages.ts'
import { PageHead } from '../../shell/page-head.tsx'
import { useLanguage, useWords } from '../../words/words.tsx'
import { Bitting } from '../../parts/bitting.tsx'
import { english } from './english.ts'
import { type Guides, isQuestion, QUIZ, type QuizQuestion } from './guides.ts'

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
  return (
    <>
      <PageHead title={w.nav.learn}>{guides.intro}</PageHead>
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[240px_minmax(0,1fr)]">
        <nav aria-label={w.nav.learn} className="card sticky top-16 flex flex-col p-2 max-lg:static">
          {[{ id: 'quiz', title: guides.quiz.title }, ...guides.guides, { id: 'errors', title: w.errors.title }].map(({ id, title }) => <a key={id} href={`#${id}`} className="rounded-md px-3 py-2 text-soft hover:bg-sunken hover:text-ink">{title}</a>)}
        </nav>
        <div className="flex min-w-0 max-w-[820px] flex-col gap-6">
          <Quiz words={guides.quiz} />
          {guides.guides.map((guide) => (
            <article key={guide.id} id={guide.id} className="card scroll-mt-16 p-6">
              <h2 className="mb-3 text-lg">{guide.title}</h2>
              <div className="flex flex-col gap-3">
                {guide.parts.map((part, index) => (typeof part === 'string' ? <p key={index}>{part}</p> : <ul key={index} className="flex list-disc flex-col gap-1.5 pl-5">{part.map((line) => <li key={line}>{line}</li>)}</ul>))}
                {guide.id === 'types' ? <TypeTable words={guides.table} /> : null}
                {guide.id === 'signing' ? <TrySigning words={guides.sign} /> : null}
              </div>
              {guide.tries.length === 0 ? null : <div className="mt-4 flex flex-wrap gap-2">{guide.tries.filter(({ to }) => to === '/keys/create' || PAGES.some(({ path }) => path === to)).map(({ to, text }) => <Link key={to} to={to} className="button button-small"><Icon name="right" size={14} />{text}</Link>)}</div>}
            </article>
          ))}
          <section id="errors" aria-labelledby="errors-title" className="card scroll-mt-16 p-6"><h2 id="errors-title" className="mb-3 text-lg">{w.errors.title}</h2><p className="mb-3">{w.errors.intro}</p><ul className="flex flex-wrap gap-2">{ERROR_CODES.map((code) => <li key={code}><Link to="/learn/errors/$code" params={{ code }} className="button button-small">-{code} <span className="text-soft">{w.errors.names[code]}</span></Link></li>)}</ul></section>
        </div>
      </div>
    </>
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
  const { data: presets = [] } = useQuery(presetsQuery)
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={words.heads[0]}>
      <table className="table"><thead><tr>{words.heads.map((head) => <th key={head} scope="col">{head}</th>)}<th><span className="sr-only">{words.opensPreset}</span></th></tr></thead>
        <tbody>{presets.map((preset) => <tr key={preset.name}><th scope="row" className="!text-base !font-medium !text-ink">{w.create.presets[preset.name]?.title ?? preset.title}</th><td>{[...preset.rights, ...preset.furtherRights].map((name) => w.rights[name].short).join(', ')}</td><td>{w.create.entries(preset.entries.most)}</td><td className="numeric">{w.create.days(preset.periodDays)}</td><td><Link to="/keys/create" search={{ preset: preset.name }} className="link">{words.opensPreset}<span className="sr-only">: {w.create.presets[preset.name]?.title ?? preset.title}</span></Link></td></tr>)}</tbody>
      </table>
    </div>
  )
}

const hex = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Signs what the reader types, here in the page. */
const TrySigning = ({ words }: { readonly words: Guides['sign'] }) => {
  const { urls } = useSession()
  const [payload, setPayload] = useState('symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=100&timestamp=1700000000000')
  const [secret, setSecret] = useState('practice-secret')
  const [signature, setSignature] = useState('')
  useEffect(() => {
    let isWanted = true
    void (async () => {
      if (secret === '') return setSignature('')
      const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
      const signed = hex(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(payload)))
      if (isWanted) setSignature(signed)
    })()
    return () => { isWanted = false }
  }, [payload, secret])
  return (
    <div className="flex flex-col gap-3 rounded-md border border-line p-4">
      <p className="text-soft">{words.intro}</p>
      <TextField label={words.payload} className="mono" value={payload} spellCheck={false} onChange={(event) => setPayload(event.target.value)} />
      <TextField label={words.secret} hint={words.secretHint} className="mono" value={secret} spellCheck={false} autoComplete="off" onChange={(event) => setSecret(event.target.value)} />
      <ol className="flex flex-col gap-2">
        <li><p className="text-sm text-soft">1. {words.steps[0]}</p><output className="mono block rounded bg-sunken px-2 py-1 break-all">{payload}</output></li>
        <li><p className="text-sm text-soft">2. {words.steps[1]}</p><output className="mono block rounded bg-sunken px-2 py-1 break-all">{signature}</output></li>
        <li><p className="text-sm text-soft">3. {words.steps[2]}</p><output className="mono block rounded bg-sunken px-2 py-1 break-all">POST {urls.rest}/api/v3/order?{payload}&signature={signature}</output></li>
      </ol>
    </div>
  )
}
