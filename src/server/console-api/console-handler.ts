import { getRequestListener } from '@hono/node-server'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { HEARTBEAT_PATH } from '../heartbeat-handler.ts'
import { METRICS_PATH } from '../metrics/metrics-handler.ts'
import { consoleApp, type ConsoleAppParts } from './console-app.ts'

export interface ConsoleHandlerParts extends ConsoleAppParts {
  /** What moves an entry of an allow list. */
  readonly heartbeat: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  /** What those who watch the server read. */
  readonly metrics: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

/** What the console port answers with: heartbeats, which are signed by themselves, metrics, and the console. */
export const consoleHandler = (parts: ConsoleHandlerParts): RequestListener => {
  const serve = getRequestListener(consoleApp(parts).fetch, { overrideGlobalObjects: false })
  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0]
    const served = path === HEARTBEAT_PATH ? parts.heartbeat(request, response) : path === METRICS_PATH ? parts.metrics(request, response) : serve(request, response)
    void Promise.resolve(served).catch(() => response.destroy())
  }
}
