import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

export interface Page {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The same by gzip, where the builder put it beside. */
  readonly gzipped: Uint8Array<ArrayBuffer> | undefined
  readonly headers: Readonly<Record<string, string>>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2', '.png': 'image/png', '.ico': 'image/x-icon', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8',
}

/** What a page of the console may load and where it may send: its own origin, the wire beside it, and nothing inline. */
export const contentSecurityPolicy = (wire: readonly string[]): string =>
  [`default-src 'none'`, `script-src 'self'`, `style-src 'self'`, `img-src 'self' data:`, `font-src 'self'`, `connect-src ${["'self'", ...wire].join(' ')}`, `manifest-src 'self'`, `form-action 'self'`, `base-uri 'none'`, `frame-ancestors 'none'`, `require-trusted-types-for 'script'`].join('; ')

/**
 * The built console, read once at the start: what is served is what was there then, and no path of a request ever names a file.
 * Undefined where it was not built.
 */
export const readPages = (folder: string): ReadonlyMap<string, Page> | undefined => {
  let names: string[]
  try {
    names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/'))
  } catch {
    return undefined
  }
  if (!names.includes('/index.html')) return undefined
  const all = new Set(names)
  return new Map(names.flatMap((name): [string, Page][] => {
    const type = TYPES[extname(name)]
    if (type === undefined) return []
    // The builder puts a hash of the content into the names under assets/: another content is another name.
    const cache = name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    const bytesOf = (file: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(join(folder, file)))
    return [[name, { bytes: bytesOf(name), gzipped: all.has(`${name}.gz`) ? bytesOf(`${name}.gz`) : undefined, headers: { 'content-type': type, 'cache-control': cache, vary: 'accept-encoding' } }]]
  }))
}
