import type { IncomingMessage, ServerResponse } from 'node:http'
import { HEARTBEAT_PATH } from './heartbeat-handler.ts'
import { statusPage } from './status-page.ts'

export interface StatusParts {
  /** False while starting, draining, or after a part failed. */
  readonly isReady: () => boolean
  readonly consoleUrl: () => string
  /** What moves an entry of an allow list. */
  readonly heartbeat: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

/** The console port: whether the process lives and serves, and what runs here. */
export const statusHandler = ({ isReady, consoleUrl, heartbeat }: StatusParts) => (request: IncomingMessage, response: ServerResponse): void => {
  const path = (request.url ?? '/').split('?', 1)[0]
  if (path === HEARTBEAT_PATH) return void heartbeat(request, response).catch(() => response.destroy())
  if (path === '/healthz') return sendText(response, 200, 'alive\n')
  if (path === '/readyz') return isReady() ? sendText(response, 200, 'ready\n') : sendText(response, 503, 'not ready\n')
  if (path !== '/') return sendText(response, 404, 'There is nothing at this path. / says what runs here; /healthz and /readyz are for supervisors.\n')
  const page = statusPage(consoleUrl())
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(page), 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'", 'X-Content-Type-Options': 'nosniff' })
  response.end(page)
}

const sendText = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': Buffer.byteLength(text) })
  response.end(text)
}
