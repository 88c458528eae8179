import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FactorsSeen } from '../../../../src/server/console-api/answers/people-answers.ts'
import { type FactorAdded, factorsQuery } from '../../api/entry.ts'
import { changePassword, changePhone, endEverySession, endOtherSessions, endSession, endToken, makeToken, removeFactor, removePhone, renewRecoveryCodes, sessionsQuery, tokensQuery } from '../../api/me.ts'
import { sessionQuery, useSession } from '../../api/session.ts'
import { Destroy } from '../../parts/destroy.tsx'
import { PasskeySetUp, RecoveryCodes, TotpSetUp } from '../../parts/factor-set-up.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { Id, Time, useCopy } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { faultOfField } from '../../parts/refusal-words.ts'
import { Badge, Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'

/** One's own factors, password, telephone, sessions and tokens. */
export const OwnSettings = () => (
  <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-2"><div className="flex min-w-0 flex-col gap-5"><Factors /><Password /><Telephone /></div><div className="flex min-w-0 flex-col gap-5"><Sessions /><Tokens /></div></div>
)

const Factors = () => {
  const w = useWords()
  const queries = useQueryClient()
  const factors = useQuery(factorsQuery)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const renew = () => Promise.all([queries.invalidateQueries(factorsQuery), queries.invalidateQueries(sessionQuery)])
  const added = ({ recoveryCodes }: FactorAdded): void => { setCodes(recoveryCodes); void renew() }
  return (
    <Section title={w.settings.factors}>
      {codes === null ? null : <div className="mb-5"><RecoveryCodes codes={codes} onKept={() => setCodes(null)} /></div>}
      {factors.isPending ? <Loading rows={3} /> : factors.isLoadingError ? <Failed error={factors.error} retry={() => void factors.refetch()} /> : <Held factors={factors.data} onRenewed={setCodes} />}
      <div className="flex flex-col gap-5 border-t border-line pt-4"><TotpSetUp onAdded={added} /><PasskeySetUp onAdded={added} /></div>
    </Section>
  )
}

const Held = ({ factors: { totps, passkeys, recoveryCodesLeft }, onRenewed }: { readonly factors: FactorsSeen; readonly onRenewed: (codes: readonly string[]) => void }) => {
  const w = useWords()
  const { person } = useSession()
  const rows = [...totps.map((one) => ({ ...one, kind: w.setUp.totpTitle })), ...passkeys.map((one) => ({ ...one, kind: w.setUp.passkeyTitle }))]
  return (
    <>
      {rows.length === 0 ? <Note kind="caution">{w.overview.needsFactor}</Note> : (
        <ul className="mb-3 divide-y divide-line">{rows.map((one) => <li key={one.id} className="flex flex-wrap items-center gap-3 py-2"><Icon name="shield" /><span className="font-medium">{one.label}</span><span className="text-soft">{one.kind} · <Time at={one.createdAt} style="date" /></span><Destroy act="factor.remove" name={one.label} className="button-small ml-auto" destruction={() => removeFactor(one.id)} /></li>)}</ul>
      )}
      <p className="mb-4 flex flex-wrap items-center gap-3 text-soft">{w.settings.codesLeft(recoveryCodesLeft)}{rows.length === 0 ? null : <Destroy act="recoveryCodes.renew" name={person.email} destruction={renewRecoveryCodes} onThrough={(changed) => { if (changed.is === 'done') onRenewed(changed.value.recoveryCodes) }} />}</p>
    </>
  )
}

const Password = () => {
  const w = useWords()
  const [password, setPassword] = useState('')
  const changing = useMutation({ mutationFn: changePassword, onSuccess: (changed) => { if (changed.is === 'done') setPassword('') } })
  return (
    <Section title={w.setUp.password}>
      <form className="flex flex-col items-start gap-3" onSubmit={(event) => { event.preventDefault(); changing.mutate(password) }}>
        <div className="w-full max-w-80"><TextField label={w.signIn.resetTitle} hint={w.setUp.passwordHint} type="password" autoComplete="new-password" minLength={12} required value={password} onChange={(event) => setPassword(event.target.value)} fault={faultOfField(w, changing.error, 'password')} /></div>
        <button type="submit" className="button" disabled={password.length < 12 || changing.isPending}>{w.signIn.reset}</button>
        {changing.data?.is === 'done' ? <Note kind="safe" role="status">{w.settings.passwordChanged}</Note> : null}
        <RefusedNote error={changing.error} />
      </form>
    </Section>
  )
}

/** Codes by SMS need a number; whoever has none is never asked for one. */
const Telephone = () => {
  const w = useWords()
  const queries = useQueryClient()
  const { data: factors } = useQuery(factorsQuery)
  const [phone, setPhone] = useState<string | null>(null)
  const shown = phone ?? factors?.phone ?? ''
  const changing = useMutation({ mutationFn: changePhone, onSuccess: (changed) => { if (changed.is === 'done') setPhone(null) }, onSettled: () => queries.invalidateQueries(factorsQuery) })
  return (
    <Section title={w.settings.phone}>
      <form className="flex flex-col items-start gap-3" onSubmit={(event) => { event.preventDefault(); if (shown.trim() !== '') changing.mutate(shown.trim()) }}>
        <div className="w-full max-w-80"><TextField label={w.settings.phone} hint={w.settings.phoneHint} type="tel" autoComplete="tel" value={shown} onChange={(event) => setPhone(event.target.value)} fault={faultOfField(w, changing.error, 'phone')} /></div>
        <div className="flex flex-wrap gap-2"><button type="submit" className="button" disabled={phone === null || phone.trim() === '' || phone.trim() === (factors?.phone ?? '') || changing.isPending}>{w.settings.savePhone}</button>{factors?.phone == null ? null : <Destroy act="phone.remove" className="" name={factors.phone} destruction={removePhone} onThrough={() => { changing.reset(); setPhone(null) }} />}</div>
        {changing.data?.is === 'done' && phone === null ? <Note kind="safe" role="status">{w.settings.phoneChanged}</Note> : null}
        <RefusedNote error={changing.error} />
      </form>
    </Section>
  )
}

const Sessions = () => {
  const w = useWords()
  const queries = useQueryClient()
  const { person } = useSession()
  const sessions = useQuery(sessionsQuery)
  const act = useMutation({ mutationFn: (run: () => Promise<unknown>) => run(), onSettled: () => queries.invalidateQueries(sessionsQuery) })
  return (
    <Section title={w.settings.sessions} action={<span className="flex flex-wrap gap-2">{(sessions.data?.length ?? 0) > 1 ? <Destroy act="sessions.endOthers" name={person.email} destruction={endOtherSessions} /> : null}<Destroy act="sessions.endAll" name={person.email} destruction={endEverySession} onThrough={() => { queries.setQueryData(sessionQuery.queryKey, null); location.assign('/sign-in') }} /></span>}>
      {sessions.isPending ? <Loading rows={2} /> : sessions.isLoadingError ? <Failed error={sessions.error} retry={() => void sessions.refetch()} /> : <ul className="divide-y divide-line">{sessions.data.map((one) => <li key={one.id} className="flex flex-wrap items-center gap-3 py-2"><span className="font-medium">{one.device}</span>{one.isThisOne ? <Badge kind="accent">{w.settings.thisOne}</Badge> : null}<span className="text-soft"><Id text={one.address} what={w.calls.address} /> · <Time at={one.lastSeenAt} /> · {w.people.since.toLowerCase()} <Time at={one.createdAt} style="date" /></span>{one.isThisOne ? null : <button type="button" className="button button-small ml-auto" onClick={() => act.mutate(() => endSession(one.id))}>{w.settings.end}<span className="sr-only">: {one.device}</span></button>}</li>)}</ul>}
      <RefusedNote error={act.error} />
    </Section>
  )
}

const Tokens = () => {
  const w = useWords()
  const { accounts } = useSession()
  const queries = useQueryClient()
  const tokens = useQuery(tokensQuery)
  const [wish, setWish] = useState({ name: '', accountId: accounts[0]?.id ?? 0, lifetimeDays: 30 })
  const [token, setToken] = useState<string | null>(null)
  const [isCopied, copy] = useCopy()
  const role = accounts.find(({ id }) => id === wish.accountId)?.role ?? 'auditor'
  const making = useMutation({ mutationFn: makeToken, onSuccess: (changed) => { if (changed.is === 'done') { setToken(changed.value.token); setWish({ ...wish, name: '' }) } }, onSettled: () => queries.invalidateQueries(tokensQuery) })
  return (
    <Section title={w.settings.tokens}>
      <p className="mb-3 text-soft">{w.settings.tokensText}</p>
      {token === null ? null : <div className="mb-4 flex flex-col gap-2"><Note kind="caution">{w.settings.tokenOnce}</Note><output className="mono rounded-md bg-sunken px-3 py-2 break-all" aria-label={w.settings.tokens}>{token}</output><div className="flex gap-2"><button type="button" className="button button-small" onClick={() => copy(token)}><Icon name={isCopied ? 'check' : 'copy'} size={14} />{isCopied ? w.common.copied : w.demo.fill}</button><button type="button" className="button button-small button-primary" onClick={() => setToken(null)}>{w.reveal.saved}</button></div></div>}
      {tokens.isPending ? <Loading rows={1} /> : tokens.isLoadingError ? <Failed error={tokens.error} retry={() => void tokens.refetch()} /> : tokens.data.length === 0 ? <p className="mb-4 text-soft">{w.settings.noTokens}</p> : <ul className="mb-4 divide-y divide-line">{tokens.data.map((one) => <li key={one.id} className="flex flex-wrap items-center gap-3 py-2"><span className="font-medium break-words">{one.name}</span><Badge kind="neutral">{w.roles[one.role]}</Badge><span className="text-soft">{w.keys.ends} <Time at={one.expiresAt} style="date" /></span><Destroy act="token.end" name={one.name} className="button-small ml-auto" destruction={() => endToken(one.id)} /></li>)}</ul>}
      <form className="flex flex-wrap items-end gap-3 border-t border-line pt-4" onSubmit={(event) => { event.preventDefault(); making.mutate({ ...wish, role }) }}>
        <div className="w-44"><TextField label={w.settings.tokenName} required maxLength={60} value={wish.name} onChange={(event) => setWish({ ...wish, name: event.target.value })} /></div>
        {accounts.length < 2 ? null : <div className="w-56"><SelectField label={w.common.account} value={wish.accountId} onChange={(event) => setWish({ ...wish, accountId: Number(event.target.value) })}>{accounts.map(({ id, email }) => <option key={id} value={id}>{email}</option>)}</SelectField></div>}
        <div className="w-24"><TextField label={w.settings.days} type="number" min={1} max={365} value={wish.lifetimeDays} onChange={(event) => setWish({ ...wish, lifetimeDays: Number(event.target.value) })} /></div>
        <button type="submit" className="button" disabled={wish.name.trim() === '' || making.isPending}>{w.settings.makeToken}</button>
      </form>
      <div className="mt-3"><RefusedNote error={making.error} /></div>
    </Section>
  )
}
