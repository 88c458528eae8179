import { HOUR, MINUTE } from '../time.ts'
import { invalidData, type ParameterType } from './parameter-types.ts'

const ZONE = /^([+-]?)(\d{1,2})(?::(\d{2}))?$/

/** A time zone as hours (`8`, `-3`) or hours and minutes (`05:45`), from -12:00 to +14:00; its offset in µs. */
export const timeZone: ParameterType<number> = {
  kind: 'STRING, -12:00 to +14:00',
  parse: (text, name) => {
    // A bare plus reaches us as the space it stands for in a query.
    const match = ZONE.exec(text.trim())
    const minutes = Number(match?.[3] ?? 0)
    if (!match || minutes > 59) return { ok: false, fault: invalidData(name) }
    const offset = (match[1] === '-' ? -1 : 1) * (Number(match[2]) * HOUR + minutes * MINUTE)
    return offset < -12 * HOUR || offset > 14 * HOUR ? { ok: false, fault: invalidData(name) } : { ok: true, value: offset }
  },
}
