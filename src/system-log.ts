import { inspect } from 'node:util'

/** How the process tells whoever runs it: lines of text for people, or JSON lines (one RFC 8259 object a line) for what collects logs. */
export const LOG_FORMATS = ['text', 'json'] as const
export type LogFormat = (typeof LOG_FORMATS)[number]

/** What a line is about, by name: ids, numbers, endpoints. Never what signs in or signs. */
export type About = Readonly<Record<string, string | number>>

/** One for the process, as its error output is. */
let format: LogFormat = 'text'
export const logAs = (chosen: LogFormat): void => { format = chosen }
export const isLoggedAsJson = (): boolean => format === 'json'

/** Tells that something failed that goes on all the same, or is tried again. @param error what was thrown, where something was */
export const logFault = (message: string, error?: unknown, about: About = {}): void => {
  write(format === 'json' ? jsonLine('error', message, about, error) : `${message}${inText(about)}${error === undefined ? '' : `: ${inspect(error)}`}`)
}

/** Tells what happened in order: starts and ends. People read it on the terminal already, so it is a line of JSON alone. */
export const logEvent = (message: string, about: About = {}): void => {
  if (format === 'json') write(jsonLine('info', message, about))
}

const write = (line: string): void => void process.stderr.write(`${line}\n`)

const inText = (about: About): string => {
  const told = Object.entries(about).map(([name, value]) => `${name} ${value}`).join(', ')
  return told === '' ? '' : ` (${told})`
}

const jsonLine = (severity: 'error' | 'info', message: string, about: About, error?: unknown): string =>
  JSON.stringify({ time: new Date().toISOString(), severity, message, ...about, ...(error !== undefined && { error: errorOf(error) }) })

/** Its own words and where it stood, and those of its cause; other members of an error may hold anything, so they stay away. */
const errorOf = (error: unknown): unknown =>
  error instanceof Error ? { name: error.name, message: error.message, stack: error.stack, ...(error.cause !== undefined && { cause: errorOf(error.cause) }) } : { name: typeof error, message: String(error) }
