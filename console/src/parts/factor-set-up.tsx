import { browserSupportsWebAuthn, startRegistration } from '@simplewebauthn/browser'
import { useState } from 'react'
import { beginPasskey, beginTotp, type FactorAdded, finishPasskey, finishTotp } from '../api/entry.ts'
import { TextField } from './field.tsx'
import { useCopy } from './formats.tsx'
import { Icon } from './icon.tsx'
import { QrCode } from './qr-code.tsx'
import { Note, RefusedNote } from './states.tsx'
import { useWords } from '../words/words.tsx'

/** An authenticator, from its QR code to its first right code. */
export const TotpSetUp = ({ onAdded }: { readonly onAdded: (added: FactorAdded) => void }) => {
  const w = useWords()
  const [begun, setBegun] = useState<{ readonly id: string; readonly secret: string; readonly uri: string } | null>(null)
  const [code, setCode] = useState('')
  const [label, setLabel] = useState('phone')
  const [error, setError] = useState<unknown>(null)
  const [isCopied, copy] = useCopy()
  const begin = async (): Promise<void> => {
    setError(null)
    try {
      const changed = await beginTotp(label)
      if (changed.is === 'done') setBegun(changed.value)
    } catch (fault) { setError(fault) }
  }
  const finish = async (): Promise<void> => {
    if (!begun) return
    setError(null)
    try { onAdded(await finishTotp(begun.id, code.replaceAll(' ', ''))); setBegun(null) } catch (fault) { setError(fault); setCode('') }
  }
  return (
    <section className="flex flex-col gap-3" aria-label={w.setUp.totpTitle}>
      <h3>{w.setUp.totpTitle}</h3>
      <p className="text-soft">{w.setUp.totpText}</p>
      {begun === null ? (
        <form className="flex flex-wrap items-end gap-2" onSubmit={(event) => { event.preventDefault(); void begin() }}>
          <div className="w-56"><TextField label={w.setUp.label} required value={label} maxLength={60} onChange={(event) => setLabel(event.target.value)} /></div>
          <button type="submit" className="button button-primary">{w.setUp.begin}</button>
        </form>
      ) : (
        <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); void finish() }}>
          <QrCode text={begun.uri} label={w.setUp.qrAlt} />
          <div><p className="text-sm text-soft">{w.setUp.totpSecret}</p><div className="flex flex-wrap items-center gap-2"><code className="break-all">{begun.secret.replace(/(.{4})/g, '$1 ').trim()}</code><button type="button" className="button button-small" onClick={() => copy(begun.secret)}><Icon name={isCopied ? 'check' : 'copy'} size={14} />{isCopied ? w.common.copied : w.demo.fill}</button></div></div>
          <div className="flex items-end gap-2"><div className="w-56"><TextField label={w.signIn.totp} autoFocus inputMode="numeric" autoComplete="one-time-code" className="mono" value={code} onChange={(event) => setCode(event.target.value)} /></div><button type="submit" className="button button-primary" disabled={code === ''}>{w.setUp.finish}</button></div>
        </form>
      )}
      <RefusedNote error={error} />
    </section>
  )
}

export const PasskeySetUp = ({ onAdded }: { readonly onAdded: (added: FactorAdded) => void }) => {
  const w = useWords()
  const [label, setLabel] = useState('')
  const [error, setError] = useState<unknown>(null)
  if (!browserSupportsWebAuthn()) return null
  const add = async (): Promise<void> => {
    setError(null)
    try {
      const changed = await beginPasskey(label)
      if (changed.is === 'done') { onAdded(await finishPasskey(await startRegistration({ optionsJSON: changed.value.options }))); setLabel('') }
    } catch (fault) { setError(fault) }
  }
  return (
    <section className="flex flex-col gap-3" aria-label={w.setUp.passkeyTitle}>
      <h3>{w.setUp.passkeyTitle}</h3>
      <p className="text-soft">{w.setUp.passkeyText}</p>
      <form className="flex flex-wrap items-end gap-2" onSubmit={(event) => { event.preventDefault(); void add() }}>
        <div className="w-56"><TextField label={w.setUp.label} required maxLength={60} value={label} onChange={(event) => setLabel(event.target.value)} /></div>
        <button type="submit" className="button"><Icon name="shield" />{w.setUp.addPasskey}</button>
      </form>
      <RefusedNote error={error} />
    </section>
  )
}

/** Ten codes, shown this once. */
export const RecoveryCodes = ({ codes, onKept }: { readonly codes: readonly string[]; readonly onKept: () => void }) => {
  const w = useWords()
  const [isCopied, copy] = useCopy()
  return (
    <section className="flex flex-col gap-3" aria-label={w.setUp.codesTitle}>
      <h3>{w.setUp.codesTitle}</h3>
      <Note kind="caution">{w.setUp.codesText}</Note>
      <ul className="grid grid-cols-2 gap-2">{codes.map((code) => <li key={code} className="mono rounded-md bg-sunken px-3 py-1">{code}</li>)}</ul>
      <div className="flex flex-wrap gap-2"><button type="button" className="button" onClick={() => copy(codes.join('\n'))}><Icon name={isCopied ? 'check' : 'copy'} />{isCopied ? w.common.copied : w.setUp.codesCopy}</button><button type="button" className="button button-primary" onClick={onKept}>{w.setUp.codesSaved}</button></div>
    </section>
  )
}
