import { useBlocker } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useWords } from '../words/words.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'
import { useCopy } from './formats.tsx'
import { Icon } from './icon.tsx'
import { Note } from './states.tsx'

export interface Secret {
  readonly label: string
  readonly apiKey: string
  /** What signs: an HMAC secret, or a private key as PEM that was made in this browser; null where the reader keeps it already. */
  readonly secret: string | null
  readonly kind: 'hmac' | 'ed25519' | 'rsa'
}

const save = (name: string, content: BlobPart, type: string): void => {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}

const dotEnv = ({ label, apiKey, secret, kind }: Secret): string => [
  `# ${label.replace(/[\r\n]+/g, ' ')}`,
  `BITTING_API_KEY=${apiKey}`,
  ...(secret === null ? [] : kind === 'hmac' ? [`BITTING_SECRET_KEY=${secret}`] : [`BITTING_PRIVATE_KEY="${secret.trim().replaceAll('\n', '\\n')}"`]),
  '',
].join('\n')

/** AES-256-GCM under a key that PBKDF2 draws from the passphrase: `openssl` cannot read it, this page's own note says how. */
const encrypted = async (text: string, passphrase: string): Promise<string> => {
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))]
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(passphrase), 'PBKDF2', false, ['deriveKey'])
  const key = await crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 600_000 }, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt'])
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text)))
  const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
  return JSON.stringify({ format: 'bitting-secret v1', cipher: 'AES-256-GCM', kdf: 'PBKDF2-SHA256', iterations: 600_000, salt: base64(salt), iv: base64(iv), sealed: base64(sealed) }, null, 2)
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
        <div className="flex gap-2"><output aria-labelledby="reveal-key" className="mono min-w-0 flex-1 rounded-md bg-sunken px-3 py-2 break-all">{secret.apiKey}</output><button type="button" className="button" onClick={() => copyKey(secret.apiKey)}><Icon name={isKeyCopied ? 'check' : 'copy'} />{isKeyCopied ? w.common.copied : w.reveal.copyKey}</button></div>
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
