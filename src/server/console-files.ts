import { globSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** The built console, read once: a request is one map look-up, so no path can lead out of it. */
export interface ConsoleFiles {
  /** Answers a request for a page or a file of the console; false where it is none, and somebody else's. */
  answer(request: IncomingMessage, response: ServerResponse): boolean
}

interface Served {
  readonly type: string
  readonly bytes: Buffer
  readonly gzipped: Buffer | null
  /** Its name carries a hash of its content. */
  readonly isImmutable: boolean
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.json': 'application/json', '.png': 'image/png', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json',
}
const COMPRESSED: ReadonlySet<string> = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest'])

const read = (folder: string, name: string): Served => {
  const bytes = readFileSync(join(folder, name))
  const extension = extname(name)
  return { type: TYPES[extension] ?? 'application/octet-stream', bytes, gzipped: COMPRESSED.has(extension) && bytes.length > 512 ? gzipSync(bytes, { level: 9 }) : null, isImmutable: name.startsWith('assets/') }
}

/**
 * Nothing inline and nothing from elsewhere; sockets to the project's own streams alone. Scripts can put no text into the page as markup.
 * @param sockets origins of the streams: `ws://127.0.0.1:8080`
 */
export const contentPolicy = (sockets: readonly string[]): string => [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "font-src 'self'", `connect-src 'self'${sockets.map((origin) => ` ${origin}`).join('')}`, "manifest-src 'self'",
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
].join('; ')

/**
 * @param folder where the build stands
 * @param sockets asked at each answer: the port of the wire is known only once it listens
 * @returns undefined where the console was not built
 */
export const consoleFiles = (folder: string, sockets: () => readonly string[]): ConsoleFiles | undefined => {
  if (!statSync(join(folder, 'index.html'), { throwIfNoEntry: false })) return undefined
  const names = globSync('**/*', { cwd: folder }).map((name) => name.replaceAll('\\', '/')).filter((name) => !name.startsWith('.') && statSync(join(folder, name)).isFile())
  const files = new Map(names.map((name) => [`/${name}`, read(folder, name)]))
  const page = read(folder, 'index.html')
  return {
    answer: (request, response) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
      const file = path === '/' || path === '/index.html' ? page : files.get(path) ?? (isPage(path, request) ? page : undefined)
      if (!file) return false
      send(file, request, response, sockets())
      return true
    },
  }
}

/** Every address of the console is the one page; what asks for a file or for data gets no page instead. */
const isPage = (path: string, { headers }: IncomingMessage): boolean => extname(path) === '' && !path.startsWith('/api/') && (headers.accept ?? '').includes('text/html')

const send = (file: Served, { method, headers }: IncomingMessage, response: ServerResponse, sockets: readonly string[]): void => {
  const isGzipped = file.gzipped !== null && /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))
  const body = isGzipped && file.gzipped !== null ? file.gzipped : file.bytes
  response.writeHead(200, {
    'Content-Type': file.type, 'Content-Length': body.length, ...(isGzipped && { 'Content-Encoding': 'gzip' }), Vary: 'Accept-Encoding',
    'Cache-Control': file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': contentPolicy(sockets), 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Resource-Policy': 'same-origin', 'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  })
  response.end(method === 'HEAD' ? undefined : body)
}
