import { resolve } from 'node:path'
import type { ServerOptions } from '../main.ts'
import { consoleOrigin, type PeopleOptions, peopleOptionsOf } from '../open-people-options.ts'
import { metricsTokenOf } from '../server/metrics/metrics-access.ts'
import { LOG_FORMATS, type LogFormat } from '../system-log.ts'
import { type OptionTable, type OptionValues, readChoice, readList, readWholeNumber } from './options.ts'
import { WrongUsage } from './wrong-usage.ts'

/** What `./bitting start` was asked for. */
export type StartOptions = ServerOptions & { /** How faults are told on the error output. */ readonly logFormat: LogFormat }

export const START_OPTIONS = {
  port: { type: 'string', value: 'PORT', help: 'where the wire listens (default 8080; 0 = any free port)' },
  'console-port': { type: 'string', value: 'PORT', help: 'where the console listens (default 8081; 0 = any free port)' },
  'console-url': { type: 'string', value: 'URL', help: 'where people reach the console, when that is elsewhere (behind a proxy): links and passkeys use it' },
  'sign-up': { type: 'string', value: 'open|closed', help: 'whether strangers may open accounts of their own (default closed; in a demo open)' },
  host: { type: 'string', value: 'ADDRESS', help: 'the address to listen on (default 127.0.0.1)' },
  data: { type: 'string', value: 'DIR', help: 'the data folder (default .bitting)' },
  demo: { type: 'boolean', help: 'on an empty store: demo accounts, funds and keys; loopback only' },
  'demo-file': { type: 'string', value: 'FILE', help: 'where the demo keys are written (default demo.json in the data folder)' },
  'rate-limits': { type: 'string', value: 'on|off', help: 'off lifts weights and counts, for load tests' },
  'tls-cert': { type: 'string', value: 'FILE', help: 'certificate chain, PEM; together with --tls-key' },
  'tls-key': { type: 'string', value: 'FILE', help: "the certificate's private key, PEM" },
  'trusted-proxy': { type: 'string', value: 'ADDRESS', multiple: true, help: 'a proxy whose X-Forwarded-For counts; may be given several times' },
  market: { type: 'string', value: 'on|off', help: 'off leaves the books to the callers: no makers, no history' },
  seed: { type: 'string', value: 'NUMBER', help: "seed of the demo market's activity" },
  log: { type: 'string', value: 'text|json', help: 'how starts, ends and faults are told on the error output: for people, or as JSON lines for what collects logs (default text, or BITTING_LOG)' },
} as const satisfies OptionTable

/** Reads the options of `start`. Throws WrongUsage. */
export const readStartOptions = (options: OptionValues<typeof START_OPTIONS>, workingFolder: string, environment: Readonly<Record<string, string | undefined>>): StartOptions => {
  const dataFolder = resolve(workingFolder, options.data ?? '.bitting')
  const certificate = options['tls-cert']
  const privateKey = options['tls-key']
  if ((certificate === undefined) !== (privateKey === undefined)) {
    throw new WrongUsage('TLS needs both a certificate and its private key.', 'Give --tls-cert FILE and --tls-key FILE together.')
  }
  return {
    dataFolder,
    host: options.host ?? '127.0.0.1',
    port: readWholeNumber('port', options.port ?? '8080', 0, 65_535),
    consolePort: readWholeNumber('console-port', options['console-port'] ?? '8081', 0, 65_535),
    isDemo: options.demo ?? false,
    demoFile: options['demo-file'] === undefined ? resolve(dataFolder, 'demo.json') : resolve(workingFolder, options['demo-file']),
    areRateLimitsOn: readChoice('rate-limits', options['rate-limits'] ?? 'on', ['on', 'off']) === 'on',
    tls: certificate === undefined || privateKey === undefined ? null : { certificateFile: resolve(workingFolder, certificate), privateKeyFile: resolve(workingFolder, privateKey) },
    trustedProxies: readList(options['trusted-proxy'] ?? []),
    isMarketOn: readChoice('market', options.market ?? 'on', ['on', 'off']) === 'on',
    seed: options.seed === undefined ? null : readWholeNumber('seed', options.seed, 0, 4_294_967_295),
    people: readPeopleOptions(options, environment),
    metricsToken: readMetricsToken(environment),
    logFormat: readChoice('log', options.log ?? environment['BITTING_LOG'] ?? 'text', LOG_FORMATS),
  }
}

const readMetricsToken = (environment: Readonly<Record<string, string | undefined>>): string | null => {
  try {
    return metricsTokenOf(environment)
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error), 'See: ./bitting help start')
  }
}

/** The line decides before the environment; carriers of mail and SMS, which have secrets, stand in the environment alone. */
const readPeopleOptions = (options: OptionValues<typeof START_OPTIONS>, environment: Readonly<Record<string, string | undefined>>): PeopleOptions => {
  const url = options['console-url']
  const signUp = readChoice('sign-up', options['sign-up'] ?? environment['BITTING_SIGN_UP'] ?? (options.demo ? 'open' : 'closed'), ['open', 'closed'])
  try {
    return { ...peopleOptionsOf(environment), isSignUpOpen: signUp === 'open', ...(url !== undefined && { publicConsoleUrl: consoleOrigin(url) }) }
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error), 'See: ./bitting help start')
  }
}
