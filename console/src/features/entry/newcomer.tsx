import { useCallback, useEffect, useState } from 'react'
import { acceptInvitation, type LinkView, type Newcomer, readLink, setUpFirstOwner, type SignInStep } from '../../api/entry.ts'
import { Refused } from '../../api/client.ts'
import { TextField } from '../../parts/field.tsx'
import { faultOfField } from '../../parts/refusal-words.ts'
import { Empty, Failed, Loading, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { EntryFrame } from './frame.tsx'
import { useEntered } from './sign-in.tsx'

/** The token of a one-time link, taken out of the address at once so that it stays in no history. */
let taken: { readonly path: string; readonly token: string } | null = null
export const takeToken = (): string => {
  const token = location.hash.slice(1)
  if (token !== '') {
    taken = { path: location.pathname, token }
    history.replaceState(history.state, '', location.pathname)
  }
  return taken?.path === location.pathname ? taken.token : ''
}

export const NewcomerPage = ({ title, action, accept, asksEmail }: { readonly title: string; readonly action: string; readonly accept: (token: string, wish: Newcomer & { readonly email: string }) => Promise<SignInStep>; readonly asksEmail: boolean }) => {
  const w = useWords()
  const entered = useEntered()
  const [token] = useState(takeToken)
  const [link, setLink] = useState<LinkView | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const [wish, setWish] = useState({ name: '', email: '', password: '' })
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const read = useCallback((): void => { setFault(null); readLink(token).then(setLink, setFault) }, [token])
  useEffect(read, [read])
  const faultOf = (field: string): string | undefined => faultOfField(w, error, field)
  const submit = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try { await entered(await accept(token, wish)) } catch (refused) { setError(refused) } finally { setBusy(false) }
  }
  if (fault instanceof Refused && fault.refused.code === 'linkInvalid') return <EntryFrame title={title}><Empty icon="warning" title={w.setUp.linkBad}>{w.setUp.linkBadText}</Empty></EntryFrame>
  if (fault !== null) return <EntryFrame title={title}><Failed error={fault} retry={read} /></EntryFrame>
  if (link === null) return <EntryFrame title={title}><Loading rows={3} /></EntryFrame>
  return (
    <EntryFrame title={title}>
      <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); void submit() }}>
        {link.role === null || asksEmail ? null : <p className="text-soft">{w.setUp.invitedAs(link.role)} <span className="break-all">{link.email}</span></p>}
        <TextField label={w.setUp.name} autoComplete="name" required autoFocus value={wish.name} fault={faultOf('name')} onChange={(event) => setWish({ ...wish, name: event.target.value })} />
        {asksEmail ? <TextField label={w.setUp.email} type="email" autoComplete="username" required value={wish.email} fault={faultOf('email')} onChange={(event) => setWish({ ...wish, email: event.target.value })} /> : null}
        <TextField label={w.setUp.password} hint={w.setUp.passwordHint} type="password" autoComplete="new-password" required minLength={12} value={wish.password} fault={faultOf('password')} onChange={(event) => setWish({ ...wish, password: event.target.value })} />
        <RefusedNote error={error} />
        <button type="submit" className="button button-primary" disabled={isBusy}>{action}</button>
      </form>
    </EntryFrame>
  )
}

export const SetUpPage = () => {
  const w = useWords()
  return <NewcomerPage title={w.setUp.title} action={w.setUp.go} accept={setUpFirstOwner} asksEmail />
}
export const InvitationPage = () => {
  const w = useWords()
  return <NewcomerPage title={w.setUp.joinTitle} action={w.setUp.join} accept={(token, { name, password }) => acceptInvitation(token, { name, password })} asksEmail={false} />
}
