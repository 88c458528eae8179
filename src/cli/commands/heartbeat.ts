import { resolve } from 'node:path'
import { secretIn } from '../../client/credential-sources.ts'
import { type HeartbeatAnswer, sendHeartbeat } from '../../client/heartbeat.ts'
import { command } from '../command.ts'
import { harmless } from '../paint.ts'
import { tellRefusal } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

const TOKEN = 'BITTING_HEARTBEAT_TOKEN'

const tokenOf = async (file: string | undefined, workingFolder: string): Promise<string> => {
  const token = await secretIn(file === undefined ? process.env : { [`${TOKEN}_FILE`]: resolve(workingFolder, file) }, TOKEN)
  if (token) return token
  throw new WrongUsage('A heartbeat is signed with the token that ./bitting keys follow KEY --heartbeat told.', `Give --token-file FILE, or set ${TOKEN} or ${TOKEN}_FILE.`)
}

const answerText = ({ address, is, why = '' }: HeartbeatAnswer): string =>
  `This machine calls from ${harmless(address)}: ${is === 'moved' ? 'the entry moved there.' : is === 'same' ? 'the entry stands there already.' : `the entry stays where it was. ${harmless(why)}`}`

export const heartbeat = command({
  name: 'heartbeat',
  summary: 'move an entry of a list to where this machine calls from',
  positionals: ['ID'],
  options: {
    url: { type: 'string', value: 'URL', help: 'the address of the console (default http://localhost:8081)' },
    'token-file': { type: 'string', value: 'FILE', help: `where the token stands, for its owner's eyes alone (default ${TOKEN} of the environment)` },
    json: { type: 'boolean', help: 'plain JSON on stdout' },
  },
  notes: ['ID and token: ./bitting keys follow KEY --heartbeat --within BLOCK. The token moves that one entry and does nothing else.', 'Once in five minutes is plenty, by cron or a timer; without a program of ours: docs/moving-addresses.md. Exit code 1 where the entry is not at this address.'],
  examples: ['./bitting heartbeat d_7Q2MX4… --token-file heartbeat.token --url https://bitting.example'],
  run: async ({ options, positionals, terminal }) => {
    try {
      const answer = await sendHeartbeat({ consoleUrl: options.url ?? 'http://localhost:8081', id: positionals[0] ?? '', token: await tokenOf(options['token-file'], terminal.workingFolder) }, terminal.nowMs())
      terminal.print(options.json ? JSON.stringify(answer, null, 2) : answerText(answer))
      return answer.is === 'kept' ? 1 : 0
    } catch (error) {
      if (error instanceof WrongUsage || !(error instanceof Error)) throw error
      return tellRefusal({ code: 'notHeard', message: error.message, remedy: 'See: ./bitting help heartbeat' }, options.json ?? false, terminal)
    }
  },
})
