import { getRequestListener } from '@hono/node-server'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { HEARTBEAT_PATH } from '../heartbeat-handler.ts'
import { LEAK_REPORT_PATH } from '../leak-report-handler.ts'
import { METRICS_PATH } from '../metrics/metrics-handler.ts'
import { consoleApp, type ConsoleAppParts } from './console-app.ts'

export interface ConsoleHandlerParts extends ConsoleAppParts {
  /** What moves an entry of an allow list. */
  readonly heartbeat: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  /** What tells of keys that lie in public. */
  readonly leakReport: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  /** What those who watch the server read. */
  readonly metrics: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

/** What the console port answers with: heartbeats and reports of leaks, which are signed by themselves, metrics, and the console. */
export const consoleHandler = (parts: ConsoleHandlerParts): RequestListener => {
  const serve = getRequestListener(consoleApp(parts).fetch, { overrideGlobalObjects: false })
  const handlerOf = (path: string | undefined) => {
    switch (path) {
      case HEARTBEAT_PATH: return parts.heartbeat
      case LEAK_REPORT_PATH: return parts.leakReport
      case METRICS_PATH: return parts.metrics
      default: return serve
    }
  }
  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0]
    void Promise.resolve(handlerOf(path)(request, response)).catch(() => response.destroy())
  }
}
