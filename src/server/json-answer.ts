import type { ServerResponse } from 'node:http'

/** Answers with JSON that nobody keeps. */
export const sendJson = (response: ServerResponse, status: number, body: object, headers: Readonly<Record<string, string>> = {}): void => {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text), 'Cache-Control': 'no-store', ...headers })
  response.end(text)
}

/** What is refused, why, and what to do about it. */
export const sendRefusal = (response: ServerResponse, status: number, code: string, message: string, remedy: string, headers: Readonly<Record<string, string>> = {}): void =>
  sendJson(response, status, { refused: { code, message, remedy } }, headers)
