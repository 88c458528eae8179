import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { completeSignUp, requestSignUp } from '../../api/entry.ts'
import { houseQuery } from '../../api/demo.ts'
import { TextField } from '../../parts/field.tsx'
import { LettersStay } from '../../parts/letters-stay.tsx'
import { Empty, Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { EntryFrame } from './frame.tsx'
import { NewcomerPage, takeToken } from './newcomer.tsx'

/** An account of one's own, where the operator lets strangers have one: first the address, then, by the mailed link, the rest. */
export const SignUpPage = () => {
  const w = useWords()
  const [hasLink, setHasLink] = useState(() => takeToken() !== '')
  // The letter's link opened on this very page changes nothing but the fragment: no page is loaded anew.
  useEffect(() => {
    const look = (): void => setHasLink(takeToken() !== '')
    addEventListener('hashchange', look)
    return () => removeEventListener('hashchange', look)
  }, [])
  if (hasLink) return <NewcomerPage title={w.setUp.signUp} action={w.setUp.join} accept={(token, { name, password }) => completeSignUp(token, { name, password })} asksEmail={false} />
  return <EntryFrame title={w.setUp.signUp}><AskForLink /></EntryFrame>
}

const AskForLink = () => {
  const w = useWords()
  const asked = useQuery(houseQuery)
  const house = asked.data
  const [email, setEmail] = useState('')
  const [state, setState] = useState<'open' | 'busy' | 'sent'>('open')
  const [error, setError] = useState<unknown>(null)
  if (asked.isLoadingError) return <Failed error={asked.error} retry={() => void asked.refetch()} />
  if (house === undefined) return <Loading rows={2} />
  const signIn = <Link to="/sign-in" className="link self-start text-sm">{w.setUp.haveAccount}</Link>
  if (!house.isSignUpOpen) return <Empty icon="lockdown" title={w.setUp.signUpClosed} action={signIn}>{w.setUp.signUpClosedText}</Empty>
  if (state === 'sent') return <div className="flex flex-col gap-4"><Note kind="info" role="status">{w.setUp.signUpSent(email)}<LettersStay /></Note>{signIn}</div>
  const ask = async (): Promise<void> => {
    setState('busy')
    setError(null)
    try { await requestSignUp(email); setState('sent') } catch (refused) { setError(refused); setState('open') }
  }
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); void ask() }}>
      <p className="text-soft">{w.setUp.signUpText}</p>
      <TextField label={w.setUp.email} type="email" autoComplete="username" required autoFocus value={email} onChange={(event) => setEmail(event.target.value)} />
      <RefusedNote error={error} />
      <button type="submit" className="button button-primary" disabled={state === 'busy'}>{w.setUp.signUpGo}</button>
      {signIn}
    </form>
  )
}
