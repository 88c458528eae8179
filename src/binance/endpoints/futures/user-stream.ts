import { type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { errorAnswer } from '../../errors.ts'
import { optional, text } from '../../parameter-types.ts'

const UNKNOWN_LISTEN_KEY = errorAnswer(-1125, 'This listenKey does not exist.')
const ROW = { path: '/fapi/v1/listenKey', security: 'USER_STREAM', permission: 'reading', weight: 1 } as const
/** Clients send it or not: the key that calls holds one at most. */
const NAMED = { listenKey: optional(text(128)) }

type NamedCall = Call<{ readonly listenKey: string | undefined }>

const meant = ({ caller, nowUs, parameters, services: { listenKeys } }: NamedCall): string | undefined => parameters.listenKey ?? listenKeys.held(caller, 'futures', nowUs())

/** The listenKey of a futures account's events; it is heard at `/private/ws?listenKey=…` and `/fstream/ws/<listenKey>`. */
export const futuresUserStreamEndpoints: readonly Endpoint[] = [
  endpoint({
    ...ROW, method: 'POST', socketMethods: ['userDataStream.start'], parameters: {},
    summary: "A listenKey, under which a futures account's events are heard for an hour.",
    answer: ({ caller, nowUs, services: { listenKeys } }) => ({ ok: true, body: { listenKey: listenKeys.open(caller, 'futures', nowUs()) } }),
  }),
  endpoint({
    ...ROW, method: 'PUT', socketMethods: ['userDataStream.ping'], parameters: NAMED, summary: 'Another hour for it.',
    answer: (call) => {
      const listenKey = meant(call)
      return listenKey !== undefined && call.services.listenKeys.extend(listenKey, call.caller, call.nowUs()) ? { ok: true, body: { listenKey } } : UNKNOWN_LISTEN_KEY
    },
  }),
  endpoint({
    ...ROW, method: 'DELETE', socketMethods: ['userDataStream.stop'], parameters: NAMED, summary: 'End it and the streams that hear it.',
    answer: (call) => {
      const listenKey = meant(call)
      return listenKey !== undefined && call.services.listenKeys.close(listenKey, call.caller, call.nowUs()) ? { ok: true, body: {} } : UNKNOWN_LISTEN_KEY
    },
  }),
]
