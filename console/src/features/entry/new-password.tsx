import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { resetPassword } from '../../api/entry.ts'
import { TextField } from '../../parts/field.tsx'
import { faultOfField } from '../../parts/refusal-words.ts'
import { Note, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { EntryFrame } from './frame.tsx'
import { takeToken } from './newcomer.tsx'

export const NewPasswordPage = () => {
  const w = useWords()
  const navigate = useNavigate()
  const [token] = useState(takeToken)
  const [password, setPassword] = useState('')
  const [isDone, setDone] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const submit = async (): Promise<void> => {
    setError(null)
    try { await resetPassword(token, password); setDone(true) } catch (fault) { setError(fault) }
  }
  return (
    <EntryFrame title={w.signIn.resetTitle}>
      {isDone ? <div className="flex flex-col gap-4"><Note kind="safe" role="status">{w.signIn.resetDone}</Note><button type="button" className="button button-primary" onClick={() => void navigate({ to: '/sign-in' })}>{w.signIn.go}</button></div> : (
        <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); void submit() }}>
          <TextField label={w.setUp.password} hint={w.setUp.passwordHint} type="password" autoComplete="new-password" required autoFocus value={password} onChange={(event) => setPassword(event.target.value)} fault={faultOfField(w, error, 'password')} />
          <RefusedNote error={error} />
          <button type="submit" className="button button-primary">{w.signIn.reset}</button>
        </form>
      )}
    </EntryFrame>
  )
}
