import { readFileSync } from 'node:fs'
import { type OtlpOptions, OtlpSender } from './delivery/otlp-sender.ts'
import type { CallLog } from './watch/call-log.ts'

/** Where traces go, as the environment decides; null: nowhere, which is how it is unless somebody asks. Throws with words for people. */
export const tracingOptionsOf = (environment: Readonly<Record<string, string | undefined>>): Omit<OtlpOptions, 'version'> | null => {
  const { BITTING_OTLP_URL: url, BITTING_OTLP_HEADERS: headers = '', BITTING_OTLP_RATIO: ratio = '1' } = environment
  if (!url) return null
  const parsed = URL.parse(url)
  // What was given is not told: there may be a password in it.
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) throw new Error('BITTING_OTLP_URL must be the address of a collector such as http://localhost:4318')
  if (parsed.username !== '' || parsed.password !== '') throw new Error('BITTING_OTLP_URL must hold no name and no password: what the collector asks for goes into BITTING_OTLP_HEADERS')
  if (!/^(0(\.\d+)?|1(\.0+)?)$/.test(ratio)) throw new Error(`BITTING_OTLP_RATIO is "${ratio}"; it must be a part from 0 to 1`)
  const pairs = headers.split(',').filter((pair) => pair.trim() !== '').map((pair) => {
    const at = pair.indexOf('=')
    if (at < 1) throw new Error('BITTING_OTLP_HEADERS must be written as name=value, several of them with commas between')
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const
  })
  return { url, headers: Object.fromEntries(pairs), ratio: Number(ratio) }
}

/** Starts to send traces where that was asked for. @returns how to stop */
export const openTracing = (callLog: Pick<CallLog, 'hearBatches' | 'flush'>, environment: Readonly<Record<string, string | undefined>>): (() => Promise<void>) => {
  const options = tracingOptionsOf(environment)
  if (options === null) return async () => {}
  // package.json is this program's own and has a version.
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
  const sender = new OtlpSender(callLog, { ...options, version })
  return async () => {
    await callLog.flush()
    await sender.close()
  }
}
