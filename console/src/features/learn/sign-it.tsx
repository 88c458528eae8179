import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { keysQuery } from '../../api/keys.ts'
import { useSession } from '../../api/session.ts'
import { SelectField, TextField } from '../../parts/field.tsx'
import type { Guides } from './guides.ts'

const hex = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Signs what the reader types with a key of theirs, here in the page, up to the call that can be pasted. */
export const SignIt = ({ words }: { readonly words: Guides['sign'] }) => {
  const { urls } = useSession()
  const { data: keys = [] } = useQuery(keysQuery)
  const own = keys.filter(({ kind, state }) => kind === 'hmac' && state === 'enabled')
  const [chosen, choose] = useState('')
  const [payload, setPayload] = useState(() => `symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=100&timestamp=${Date.now()}`)
  const [secret, setSecret] = useState('practice-secret')
  const [signature, setSignature] = useState('')
  useEffect(() => {
    let isWanted = true
    void (async () => {
      if (secret === '') return setSignature('')
      const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
      const signed = hex(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(payload)))
      if (isWanted) setSignature(signed)
    })()
    return () => { isWanted = false }
  }, [payload, secret])
  const header = own.find(({ id }) => id === chosen)?.apiKey
  const shown = [payload, signature, `curl -X POST ${header === undefined ? '' : `-H 'X-MBX-APIKEY: ${header}' `}'${urls.rest}/api/v3/order/test?${payload}&signature=${signature}'`]
  return (
    <div className="flex flex-col gap-3 rounded-md border border-line p-4">
      <p className="text-soft">{words.intro}</p>
      <SelectField label={words.key} value={chosen} onChange={(event) => choose(event.target.value)}><option value="">{words.noKey}</option>{own.map(({ id, label }) => <option key={id} value={id}>{label}</option>)}</SelectField>
      <TextField label={words.payload} className="mono" value={payload} spellCheck={false} onChange={(event) => setPayload(event.target.value)} />
      <TextField label={words.secret} hint={words.secretHint} className="mono" value={secret} spellCheck={false} autoComplete="off" onChange={(event) => setSecret(event.target.value)} />
      <ol className="flex flex-col gap-2">
        {words.steps.map((step, at) => <li key={step}><p className="text-sm text-soft">{at + 1}. {step}</p><output className="mono block rounded bg-sunken px-2 py-1 break-all">{shown[at]}</output></li>)}
      </ol>
    </div>
  )
}
