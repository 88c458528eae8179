import type { IncomingMessage } from 'node:http'

/** The headers the wire reads; all others are let be. */
export interface WireHeaders {
  apiKey: string | undefined
  forwardedFor: string | undefined
  demoAddress: string | undefined
  accept: string | undefined
  acceptEncoding: string | undefined
  contentType: string | undefined
  timeUnit: string | undefined
  userAgent: string | undefined
  hasBody: boolean
}

/** Picks the wire's headers in one pass; `req.headers` would build an object of every one of them. */
export const readWireHeaders = (request: IncomingMessage): WireHeaders => {
  const found: WireHeaders = { apiKey: undefined, forwardedFor: undefined, demoAddress: undefined, accept: undefined, acceptEncoding: undefined, contentType: undefined, timeUnit: undefined, userAgent: undefined, hasBody: false }
  const raw = request.rawHeaders
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at] ?? ''
    const value = raw[at + 1] ?? ''
    switch (name.length) {
      case 6: if (name.toLowerCase() === 'accept') found.accept = value; break
      case 10: if (name.toLowerCase() === 'user-agent') found.userAgent ??= value; break
      case 12: { const low = name.toLowerCase(); if (low === 'x-mbx-apikey') found.apiKey ??= value; else if (low === 'content-type') found.contentType = value; break }
      case 14: if (name.toLowerCase() === 'content-length') found.hasBody ||= value !== '0'; break
      case 15: {
        const low = name.toLowerCase()
        if (low === 'accept-encoding') found.acceptEncoding = value
        else if (low === 'x-forwarded-for') found.forwardedFor = found.forwardedFor === undefined ? value : `${found.forwardedFor},${value}`
        else if (low === 'x-mbx-time-unit') found.timeUnit = value
        break
      }
      case 17: { const low = name.toLowerCase(); if (low === 'transfer-encoding') found.hasBody = true; else if (low === 'x-bitting-address') found.demoAddress = value; break }
      default:
    }
  }
  return found
}
