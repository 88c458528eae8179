import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Refused } from '../../api/client.ts'
import type { KeyDraft } from '../../api/drafts.ts'
import { createKey, useKeyChange } from '../../api/keys.ts'
import { rightNamed } from '../../parts/rights.ts'
import type { Secret } from '../../parts/secret-file.ts'
import { fieldFaultIn } from '../../parts/refusal-words.ts'
import { Note, RefusedNote } from '../../parts/states.tsx'
import { changeInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'
import { isPrivate, makeEd25519 } from './browser-pair.ts'
import { type Door, type Drafting, wishOf } from './key-draft.ts'

/** The whole of it in one sentence, how its pair comes about, and the step behind which there is a key. */
export const Confirm = ({ draft, put, preview, onMade }: Drafting & { readonly preview: KeyDraft | undefined; readonly onMade: (secret: Secret, id: string) => void }) => {
  const w = useWords()
  const navigate = useNavigate()
  const creating = useKeyChange(createKey)
  const [awaiting, setAwaiting] = useState<string | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const needsEd25519 = draft.permissions.some((name) => rightNamed(name).ed25519Only)
  const doors: readonly { readonly door: Door; readonly title: string; readonly text: string }[] = [
    ...(needsEd25519 ? [] : [{ door: 'server' as const, title: w.create.doors.server, text: w.create.doors.serverText }]),
    { door: 'browser', title: w.create.doors.browser, text: w.create.doors.browserText }, { door: 'paste', title: w.create.doors.paste, text: w.create.doors.pasteText },
  ]
  const create = async (): Promise<void> => {
    setFault(null)
    try {
      const pair = draft.door === 'browser' ? await makeEd25519() : null
      const changed = await creating.mutateAsync(wishOf(draft, pair?.publicKey ?? (draft.door === 'paste' ? draft.publicKey : undefined)))
      if (changed.is === 'awaitingApproval') setAwaiting(w.states.waiting(changeInWords(changed.approval, w), changed.approval.approvalsNeeded))
      if (changed.is !== 'done') return
      const { key, secretKey } = changed.value
      onMade({ label: key.label, apiKey: key.apiKey, kind: key.kind, secret: secretKey ?? pair?.privateKey ?? null }, key.id)
    } catch (error) { setFault(error) }
  }
  if (awaiting !== null) return <Note kind="info" role="status">{awaiting}</Note>
  const faults = preview?.faults ?? []
  return (
    <div className="flex flex-col gap-5">
      <p className="rounded-md border border-line bg-surface px-4 py-3 text-lg"><strong className="break-words">{draft.label.trim()}</strong><br />{preview?.sentence}</p>
      {faults.map((fault) => <Note key={fault.text} kind="danger" role="alert">{fieldFaultIn(w, fault)}</Note>)}
      <fieldset className="grid gap-3 md:grid-cols-3">
        <legend className="mb-2 font-medium">{w.create.doors.legend}</legend>
        {doors.map(({ door, title, text }) => (
          <label key={door} className="card flex cursor-pointer items-start gap-3 p-4 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
            <input type="radio" name="door" className="mt-1" checked={draft.door === door} onChange={() => put({ door })} /><span><span className="font-medium">{title}</span><span className="block text-sm text-soft">{text}</span></span>
          </label>
        ))}
      </fieldset>
      {draft.door !== 'paste' ? null : (
        <div className="flex flex-col gap-1">
          <label htmlFor="public-key" className="font-medium">{w.create.publicKey}</label>
          <textarea id="public-key" rows={5} className="input mono" spellCheck={false} value={draft.publicKey} placeholder="-----BEGIN PUBLIC KEY-----" onChange={(event) => { if (isPrivate(event.target.value)) { put({ publicKey: '' }); setFault(new Refused(0, { code: 'privateKey', message: w.create.privatePasted, remedy: w.create.privatePastedText })) } else { setFault(null); put({ publicKey: event.target.value }) } }} />
          <input type="file" accept=".pem,.pub,.txt" aria-label={w.create.uploadPublic} className="text-sm" onChange={(event) => void event.target.files?.[0]?.text().then((text) => (isPrivate(text) ? setFault(new Refused(0, { code: 'privateKey', message: w.create.privatePasted, remedy: w.create.privatePastedText })) : put({ publicKey: text })))} />
        </div>
      )}
      <RefusedNote error={fault} />
      <div className="flex flex-wrap gap-2">
        <button type="button" className="button" onClick={() => void navigate({ to: '/keys/create', search: { step: 4 } })}>{w.common.back}</button>
        <button type="button" className="button button-primary" disabled={creating.isPending || faults.some(({ field }) => field !== 'publicKey') || (draft.door === 'paste' && draft.publicKey.trim() === '') || (draft.door === 'server' && needsEd25519)} onClick={() => void create()}>{w.create.go(draft.label.trim())}</button>
      </div>
    </div>
  )
}
