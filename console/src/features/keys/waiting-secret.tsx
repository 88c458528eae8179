import { useState } from 'react'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { tellSecret, useKeyChange } from '../../api/keys.ts'
import { useSession } from '../../api/session.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Time } from '../../parts/formats.tsx'
import type { Secret } from '../../parts/secret-file.ts'
import { SecretReveal } from '../../parts/secret-reveal.tsx'
import { Note, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'

/** The secret of a key that other people approved: shown once, to whoever asked for the key. */
export const WaitingSecret = ({ of: key }: { readonly of: KeySummary }) => {
  const w = useWords()
  const { person } = useSession()
  const [secret, setSecret] = useState<Secret | null>(null)
  const telling = useKeyChange(() => tellSecret(key.id))
  const show = async (): Promise<void> => {
    const changed = await telling.mutateAsync(undefined).catch(() => undefined)
    if (changed?.is === 'done') setSecret({ label: key.label, apiKey: key.apiKey, kind: key.kind, secret: changed.value.secretKey })
  }
  // What is shown stays until it is saved, though no secret waits any more.
  if (secret !== null) return <Dialog title={w.create.secretTitle(secret.label)} onClose={() => undefined}><SecretReveal secret={secret} onDone={() => setSecret(null)} /></Dialog>
  if (key.secretWaitsUntil === null) return null
  return (
    <>
      <Note kind="caution"><div className="flex flex-wrap items-center gap-3">
        <span>{key.holder === person.id ? w.key.secretWaits : w.key.secretWaitsElsewhere} <Time at={key.secretWaitsUntil} /></span>
        {key.holder === person.id ? <button type="button" className="button button-small" disabled={telling.isPending} onClick={() => void show()}>{w.key.showSecret}</button> : null}
      </div></Note>
      <RefusedNote error={telling.error} />
    </>
  )
}
