import { z } from '@hono/zod-openapi'

/** An answer that is no JSON: a file to keep, or a stream of events. A route gives it as its value. */
export interface DownloadWords {
  readonly contentType: string
  /** How the file is called where it is kept; null: it is read as it comes. */
  readonly fileName: string | null
  readonly body: string | ReadableStream<Uint8Array>
}

export class Download implements DownloadWords {
  readonly contentType: string
  readonly fileName: string | null
  readonly body: string | ReadableStream<Uint8Array>

  constructor({ contentType, fileName, body }: DownloadWords) {
    this.contentType = contentType
    this.fileName = fileName
    this.body = body
  }

  response(): Response {
    return new Response(this.body, { headers: { 'content-type': this.contentType, ...(this.fileName !== null && { 'content-disposition': `attachment; filename="${this.fileName.replace(/[^\w.-]/g, '_')}"` }) } })
  }
}

/** The value of a route that answers with one. */
// No schema reads it: it is the server's own.
export const download = z.string().openapi({ format: 'binary' }) as unknown as z.ZodType<Download, Download>
