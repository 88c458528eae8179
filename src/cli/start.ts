import { flushCompileCache } from 'node:module'
import { startServer, type RunningServer } from '../main.ts'
import { logAs, logEvent } from '../system-log.ts'
import type { StartOptions } from './start-options.ts'
import type { Terminal } from './terminal.ts'
import { movedClockBanner } from './with-operator.ts'

/** Serves until SIGTERM, SIGINT or the failure of a part, and says what a newcomer needs to know. */
export const start = async (options: StartOptions, terminal: Terminal): Promise<void> => {
  // Heard from the first moment: whoever reads `ready` may send a signal before the next line runs.
  const told = signalled()
  logAs(options.logFormat)
  const server = await startServer(options)
  // A server seldom ends by itself, and a killed one keeps nothing at its end: what was compiled is kept now, for the next start.
  flushCompileCache()
  terminal.print(welcome(server, options, terminal))
  logEvent('Bitting started', { rest: server.urls.rest, console: server.urls.console, data: options.dataFolder })
  const reason = await Promise.race([told, server.failed])
  logEvent('Bitting ends', { reason: reason instanceof Error ? 'a part failed' : reason })
  await server.stop()
  logEvent('Bitting ended')
  // Everything is durable and closed; whatever may still hold the process must not keep it.
  setTimeout(() => process.exit(), EXIT_AFTER_MS).unref()
  if (reason instanceof Error) throw reason
}

const EXIT_AFTER_MS = 500

const signalled = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => { for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal)) })

const welcome = (server: RunningServer, options: StartOptions, terminal: Terminal): string => {
  const { rest, console } = server.urls
  const { demoFile } = options
  return [
    '',
    `Bitting    the wire     ${rest}          (/api/v3, /sapi; testnet: ${rest}/testnet)`,
    `           console      ${console}${server.demo === 'none' ? '' : '   open it in a browser: it fills in the demo owner and every code'}`,
    `           data         ${options.dataFolder}`,
    ...(options.areRateLimitsOn ? [] : ['', '!! RATE LIMITS ARE OFF: no weights, no order counts, no bans. For load tests only. !!']),
    ...(server.calendarAheadUs === 0 ? [] : ['', movedClockBanner({ calendar: new Date(terminal.nowMs() + server.calendarAheadUs / 1_000).toISOString(), aheadSeconds: server.calendarAheadUs / 1_000_000 })]),
    ...demoLines(server, options),
    ...(server.demo === 'none' && options.people.mail === null ? ['', 'No mail server is set, so letters with codes and links stay here: ./bitting outbox reads them. To send them, set BITTING_SMTP_URL and BITTING_MAIL_FROM.'] : []),
    ...(server.demo === 'made' || server.demo === 'kept' ? snippets(rest, demoFile) : []),
    '',
    'ready',
  ].join('\n')
}

const demoLines = ({ demo, firstOwnerUrl }: RunningServer, { demoFile, dataFolder }: StartOptions): string[] => {
  switch (demo) {
    case 'none': return firstOwnerUrl === null ? [] : ['', 'Nobody owns anything here yet. Open this link within 24 hours to set up the first owner; it is good once, and the next start makes another:', '', `  ${firstOwnerUrl}`]
    case 'made': return [`           demo keys    ${demoFile}   (read, trade, withdraw, …; secrets in it, keep it private)`]
    case 'kept': return [`           demo keys    ${demoFile}   (as made at the first start)`]
    case 'file is gone': return [
      '',
      `The demo file ${demoFile} is gone, and secrets cannot be shown again. The keys still work for whoever has them.`,
      `Make new ones with ./bitting keys create, or start afresh: stop, remove ${dataFolder}, start again.`,
    ]
  }
}

const snippets = (rest: string, demoFile: string): string[] => [
  '',
  'A first order with curl:',
  '',
  `  KEY=$(node -p "require('${demoFile}').keys.trade.apiKey"); SECRET=$(node -p "require('${demoFile}').keys.trade.secretKey")`,
  '  QUERY="symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=100&timestamp=$(date +%s)000"',
  '  SIGNATURE=$(printf %s "$QUERY" | openssl dgst -sha256 -hmac "$SECRET" | sed \'s/.* //\')',
  `  curl -X POST -H "X-MBX-APIKEY: $KEY" "${rest}/api/v3/order?$QUERY&signature=$SIGNATURE"`,
  '',
  'With ccxt (npm install ccxt), in a file order.mjs:',
  '',
  "  import ccxt from 'ccxt'",
  "  import { readFileSync } from 'node:fs'",
  `  const { rest, keys } = JSON.parse(readFileSync('${demoFile}', 'utf8'))`,
  '  const exchange = new ccxt.binance({ apiKey: keys.trade.apiKey, secret: keys.trade.secretKey })',
  "  for (const [name, url] of Object.entries(exchange.urls.api)) if (typeof url === 'string') exchange.urls.api[name] = url.replace(/^https:\\/\\/[^/]+/, rest)",
  "  console.log(await exchange.createOrder('BTC/USDT', 'market', 'buy', 0.001))",
  '',
  'Why a request was refused: ./bitting explain --last KEY',
]
