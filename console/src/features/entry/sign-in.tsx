import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { answerFactor, beginPasskeySignIn, confirmDevice, factorPasskey, finishPasskeySignIn, requestPasswordReset, resendDeviceCode, signIn, type SignInStep } from '../../api/entry.ts'
import { demoOwnerQuery, houseQuery } from '../../api/demo.ts'
import { sessionQuery } from '../../api/session.ts'
import { DemoCode, useCode } from '../../parts/demo-code.tsx'
import { TextField } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { LettersStay } from '../../parts/letters-stay.tsx'
import { useOwnSearch } from '../../parts/own-search.ts'
import { Note, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { EntryFrame } from './frame.tsx'

/** Goes on once a session began: to where the reader wanted to go, or to a second factor where there is none. */
export const useEntered = (): ((step: SignInStep) => Promise<void>) => {
  const queries = useQueryClient()
  const navigate = useNavigate()
  // The page is asked for its search only where the sign-in page stands; others have none.
  const [{ next }] = useOwnSearch<{ next?: string }>()
  return async (step) => {
    if (step.kind !== 'signedIn') return
    await queries.resetQueries(sessionQuery)
    await (step.needsFactor ? navigate({ to: '/add-factor' }) : navigate({ href: next ?? '/' }))
  }
}

export const SignInPage = () => {
  const w = useWords()
  const [step, setStep] = useState<SignInStep | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const [email, setEmail] = useState('')
  const entered = useEntered()
  const go = async (act: () => Promise<SignInStep>): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const next = await act()
      setStep(next)
      await entered(next)
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
  const parts = { go, error, isBusy, email, setEmail, startOver: () => { setStep(null); setError(null) } }
  if (step?.kind === 'factorNeeded') return <EntryFrame title={w.signIn.secondTitle}><SecondFactor {...parts} step={step} /></EntryFrame>
  if (step?.kind === 'deviceCodeNeeded') return <EntryFrame title={w.signIn.deviceTitle}><DeviceCode {...parts} attempt={step.attempt} /></EntryFrame>
  return <EntryFrame title={w.signIn.title}><Credentials {...parts} /></EntryFrame>
}

interface StepParts {
  readonly go: (act: () => Promise<SignInStep>) => Promise<void>
  readonly error: unknown
  readonly isBusy: boolean
  /** Whoever comes in; empty where a passkey says it. */
  readonly email: string
  readonly setEmail: (email: string) => void
  readonly startOver: () => void
}

const Credentials = ({ go, error, isBusy, email, setEmail }: StepParts) => {
  const w = useWords()
  const [password, setPassword] = useState('')
  const [reset, setReset] = useState<'no' | 'sent' | 'whose'>('no')
  const isSignUpOpen = useQuery(houseQuery).data?.isSignUpOpen === true
  const forgot = (): void => { if (email === '') setReset('whose'); else void requestPasswordReset(email).finally(() => setReset('sent')) }
  const withPasskey = (): Promise<void> => go(async () => {
    const { attempt, options } = await beginPasskeySignIn()
    return finishPasskeySignIn(attempt, await startAuthentication({ optionsJSON: options }))
  })
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); void go(() => signIn({ email, password })) }}>
      <TextField label={w.signIn.email} type="email" autoComplete="username webauthn" required autoFocus value={email} onChange={(event) => setEmail(event.target.value)} />
      <TextField label={w.signIn.password} type="password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} />
      <RefusedNote error={error} />
      <OfDemo fill={(owner) => { setEmail(owner.email); setPassword(owner.password) }} />
      <button type="submit" className="button button-primary" disabled={isBusy}>{w.signIn.go}</button>
      {browserSupportsWebAuthn() ? <button type="button" className="button" disabled={isBusy} onClick={() => void withPasskey()}><Icon name="shield" />{w.signIn.passkey}</button> : null}
      {reset === 'sent' ? <Note kind="info" role="status">{w.signIn.forgotSent}<LettersStay /></Note> : null}
      {reset === 'whose' && email === '' ? <Note kind="info" role="status">{w.signIn.forgotWhose}</Note> : null}
      <div className="flex flex-wrap gap-x-4 gap-y-2 text-sm">
        {reset === 'sent' ? null : <button type="button" className="link" onClick={forgot}>{w.signIn.forgot}</button>}
        {isSignUpOpen ? <Link to="/sign-up" className="link ml-auto">{w.setUp.signUp}</Link> : null}
      </div>
    </form>
  )
}

/** In a demo: who its owner is, and the one click that writes them into the form. */
const OfDemo = ({ fill }: { readonly fill: (owner: { readonly email: string; readonly password: string }) => void }) => {
  const w = useWords()
  const { data: house } = useQuery(houseQuery)
  const { data: owner } = useQuery({ ...demoOwnerQuery, enabled: house?.isDemo === true, refetchInterval: false })
  if (!owner) return null
  const { email, password } = owner
  return <Note kind="info"><p className="font-medium">{w.demo.here}</p><p className="text-sm break-words">{w.demo.hereText(email)}</p>{password === null ? <p className="mt-1 text-sm">{w.demo.fileGone}</p> : <button type="button" className="button button-small mt-2" onClick={() => fill({ email, password })}><Icon name="flask" size={14} />{w.demo.fillOwner}</button>}</Note>
}

const Footer = ({ startOver, children }: { readonly startOver: () => void; readonly children?: ReactNode }) => {
  const w = useWords()
  return <div className="flex flex-wrap gap-4 text-sm">{children}<button type="button" className="link" onClick={startOver}>{w.signIn.startOver}</button></div>
}

const SecondFactor = ({ step, go, error, isBusy, email, startOver }: StepParts & { readonly step: Extract<SignInStep, { kind: 'factorNeeded' }> }) => {
  const w = useWords()
  const codes = (['totp', 'recoveryCode'] as const).filter((factor) => step.factors.includes(factor))
  const [factor, setFactor] = useState(codes[0] ?? 'totp')
  const { code, setCode, isThere, given, fill } = useCode()
  const withPasskey = (): Promise<void> => go(async () => answerFactor(step.attempt, { factor: 'passkey', response: await startAuthentication({ optionsJSON: await factorPasskey(step.attempt) }) }))
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); void go(async () => answerFactor(step.attempt, { factor, code: (await given()).replaceAll(' ', '') })) }}>
      {codes.length === 0 ? null : <TextField key={factor} label={factor === 'totp' ? w.signIn.totp : w.signIn.recovery} autoFocus inputMode={factor === 'totp' ? 'numeric' : 'text'} autoComplete="one-time-code" className="mono" value={code} onChange={(event) => setCode(event.target.value)} />}
      {factor === 'totp' && codes.length > 0 ? <DemoCode factor="totp" email={email} fill={fill} /> : null}
      <RefusedNote error={error} />
      {codes.length === 0 ? null : <button type="submit" className="button button-primary" disabled={isBusy || !isThere}>{w.signIn.verify}</button>}
      {step.factors.includes('passkey') ? <button type="button" className="button" onClick={() => void withPasskey()}><Icon name="shield" />{w.signIn.usePasskey}</button> : null}
      <Footer startOver={startOver}>{codes.length < 2 ? null : <button type="button" className="link" onClick={() => { setFactor(factor === 'totp' ? 'recoveryCode' : 'totp'); setCode('') }}>{factor === 'totp' ? w.signIn.useRecovery : w.signIn.useTotp}</button>}</Footer>
    </form>
  )
}

const DeviceCode = ({ attempt, go, error, isBusy, email, startOver }: StepParts & { readonly attempt: string }) => {
  const w = useWords()
  const { code, setCode, isThere, given, fill } = useCode()
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); void go(async () => confirmDevice(attempt, (await given()).replaceAll(' ', ''))) }}>
      <p className="text-soft">{w.signIn.deviceText}</p>
      <TextField label={w.signIn.code} autoFocus inputMode="numeric" autoComplete="one-time-code" className="mono" value={code} onChange={(event) => setCode(event.target.value)} />
      <DemoCode factor="mailCode" email={email} fill={fill} />
      <RefusedNote error={error} />
      <button type="submit" className="button button-primary" disabled={isBusy || !isThere}>{w.signIn.verify}</button>
      <Footer startOver={startOver}><button type="button" className="link" onClick={() => void resendDeviceCode(attempt).catch(() => undefined)}>{w.signIn.again}</button></Footer>
    </form>
  )
}
