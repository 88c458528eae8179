import { Refused } from '../call-errors.ts'

/** Why an exchange did not tell its time, and what to do about it. */
export interface Unreached {
  readonly what: string
  readonly remedy: string
}

/** From the error itself down to what caused it first. */
const chainOf = (error: unknown): readonly Error[] => (error instanceof Error ? [error, ...chainOf(error.cause)] : [])

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '')

const isCertificate = (code: string): boolean => /CERT|ERR_TLS|UNABLE_TO_/.test(code)

/** @param error what asking for the time came to @param url the server that was asked */
export const unreached = (error: unknown, url: string): Unreached => {
  const { host, hostname, port } = new URL(url)
  const chain = chainOf(error)
  const codes = chain.map(codeOf)
  const first = chain.at(-1)
  if (error instanceof Refused) return { what: `${host} answers, but does not tell the time: it answered ${error.status}${error.code === null ? '' : ` (${error.code})`}.`, remedy: 'Give the server alone, without /api/v3 or another path; a page that is no exchange cannot be examined.' }
  if (codes.includes('ECONNREFUSED')) return { what: `Nothing listens at ${host}.`, remedy: 'Start the server there, or give the address at which it listens.' }
  if (codes.includes('ENOTFOUND') || codes.includes('EAI_AGAIN')) return { what: `The name ${hostname} was not found.`, remedy: 'Look for a mistake in it, and whether this machine is connected.' }
  // The Fetch standard's list of ports that belong to other services.
  if (first?.message === 'bad port') return { what: `Port ${port} belongs to another kind of service: programs of the web do not call it.`, remedy: 'Give the port at which the exchange listens: ./bitting start says its own, 8080 as a rule.' }
  if (codes.some(isCertificate)) return { what: `The certificate of ${host} does not hold (${first?.message ?? ''}).`, remedy: 'Do not send a key there before you know why: look whether the name is right and the certificate its own, and not over.' }
  if (chain.some(({ name }) => name === 'TimeoutError') || codes.includes('UND_ERR_CONNECT_TIMEOUT')) return { what: `${host} did not answer in time.`, remedy: 'Look whether this machine may reach it: a firewall drops what it does not let through.' }
  return { what: `It does not tell the time: ${first?.message ?? String(error)}.`, remedy: 'Check the address (the server alone, without /api/v3), and whether this machine may reach it.' }
}
