import { masked } from '../../watch/leaks/find-leaks.ts'
import { fingerprintOf } from './looked-at.ts'
import type { ToldLeak } from './told-leak.ts'

const RULES = {
  key: { name: 'BittingApiKey', text: 'An API key of Bitting. Alone it signs nothing, but it tells whose account it is.', level: 'warning' },
  secret: { name: 'BittingSecretKey', text: 'A secret key of Bitting: whoever reads it can sign.', level: 'error' },
  privateKey: { name: 'BittingPrivateKey', text: 'A private key that is registered with Bitting: whoever reads it can sign.', level: 'error' },
} as const

/** The findings in SARIF 2.1.0 (OASIS), as code hosts and editors read them. */
export const sarifOf = (leaks: readonly ToldLeak[], version: string): object => ({
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [{
    tool: { driver: { name: 'bitting scan', version, rules: Object.entries(RULES).map(([id, { name, text, level }]) => ({ id, name, shortDescription: { text }, defaultConfiguration: { level } })) } },
    results: leaks.map(({ found, owner }) => ({
      ruleId: found.leak.kind,
      level: RULES[found.leak.kind].level,
      partialFingerprints: { 'text/v1': fingerprintOf(found.leak) },
      message: { text: `${RULES[found.leak.kind].text} ${masked(found.leak)}${owner === null ? '' : `, of ${owner}`}${found.commit === null ? '' : `, in commit ${found.commit}`}` },
      locations: [{ physicalLocation: { artifactLocation: { uri: found.path.split('\\').join('/') }, region: { startLine: found.line, startColumn: found.column } } }],
    })),
  }],
})
