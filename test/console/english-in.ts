import { PERMISSION_TABLE } from '../../src/permission.ts'

/** What stands in Latin letters in every language: names of rights as Binance has them, of kinds, protocols, headers, parameters, sides and units. */
const TERMS = [
  ...PERMISSION_TABLE.map(({ label }) => label), 'API Management', 'API Key', 'Secret Key', 'BEGIN PUBLIC KEY', 'Bitting', 'API', 'IP', 'IPv4', 'IPv6', 'CIDR', 'FIX', 'HMAC', 'Ed25519', 'RSA', 'PEM', 'SHA-256', 'TOTP', 'UTC', 'UTF-8', 'TLS', 'STARTTLS', 'BITTING_SMTP_URL', 'BITTING_MAIL_FROM', 'JSON', 'CSV', 'HTTP', 'HTTPS', 'DNS', 'NTP', 'UID', 'VIP', 'VPS', 'DDNS',
  'WebSocket', 'Webhook', 'GitHub', 'OAuth', 'SMS', 'USDT', 'BTC', 'ETH', 'BNB', 'BSC', 'TRX', 'BUY', 'SELL', 'LIMIT', 'LIMIT_MAKER', 'MARKET', 'timestamp', 'signature', 'recvWindow', 'Retry-After', 'testnet', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'ms', 'docs', 'Cmd', 'Key', 'Secret', 'OCO', 'OTO', 'OTOCO', 'OPO', 'OPOCO', 'SOR', 'ADA', 'DOGE', 'LTC', 'SOL', 'USDC', 'XRP', 'Charts:', 'TradingView', 'Lightweight Charts', 'symbols=["BTCUSDT","ETHUSDT"]', 'application/x-www-form-urlencoded', 'session.logon', 'encodeURIComponent', 'ccxt', 'curl', 'python-binance', '@binance/spot', 'Binance', 'Ctrl', 'Demo',
]
const byLength = (one: string, other: string): number => other.length - one.length

/** A term is none inside of a longer word. */
const wholeWord = (term: string): RegExp => new RegExp(`${/^\w/.test(term) ? '\\b' : ''}${RegExp.escape(term)}${/\w$/.test(term) ? '\\b' : ''}`, 'g')

/**
 * English that was left in a text of another language: runs of two letters and more that are no term, argument, path, header, name of a file or address.
 * @param given what came with the text: names, ids, addresses
 */
export const englishIn = (text: string, given: readonly string[] = []): readonly string[] => {
  let rest = text.replace(/(?<!\/)\b[xX](?:-\w+)+/g, ' ')
  for (const term of [...given, ...TERMS].filter((one) => one !== '').toSorted(byLength)) rest = rest.replaceAll(wholeWord(term), ' ')
  rest = rest
    .replace(/https?:\/\/\S+|docs\/[\w.\/-]+|\/[\w./{}-]+|[\w.-]+@[\w.-]+|\b[\w-]+\.(?:md|env|pem|gitignore)\b|\.env|\.gitignore|--[a-z-]+|-\d{4}\b/g, ' ')
    .replace(/\b[A-Z]{2,10}(?:USDT|USDC|BTC)\b/g, ' ').replace(/\b[kawp]_\w+|\b(?:person|approval):\w+|\bbi[ts]1[\w…]*/g, ' ').replace(/\b\w*\d\w*\b/g, ' ')
  return rest.match(/[A-Za-z]{2,}(?:[ '’-][A-Za-z]+)*/g) ?? []
}
