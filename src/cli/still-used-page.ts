import type { StillUsed } from '../operations/operator.ts'
import type { Paint } from './paint.ts'
import { table } from './table.ts'
import { dateAndTime, fromNow } from './time-words.ts'

/** From where a rotated key is still used. The call log is in wall time, wherever the calendar stands. */
export const stillUsedPage = ({ successor, since, addresses }: StillUsed, wallMs: number, paint: Paint): string => addresses.length === 0
  ? paint('green', `Nobody used it since it was rotated to ${successor} (${dateAndTime(since)}).`)
  : [
    paint('bold', `Still used since it was rotated to ${successor} (${dateAndTime(since)}):`),
    table([{ title: 'FROM' }, { title: 'CALLS' }, { title: 'REFUSED' }, { title: 'LAST' }, { title: 'ENDPOINT' }, { title: 'SUCCESSOR' }],
      addresses.map(({ address, calls, refused, last, endpoint, usesSuccessor }) => [address, String(calls), String(refused), fromNow(last, wallMs), endpoint, usesSuccessor ? 'used from there too' : 'not used from there']), paint),
  ].join('\n')
