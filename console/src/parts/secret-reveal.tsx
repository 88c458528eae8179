import { useBlocker } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useWords } from '../words/words.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'
import { useCopy } from './formats.tsx'
import { Icon } from './icon.tsx'
import { dotEnv, encrypted, type Secret } from './secret-file.ts'
import { Note } from './states.tsx'

const save = (name: string, content: BlobPart, type: string): void => {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}

/** A secret, once: it lives in this component's state alone and is gone with it. Leaving before "I have saved it" warns. */
export const SecretReveal = ({ secret, onDone }: { readonly secret: Secret; readonly onDone: () => void }) => {
  const w = useWords()
  const [isSaved, setSaved] = useState(false)
  const [passphrase, setPassphrase] = useState<string | null>(null)
  const [isCopied, copy] = useCopy()
  const [isKeyCopied, copyKey] = useCopy()
  const blocker = useBlocker({ shouldBlockFn: () => !isSaved, enableBeforeUnload: () => !isSaved, withResolver: true })
  useEffect(() => { if (isSaved) onDone() }, [isSaved])
  const fileName = secret.label.replace(/[^\w.-]+/g, '-').slice(0, 40) || 'key'
  return (
    <div className="flex flex-col gap-5">
      <Note kind="caution">{secret.secret === null ? w.reveal.onlyKey : w.reveal.once}</Note>
      <div className="flex flex-col gap-1">
        <span className="font-medium" id="reveal-key">{w.reveal.apiKey}</span>
        <div className="flex gap-2"><output aria-labelledby="reveal-key" className="mono min-w-0 flex-1 rounded-md bg-sunken px-3 py-2 break-all">{secret.apiKey}</output><button type="button" className="button self-start" onClick={() => copyKey(secret.apiKey)}><Icon name={isKeyCopied ? 'check' : 'copy'} />{isKeyCopied ? w.common.copied : w.reveal.copyKey}</button></div>
      </div>
      {secret.secret === null ? null : (
        <div className="flex flex-col gap-1">
          <span className="font-medium" id="reveal-secret">{secret.kind === 'hmac' ? w.reveal.secretKey : w.reveal.privateKey}</span>
          <div className="flex gap-2"><output aria-labelledby="reveal-secret" className="mono min-w-0 flex-1 rounded-md bg-sunken px-3 py-2 break-all whitespace-pre-wrap">{secret.secret}</output><button type="button" className="button self-start" onClick={() => copy(secret.secret ?? '')}><Icon name={isCopied ? 'check' : 'copy'} />{isCopied ? w.common.copied : w.reveal.copySecret}</button></div>
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        <button type="button" className="button" onClick={() => save(`${fileName}.env`, dotEnv(secret), 'text/plain')}><Icon name="download" />{w.reveal.dotEnv}</button>
        {secret.secret !== null && secret.kind !== 'hmac' ? <button type="button" className="button" onClick={() => save(`${fileName}.private.pem`, secret.secret ?? '', 'application/x-pem-file')}><Icon name="download" />{w.reveal.pem}</button> : null}
        <button type="button" className="button" onClick={() => setPassphrase('')}><Icon name="lockdown" />{w.reveal.encrypted}</button>
      </div>
      <ul className="flex list-disc flex-col gap-1 pl-5 text-soft">{w.reveal.advice.map((line) => <li key={line}>{line}</li>)}</ul>
      <div><button type="button" className="button button-primary" onClick={() => setSaved(true)}>{w.reveal.saved}</button></div>
      {passphrase === null ? null : (
        <Dialog title={w.reveal.encrypted} onClose={() => setPassphrase(null)} footer={<button type="submit" form="encrypt" className="button button-primary" disabled={passphrase.length < 12}>{w.reveal.download}</button>}>
          <form id="encrypt" className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); void encrypted(dotEnv(secret), passphrase).then((text) => { save(`${fileName}.sealed.json`, text, 'application/json'); setPassphrase(null) }) }}>
            <TextField label={w.reveal.passphrase} hint={w.reveal.passphraseHint} type="password" autoComplete="new-password" value={passphrase} onChange={(event) => setPassphrase(event.target.value)} />
          </form>
        </Dialog>
      )}
      {blocker.status !== 'blocked' ? null : (
        <Dialog title={w.reveal.leavingTitle} onClose={() => blocker.reset()} footer={<>
          <button type="button" className="button" onClick={() => blocker.reset()}>{w.reveal.stay}</button>
          <button type="button" className="button button-red" onClick={() => blocker.proceed()}>{w.reveal.leave}</button>
        </>}><p>{w.reveal.leavingText}</p></Dialog>
      )}
    </div>
  )
}
