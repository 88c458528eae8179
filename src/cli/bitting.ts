import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// What an earlier run compiled is taken as it is where its source has not changed: a quarter of a start. Kept beside the packages,
// where whoever can write can change the program itself; where nobody may write, each run compiles anew.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/bitting', import.meta.url)))

// Loaded only now: what an entry imports by itself is compiled before its first line runs.
const { commandLine } = await import('./command-line.ts')
await commandLine()
