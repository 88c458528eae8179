import type { ListenKeys } from '../../listen-keys.ts'
import { type Call, type Endpoint, endpoint } from '../../endpoint.ts'
import { errorAnswer } from '../../errors.ts'
import { mandatory, text } from '../../parameter-types.ts'

const UNKNOWN_LISTEN_KEY = errorAnswer(-1125, 'This listenKey does not exist.')
const ROW = { path: '/sapi/v1/margin/listen-key', security: 'USER_STREAM', permission: 'reading' } as const
const NAMED = { listenKey: mandatory(text(128)) }

type Act = (listenKeys: ListenKeys, listenKey: string, call: Pick<Call<unknown>, 'caller' | 'nowUs'>) => boolean
const answering = (act: Act) => (call: Call<{ readonly listenKey: string }>) =>
  (act(call.services.listenKeys, call.parameters.listenKey, call) ? { ok: true, body: {} } as const : UNKNOWN_LISTEN_KEY)

/** The listenKey of the stream that warns of what is owed on cross margin; it is heard at `/ws/<listenKey>`. */
export const riskStreamEndpoints: readonly Endpoint[] = [
  endpoint({
    ...ROW, method: 'POST', weight: { of: 1, scope: 'account' }, parameters: {},
    summary: 'A listenKey, under which changes of what is owed on margin are heard for an hour.',
    answer: ({ caller, nowUs, services: { listenKeys } }) => ({ ok: true, body: { listenKey: listenKeys.open(caller, 'marginRisk', nowUs()) } }),
  }),
  endpoint({ ...ROW, method: 'PUT', weight: { of: 1, scope: 'account' }, parameters: NAMED, summary: 'Another hour for it.', answer: answering((listenKeys, listenKey, { caller, nowUs }) => listenKeys.extend(listenKey, caller, nowUs())) }),
  endpoint({ ...ROW, method: 'DELETE', weight: { of: 3_000, scope: 'account' }, parameters: NAMED, summary: 'End it and the streams that hear it.', answer: answering((listenKeys, listenKey, { caller, nowUs }) => listenKeys.close(listenKey, caller, nowUs())) }),
]
