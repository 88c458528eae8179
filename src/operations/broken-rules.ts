import type { NotChanged } from '../authority/authority.ts'
import { FIELD_OF_RULE, type Rule } from '../authority/rules.ts'
import type { OperationRefused } from './outcome.ts'

/** What the operator can type against each broken rule; the rule's own text says what is wrong. */
const REMEDIES: Readonly<Record<Rule, string>> = {
  unknownAccount: 'The accounts: ./bitting accounts',
  unknownKey: 'The keys: ./bitting keys list',
  keyDeleted: 'Make a new key: ./bitting keys create',
  tooManyKeys: 'See which are not used: ./bitting keys list',
  label: 'Give another with --label LABEL.',
  publicKey: 'Leave --public-key out and a pair is made here.',
  allowList: 'Write the addresses as in --allow 203.0.113.45,198.51.100.0/28 (this machine: 127.0.0.1).',
  listRequired: 'Name the addresses with --allow, or leave that right out.',
  boundRights: 'Leave that right out, or make another key for it.',
  ed25519Required: 'Leave --kind out: Ed25519 is the default.',
  mainAccountRequired: 'The accounts: ./bitting accounts',
  ceiling: 'Its main account sets it: ./bitting accounts ceiling UID --rights …',
  unrestrictedForbidden: 'Name the addresses with --allow, or leave trading out.',
  productRequired: 'Open it first: ./bitting products open',
  expiry: 'Give --expires-in-days N, or --no-expiry on an edit.',
  preset: 'The presets: ./bitting presets',
  presetRights: 'Ask for less with --rights, or leave --preset out.',
  presetAddresses: 'Name the addresses with --allow, or leave --preset out.',
  period: 'Give --period-days N.',
  handover: 'See its lineage: ./bitting keys show KEY',
  split: 'See its rights: ./bitting keys show KEY',
  secret: 'A lost secret is never told again: ./bitting keys rotate KEY makes a new one.',
  guardRails: 'See: ./bitting help keys edit',
  confirmation: 'Ask for the change again, and confirm it anew.',
  oneTime: 'Make a new key: ./bitting keys create --preset one-time-script --label LABEL --allow ADDRESS',
}

/** Every rule that a wish breaks, as one refusal. */
export const brokenRules = ({ violations }: NotChanged): { readonly ok: false; readonly refused: OperationRefused } => {
  const fields = violations.flatMap(({ rule, text }) => {
    const field = FIELD_OF_RULE[rule]
    return field === null ? [] : [{ field, text, rule }]
  })
  return {
    ok: false,
    refused: {
      code: violations[0]?.rule ?? 'refused', message: violations.map(({ text }) => text).join('\n'), remedy: [...new Set(violations.map(({ rule }) => REMEDIES[rule]))].join('\n'),
      ...(fields.length > 0 && { fields }),
    },
  }
}
