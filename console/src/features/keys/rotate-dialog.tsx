import { useState } from 'react'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { rotateKey, splitKey, useKeyChange } from '../../api/keys.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import type { Secret } from '../../parts/secret-file.ts'
import { SecretReveal } from '../../parts/secret-reveal.tsx'
import { Note, RefusedNote } from '../../parts/states.tsx'
import { changeInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'
import { isPrivate, makeEd25519 } from './browser-pair.ts'

/** A successor that takes over with its first admitted call, or with an overlap; or one key made into two. */
export const RotateDialog = ({ of: key, how, onClose }: { readonly of: KeySummary; readonly how: 'rotate' | 'split'; readonly onClose: () => void }) => {
  const w = useWords()
  const [overlapHours, setOverlap] = useState<number | null>(null)
  const [publicKey, setPublicKey] = useState('')
  const [secret, setSecret] = useState<Secret | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [waits, setWaits] = useState<string | null>(null)
  const making = useKeyChange(async () => {
    const pair = key.kind === 'ed25519' && publicKey.trim() === '' ? await makeEd25519() : null
    const wish = key.kind === 'hmac' ? {} : { publicKey: pair?.publicKey ?? publicKey }
    return { pair, changed: how === 'rotate' ? await rotateKey(key.id, { ...wish, ...(overlapHours !== null && { overlapHours }) }) : await splitKey(key.id, wish) }
  })
  const go = async (): Promise<void> => {
    setError(null)
    try {
      const { pair, changed } = await making.mutateAsync(undefined)
      if (changed.is === 'awaitingApproval') setWaits(w.states.waiting(changeInWords(changed.approval, w), changed.approval.approvalsNeeded))
      if (changed.is === 'done') setSecret({ label: changed.value.key.label, apiKey: changed.value.key.apiKey, kind: changed.value.key.kind, secret: changed.value.secretKey ?? pair?.privateKey ?? null })
    } catch (fault) { setError(fault) }
  }
  if (secret !== null) return <Dialog title={w.create.secretTitle(secret.label)} onClose={() => undefined}><SecretReveal secret={secret} onDone={onClose} /></Dialog>
  return (
    <Dialog title={how === 'rotate' ? w.key.rotateTitle(key.label) : w.key.split} onClose={onClose} footer={<><button type="button" className="button" onClick={onClose}>{w.common.cancel}</button><button type="button" className="button button-primary" disabled={making.isPending || waits !== null || (key.kind === 'rsa' && publicKey.trim() === '')} onClick={() => void go()}>{how === 'rotate' ? w.key.rotateGo : w.key.split}</button></>}>
      <div className="flex flex-col gap-4">
        {waits === null ? null : <Note kind="info" role="status">{waits}</Note>}
        <p>{how === 'rotate' ? w.key.rotateText : w.key.splitText}</p>
        {how === 'split' ? null : (
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 font-medium">{w.key.takeOver}</legend>
            <label className="flex items-start gap-2"><input type="radio" name="overlap" className="mt-1" checked={overlapHours === null} onChange={() => setOverlap(null)} /><span>{w.key.handover}<span className="block text-sm text-soft">{w.key.handoverText}</span></span></label>
            <label className="flex items-start gap-2"><input type="radio" name="overlap" className="mt-1" checked={overlapHours !== null} onChange={() => setOverlap(24)} /><span>{w.key.overlap}<span className="block text-sm text-soft">{w.key.overlapText}</span></span></label>
            {overlapHours === null ? null : <div className="ml-6 w-40"><TextField label={w.key.hours} type="number" min={1} max={720} value={overlapHours} onChange={(event) => setOverlap(Math.max(1, Math.trunc(Number(event.target.value)) || 1))} /></div>}
          </fieldset>
        )}
        {key.kind === 'hmac' ? null : (
          <div className="flex flex-col gap-1">
            <label htmlFor="rotate-public" className="font-medium">{key.kind === 'rsa' ? w.create.publicKey : w.key.publicOptional}</label>
            <textarea id="rotate-public" rows={4} className="input mono" spellCheck={false} placeholder="-----BEGIN PUBLIC KEY-----" value={publicKey} onChange={(event) => setPublicKey(isPrivate(event.target.value) ? '' : event.target.value)} />
          </div>
        )}
        <RefusedNote error={error} />
      </div>
    </Dialog>
  )
}
