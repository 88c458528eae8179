// Keeps a secret in a file that a passphrase opens, and calls with it. The file alone is worth nothing to whoever copies it.
//
//   BITTING_URL=… BITTING_API_KEY=… BITTING_SECRET_KEY=… BITTING_PASSPHRASE=… node examples/sealed-secret.ts FILE
import { writeFile } from 'node:fs/promises'
import { BittingClient, credentialFromFile, sealCredential } from 'bitting/client'

const { BITTING_URL = 'http://127.0.0.1:8080', BITTING_API_KEY = '', BITTING_SECRET_KEY = '', BITTING_PASSPHRASE = '' } = process.env
const file = process.argv[2] ?? 'bitting-credential.json'

// Once, where the key was made …
await writeFile(file, await sealCredential(BITTING_API_KEY, BITTING_SECRET_KEY, BITTING_PASSPHRASE), { mode: 0o600, flag: 'wx' })

// … and at each start of the program.
const client = new BittingClient({ baseUrl: BITTING_URL, credential: await credentialFromFile(file, BITTING_PASSPHRASE) })
const { body } = await client.signed<{ balances: { asset: string; free: string }[] }>('GET', '/api/v3/account', { omitZeroBalances: true })
console.log(body.balances.map(({ asset, free }) => `${free} ${asset}`).join('\n'))
