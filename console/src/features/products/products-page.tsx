import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { accountQuery, openFutures, openMargin, termsQuery } from '../../api/accounts.ts'
import { useMay } from '../../api/session.ts'
import { useAccountChoice } from '../../parts/account-choice.tsx'
import { Time } from '../../parts/formats.tsx'
import { Section } from '../../parts/section.tsx'
import { Badge, Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'

/** What is opened on an account before a right to it can be given: margin by an agreement, futures by a short knowledge check. */
export const ProductsPage = () => {
  const w = useWords()
  const may = useMay()
  const queries = useQueryClient()
  const { account, choice } = useAccountChoice('account.see')
  const id = account?.id ?? 0
  const details = useQuery(accountQuery(id))
  const terms = useQuery(termsQuery)
  const [isRead, setRead] = useState(false)
  const [answers, setAnswers] = useState<Readonly<Record<string, number>>>({})
  const opening = useMutation({ mutationFn: (product: 'margin' | 'futures') => (product === 'margin' ? openMargin(id, terms.data?.margin.version ?? '') : openFutures(id, terms.data?.futures.version ?? '', answers)), onSettled: () => queries.invalidateQueries({ queryKey: ['accounts', id] }) })
  const mayOpen = may('product.open', id)
  const productOf = (name: 'margin' | 'futures') => details.data?.products.find(({ product }) => product === name)
  if (details.isPending || terms.isPending) return <><PageHead title={w.nav.products} action={choice} /><div className="card"><Loading /></div></>
  if (details.isLoadingError || terms.isLoadingError) return <><PageHead title={w.nav.products} action={choice} /><div className="card"><Failed error={details.error ?? terms.error} retry={() => { void details.refetch(); void terms.refetch() }} /></div></>
  const state = (name: 'margin' | 'futures') => {
    const product = productOf(name)
    return <Badge kind={product?.isOpen ? 'safe' : 'neutral'}>{product?.isOpen ? w.products.open : w.products.closed}</Badge>
  }
  const { margin, futures } = terms.data
  const told = w.server.terms
  // What is accepted is the version: the reader's language tells that one, or the server's own text is shown.
  const clauses = told?.margin.version === margin.version ? told.margin.clauses : margin.clauses
  const questions = futures.questions.map((one) => ({ ...one, ...(told?.futures.version === futures.version ? told.futures.questions[one.id] : undefined) }))
  const opened = (name: 'margin' | 'futures') => {
    const { opening: one } = productOf(name) ?? { opening: null }
    return one === null ? null : <p className="text-sm text-soft">{w.products.openedBy(one.by)} <Time at={one.at} style="date" /></p>
  }
  return (
    <>
      <PageHead title={w.nav.products} action={choice}>{w.products.intro}</PageHead>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
        <Section title={w.products.margin} action={state('margin')}>
          <p className="mb-3">{w.products.marginText}</p>{opened('margin')}
          {productOf('margin')?.isOpen ? <h3 className="mt-4 mb-2">{w.products.accepted}</h3> : null}
          <ol className="flex list-decimal flex-col gap-2 pl-5 not-last:mb-4">{clauses.map((clause) => <li key={clause}>{clause}</li>)}</ol>
          {productOf('margin')?.isOpen || !mayOpen ? null : productOf('margin')?.isAllowed === false ? <Note kind="info">{w.products.forbidden}</Note> : (
            <form className="flex flex-col items-start gap-3" onSubmit={(event) => { event.preventDefault(); opening.mutate('margin') }}>
              <label className="flex items-start gap-2"><input type="checkbox" className="mt-1" checked={isRead} onChange={(event) => setRead(event.target.checked)} />{w.products.accept}</label>
              <button type="submit" className="button button-primary" disabled={!isRead || opening.isPending}>{w.products.openMargin}</button>
              {opening.variables === 'margin' ? <RefusedNote error={opening.error} /> : null}
            </form>
          )}
        </Section>
        <Section title={w.products.futures} action={state('futures')}>
          <p className="not-last:mb-3">{w.products.futuresText}{productOf('futures')?.isOpen ? null : <> {w.products.futuresFirst}</>}</p>{opened('futures')}
          {productOf('futures')?.isOpen || !mayOpen ? null : productOf('futures')?.isAllowed === false ? <Note kind="info">{w.products.forbidden}</Note> : (
            <form className="flex flex-col items-start gap-4" onSubmit={(event) => { event.preventDefault(); opening.mutate('futures') }}>
              {questions.map(({ id: question, question: text, answers: choices }, index) => (
                <fieldset key={question}><legend className="mb-1 font-medium">{index + 1}. {text}</legend>{choices.map((choiceText, at) => <label key={choiceText} className="flex items-start gap-2 py-1"><input type="radio" className="mt-1" name={question} checked={answers[question] === at} onChange={() => setAnswers({ ...answers, [question]: at })} />{choiceText}</label>)}</fieldset>
              ))}
              <button type="submit" className="button button-primary" disabled={terms.data.futures.questions.some(({ id: question }) => answers[question] === undefined) || opening.isPending}>{w.products.openFutures}</button>
              {opening.variables === 'futures' ? <RefusedNote error={opening.error} /> : null}
            </form>
          )}
        </Section>
      </div>
    </>
  )
}
