import type { Rotated } from '../../people/sessions.ts'

/** Tokens of a browser: in cookies that no script reads, never in an answer. */
export interface SessionCookies {
  begin(signedIn: { readonly sessionToken: string; readonly deviceToken: string | null }): void
  rotate(rotated: Pick<Rotated, 'sessionToken'>): void
  end(): void
}

/** A year and a month: what browsers keep at most. */
const DEVICE_AGE_S = 400 * 86_400

export interface CookieNames {
  readonly session: string
  readonly device: string
  readonly isSecure: boolean
}

/** Cookies ignore ports: two consoles on one host would sign each other out, so the port stands in the name. Over TLS no neighbour can set them. */
export const cookieNames = (consoleUrl: string): CookieNames => {
  const { protocol, port } = new URL(consoleUrl)
  const isSecure = protocol === 'https:'
  const suffix = `${isSecure ? '' : '-plain'}${port === '' ? '' : `-${port}`}`
  return { session: `${isSecure ? '__Host-' : ''}bitting-session${suffix}`, device: `${isSecure ? '__Host-' : ''}bitting-device${suffix}`, isSecure }
}

/** The value of one cookie; null where there is none, or where two of one name leave open which is meant. */
export const cookieValue = (header: string | undefined, name: string): string | null => {
  const values = (header ?? '').split(';').map((pair) => pair.trim()).filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1))
  return values.length === 1 && /^[\w-]{1,128}$/.test(values[0] ?? '') ? values[0] ?? null : null
}

export const sessionCookies = ({ session, device, isSecure }: CookieNames, setCookie: (cookie: string) => void): SessionCookies => {
  const flags = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  return {
    begin: ({ sessionToken, deviceToken }) => {
      setCookie(`${session}=${sessionToken}; ${flags}`)
      if (deviceToken !== null) setCookie(`${device}=${deviceToken}; Max-Age=${DEVICE_AGE_S}; ${flags}`)
    },
    rotate: ({ sessionToken }) => setCookie(`${session}=${sessionToken}; ${flags}`),
    end: () => setCookie(`${session}=; Max-Age=0; ${flags}`),
  }
}
