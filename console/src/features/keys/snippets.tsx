import { useState } from 'react'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { useSession } from '../../api/session.ts'
import { useCopy } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useWords } from '../../words/words.tsx'
import { Section } from '../../parts/section.tsx'

interface Snippet {
  readonly name: string
  readonly text: (base: string, apiKey: string) => string
}

/** Ready to paste; the secret comes from the environment, never from the code. */
const HMAC: readonly Snippet[] = [
  { name: 'ccxt', text: (base, apiKey) => `import ccxt from 'ccxt'

const exchange = new ccxt.binance({ apiKey: '${apiKey}', secret: process.env.BITTING_SECRET_KEY })
for (const [name, url] of Object.entries(exchange.urls.api)) {
  if (typeof url === 'string') exchange.urls.api[name] = url.replace(/^https:\\/\\/[^/]+/, '${base}')
}
console.log(await exchange.fetchBalance())` },
  { name: '@binance/spot', text: (base, apiKey) => `import { Spot } from '@binance/spot'

const client = new Spot({ configurationRestAPI: { apiKey: '${apiKey}', apiSecret: process.env.BITTING_SECRET_KEY, basePath: '${base}' } })
const response = await client.restAPI.getAccount()
console.log(await response.data())` },
  { name: 'python-binance', text: (base, apiKey) => `import os
from binance.client import Client

client = Client("${apiKey}", os.environ["BITTING_SECRET_KEY"])
client.API_URL = "${base}/api"
client.MARGIN_API_URL = "${base}/sapi"
print(client.get_account())` },
  { name: 'curl', text: (base, apiKey) => `QUERY="timestamp=$(date +%s)000"
SIGNATURE=$(printf %s "$QUERY" | openssl dgst -sha256 -hmac "$BITTING_SECRET_KEY" | sed 's/.* //')
curl -H "X-MBX-APIKEY: ${apiKey}" "${base}/api/v3/account?$QUERY&signature=$SIGNATURE"` },
]

const ASYMMETRIC: readonly Snippet[] = [
  { name: 'ccxt', text: (base, apiKey) => `import ccxt from 'ccxt'
import { readFileSync } from 'node:fs'

const exchange = new ccxt.binance({ apiKey: '${apiKey}', secret: readFileSync(process.env.BITTING_PRIVATE_KEY_FILE, 'utf8') })
for (const [name, url] of Object.entries(exchange.urls.api)) {
  if (typeof url === 'string') exchange.urls.api[name] = url.replace(/^https:\\/\\/[^/]+/, '${base}')
}
console.log(await exchange.fetchBalance())` },
  { name: '@binance/spot', text: (base, apiKey) => `import { Spot } from '@binance/spot'

const client = new Spot({ configurationRestAPI: { apiKey: '${apiKey}', privateKey: process.env.BITTING_PRIVATE_KEY_FILE, basePath: '${base}' } })
const response = await client.restAPI.getAccount()
console.log(await response.data())` },
  { name: 'python-binance', text: (base, apiKey) => `import os, pathlib
from binance.client import Client

client = Client("${apiKey}", private_key=pathlib.Path(os.environ["BITTING_PRIVATE_KEY_FILE"]))
client.API_URL = "${base}/api"
client.MARGIN_API_URL = "${base}/sapi"
print(client.get_account())` },
  { name: 'curl', text: (base, apiKey) => `QUERY="timestamp=$(date +%s)000"
printf %s "$QUERY" > payload
SIGNATURE=$(openssl pkeyutl -sign -rawin -inkey "$BITTING_PRIVATE_KEY_FILE" -in payload | openssl base64 -A)
curl -G -H "X-MBX-APIKEY: ${apiKey}" --data "$QUERY" --data-urlencode "signature=$SIGNATURE" "${base}/api/v3/account"` },
]

export const Snippets = ({ of: key }: { readonly of: Pick<KeySummary, 'apiKey' | 'kind' | 'environment'> }) => {
  const w = useWords()
  const { urls } = useSession()
  const snippets = key.kind === 'hmac' ? HMAC : ASYMMETRIC
  const [name, setName] = useState('ccxt')
  const [isCopied, copy] = useCopy()
  const text = (snippets.find((one) => one.name === name) ?? snippets[0])?.text(urls.rest + (key.environment === 'testnet' ? '/testnet' : ''), key.apiKey) ?? ''
  return (
    <Section title={w.key.snippets} action={<button type="button" className="button button-small" onClick={() => copy(text)}><Icon name={isCopied ? 'check' : 'copy'} size={14} />{isCopied ? w.common.copied : w.common.copyIt(name)}</button>}>
      <div className="mb-2 flex flex-wrap gap-1" role="group" aria-label={w.key.snippets}>{snippets.map((one) => <button key={one.name} type="button" aria-pressed={one.name === name} onClick={() => setName(one.name)} className={`button button-small ${one.name === name ? 'button-primary' : 'button-quiet'}`}>{one.name}</button>)}</div>
      <pre tabIndex={0} aria-label={name} className="overflow-x-auto rounded-md bg-sunken p-3 text-sm">{text}</pre>
    </Section>
  )
}
