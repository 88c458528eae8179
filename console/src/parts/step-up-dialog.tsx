import { startAuthentication } from '@simplewebauthn/browser'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState, useSyncExternalStore } from 'react'
import type { StepUpAsked } from '../../../src/operations/operation.ts'
import type { Factor } from '../../../src/people/step-up-policy.ts'
import { tell } from '../api/client.ts'
import { sessionQuery } from '../api/session.ts'
import { type PendingStepUp, stepUpDesk } from '../api/step-up-desk.ts'
import { changeInWords } from '../words/told.ts'
import { useWords } from '../words/words.tsx'
import { DemoCode, useCode } from './demo-code.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'
import { Icon } from './icon.tsx'
import { Note, RefusedNote } from './states.tsx'

/** The one place where fresh factors are asked for: it shows word for word what is confirmed. */
export const StepUpDialog = () => {
  const pending = useSyncExternalStore(stepUpDesk.subscribe, stepUpDesk.pending)
  return pending === null ? null : <Asking key={pending.asked.id} pending={pending} />
}

type View = Pick<StepUpAsked, 'given' | 'requirement'> & { readonly isConfirmed?: boolean }

/** The groups that no given factor fills yet; each given factor fills one. */
const openGroups = ({ requirement, given }: View): readonly (readonly Factor[])[] => {
  const left = [...given]
  return requirement.filter((group) => {
    const at = left.findIndex((factor) => group.includes(factor))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

const Asking = ({ pending: { asked, settle } }: { readonly pending: PendingStepUp }) => {
  const w = useWords()
  const [view, setView] = useState<View>(asked)
  const [error, setError] = useState<unknown>(null)
  const groups = openGroups(view)
  // One after the other: the server counts an answer that it has not looked at yet as a failed try, and would refuse the second.
  const answered = useRef<Promise<unknown>>(Promise.resolve())
  const answer = (given: unknown): Promise<boolean> => {
    const own = answered.current.then(() => giveFactor(given))
    answered.current = own
    return own
  }
  const giveFactor = async (given: unknown): Promise<boolean> => {
    setError(null)
    try {
      const next = await tell<View>('POST', `/api/step-ups/${asked.id}/answer`, { answer: given })
      setView(next)
      if (openGroups(next).length === 0) settle(asked.id)
      return true
    } catch (fault) {
      setError(fault)
      return false
    }
  }
  const confirmPasskey = async (): Promise<void> => {
    setError(null)
    try {
      const options = await tell<Parameters<typeof startAuthentication>[0]['optionsJSON']>('POST', `/api/step-ups/${asked.id}/passkey`)
      await answer({ factor: 'passkey', response: await startAuthentication({ optionsJSON: options }) })
    } catch (fault) {
      setError(fault)
    }
  }
  return (
    <Dialog title={w.stepUp.title} onClose={() => settle(null)} footer={<button type="button" className="button" onClick={() => settle(null)}>{w.common.cancel}</button>}>
      <div className="flex flex-col gap-4">
        <div>
          <p className="text-soft">{w.stepUp.confirming(asked.sentences.length)}</p>
          <ul className="mt-2 flex flex-col gap-1">{asked.sentences.map((sentence, at) => <li key={sentence} className="rounded-md border border-line bg-sunken px-3 py-2 font-medium break-words">{changeInWords({ told: asked.told[at] ?? null, sentence }, w)}</li>)}</ul>
        </div>
        {view.given.length === 0 ? null : <Note kind="safe" role="status">{w.stepUp.given(view.given.map((factor) => w.factors[factor]).join(', '))}</Note>}
        {groups.map((group, index) => (
          <section key={group.join()} aria-label={group.map((factor) => w.factors[factor]).join(` ${w.common.or} `)} className="flex flex-col gap-3">
            {groups.length > 1 ? <h3 className="text-soft">{w.stepUp.part(index + 1, groups.length)}</h3> : null}
            {group.length > 1 ? <p className="text-soft">{w.stepUp.oneOf}</p> : null}
            {group.map((factor) => (factor === 'passkey'
              ? <button key={factor} type="button" className="button" onClick={() => void confirmPasskey()}><Icon name="shield" />{w.stepUp.usePasskey}</button>
              : <CodeForm key={factor} factor={factor} stepUpId={asked.id} answer={answer} tellFault={setError} autoFocus={index === 0 && factor === group[0]} isCertain={group.length === 1} />))}
          </section>
        ))}
        <RefusedNote error={error} />
      </div>
    </Dialog>
  )
}

const CodeForm = ({ factor, stepUpId, answer, tellFault, autoFocus, isCertain }: { readonly factor: Exclude<Factor, 'passkey'>; readonly stepUpId: string; readonly answer: (given: unknown) => Promise<boolean>; readonly tellFault: (fault: unknown) => void; readonly autoFocus: boolean; readonly isCertain: boolean }) => {
  const w = useWords()
  const { code, setCode, isThere, given, fill } = useCode()
  const [isBusy, setBusy] = useState(false)
  const email = useQuery({ ...sessionQuery, enabled: false }).data?.person.email
  const isSent = factor === 'mailCode' || factor === 'smsCode'
  // The one code that the reader certainly needs is on its way already: the server sent it when it asked.
  const [sent, setSent] = useState(factor === 'mailCode' && isCertain)
  const sendCode = async (): Promise<void> => {
    try {
      await tell('POST', `/api/step-ups/${stepUpId}/code`, { channel: factor === 'mailCode' ? 'mail' : 'sms' })
      setSent(true)
    } catch (fault) {
      tellFault(fault)
    }
  }
  const give = async (): Promise<void> => {
    setBusy(true)
    const typed = await given()
    const isRight = typed !== '' && await answer({ factor, code: factor === 'password' ? typed : typed.replaceAll(' ', '') })
    setBusy(false)
    if (!isRight) setCode('')
  }
  return (
    <form className="flex flex-wrap items-start gap-x-2 gap-y-1" onSubmit={(event) => { event.preventDefault(); void give() }}>
      <div className="min-w-40 flex-1">
        <TextField label={w.factors[factor]} hint={isSent ? (sent ? w.stepUp.sent : w.stepUp.notSent) : w.stepUp.hints[factor]} value={code} onChange={(event) => setCode(event.target.value)} autoFocus={autoFocus}
          type={factor === 'password' ? 'password' : 'text'} inputMode={factor === 'password' || factor === 'recoveryCode' ? 'text' : 'numeric'} autoComplete={factor === 'password' ? 'current-password' : 'one-time-code'} spellCheck={false} className="mono" />
      </div>
      <div className={`flex gap-2 ${isSent ? 'max-sm:basis-full sm:mt-[1.8rem]' : 'mt-[1.8rem]'}`}>
        {isSent ? <button type="button" className="button" onClick={() => void sendCode()}>{sent ? w.stepUp.sendAgain : w.stepUp.send}</button> : null}
        <button type="submit" className="button button-primary" disabled={!isThere || isBusy}>{w.stepUp.confirm}</button>
      </div>
      {factor === 'totp' || factor === 'mailCode' ? <div className="basis-full"><DemoCode factor={factor} email={email} fill={fill} prepare={isSent && !sent ? sendCode : undefined} /></div> : null}
    </form>
  )
}
