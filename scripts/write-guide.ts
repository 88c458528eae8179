/** Writes docs/guide/README.md out of the guides of the console's page Learn, so that both say the same. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { english } from '../console/src/features/learn/english.ts'
import { GUIDES, type GuideName, TRIES, type Try, type TryName } from '../console/src/features/learn/guides.ts'
import { PRESETS } from '../src/authority/presets.ts'
import { PERMISSION_TABLE } from '../src/permission.ts'

export const GUIDE_FILE = fileURLToPath(new URL('../docs/guide/README.md', import.meta.url))

/** How a claim is tried, for a reader without the page. */
const tried = (name: TryName): string => {
  const one: Try = TRIES[name]
  if (one.on === 'page') return `console: ${one.to}${one.search ? `?${new URLSearchParams(one.search)}` : ''}`
  const { answer, method, path, parameters, key, from } = one
  const asking = `${method} ${path}${Object.keys(parameters).length === 0 ? '' : `?${new URLSearchParams(parameters)}`}`
  const rights = key === null ? 'no key' : [...key.has.map((right) => `a key with ${right}`), ...key.lacks.map((right) => `without ${right}`)].join(', ')
  return `${asking} (${rights}${from === null ? '' : `, from ${from}`}) → ${answer.status}${answer.code === null ? '' : ` ${answer.code}`}`
}

const labelsOf = (rights: readonly string[]): string => PERMISSION_TABLE.filter(({ name }) => rights.includes(name)).map(({ label }) => label).join(', ') || 'none'
const entriesOf = ({ least, most }: { readonly least: number; readonly most: number }): string => (most === 0 ? 'none' : least === most ? String(most) : `${least}–${most}`)
const table = (): readonly string[] => [
  '| for | rights | where asked for | addresses | days | then |', '|---|---|---|---|---|---|',
  ...PRESETS.map(({ title, rights, furtherRights, entries, periodDays, afterPeriod }) => `| ${title} | ${labelsOf(rights)} | ${furtherRights.length === 0 ? '' : labelsOf(furtherRights)} | ${entriesOf(entries)} | ${periodDays} | ${afterPeriod} |`),
]

const guide = (name: GuideName): readonly string[] => {
  const { title, lead, claims } = english.guides[name]
  const texts = claims as Readonly<Record<string, string>>
  return [`## ${title}`, '', lead, '', ...(name === 'types' ? [...table(), ''] : []), ...Object.entries(GUIDES[name]).map(([claim, one]) => `- ${texts[claim]}<br>*${tried(one)}*`), '']
}

/** The whole file. */
export const guideText = (): string => [
  '# Guide', '', 'What the page **Learn** of the console says, with what tries each sentence: a page of the console, or a call that the page runs in the sandbox.',
  'The page also signs with a key of yours, step by step, and asks a few questions that end in a preset.', '',
  ...(Object.keys(GUIDES) as readonly GuideName[]).flatMap(guide),
  'The errors that are asked about most have pages of their own: [errors](../errors/README.md).', '',
].join('\n')

if (import.meta.main) {
  mkdirSync(fileURLToPath(new URL('../docs/guide/', import.meta.url)), { recursive: true })
  writeFileSync(GUIDE_FILE, guideText())
}
