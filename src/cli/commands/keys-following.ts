import type { MovingAddressSummary } from '../../operations/operator.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { table } from '../table.ts'
import { fromNow } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'

const stateOf = ({ state, fault }: MovingAddressSummary): string => (fault !== null ? harmless(fault) : state === 'moves' ? 'moves' : 'stays: the policy does not let it move, or the key is closed')

const page = (moving: readonly MovingAddressSummary[], wallMs: number, paint: Paint): string => (moving.length === 0 ? 'No entry of a list moves. Let one: ./bitting keys follow KEY' : table(
  [{ title: 'ID' }, { title: 'KEY', widest: 20 }, { title: 'FOLLOWS', widest: 28 }, { title: 'NOW AT', widest: 24 }, { title: 'MOVED' }, { title: 'LEFT TODAY' }, { title: 'STATE', widest: 40 }],
  moving.map((one) => [one.id, harmless(one.keyLabel), one.name === null ? 'a heartbeat' : harmless(one.name), one.entries.join(' ') || 'nowhere yet', one.lastMovedAt === null ? 'not today' : fromNow(one.lastMovedAt, wallMs), String(one.movesLeft), stateOf(one)]),
  paint))

export const keysFollowing = command({
  name: 'keys following', summary: 'entries of lists that follow a name or a heartbeat', positionals: [], options: { ...STORE_OPTIONS }, examples: ['./bitting keys following'],
  notes: ['LEFT TODAY is how often an entry may still move before its oldest move is a day old.'],
  run: (call) => withOperator(call, (operator) => operator.movingList(), (moving) => page(moving, call.terminal.nowMs(), painter(call.terminal))),
})
