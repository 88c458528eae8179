import { PRESETS, presetNamed } from '../../authority/presets.ts'
import { GRADE_WORDS } from '../../authority/risk.ts'
import { examine } from '../../client/doctor/examine.ts'
import type { Examination, Probe, Verdict } from '../../watch/external/examination.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { findCredential } from '../credential-source.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { fold, untitled } from '../table.ts'
import { dataFolderOf, tellRefusal } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

const MARKS: Readonly<Record<Verdict, readonly [Parameters<Paint>[0], string]>> = { fine: ['green', '✓'], advice: ['yellow', '!'], fault: ['red', '✗'], unknown: ['dim', '?'] }
const NAMES: Readonly<Record<Probe, string>> = { reach: 'reached', clock: 'clock', address: 'your address', key: 'kind of key', signature: 'signature', encoding: 'encoding', rights: 'rights', binding: 'bound to', fit: 'user type' }

/** What was found, the remedy under each finding that has one. */
const examinationPage = ({ url, findings, risk }: Examination, paint: Paint): string => {
  const rows = findings.map(({ probe, verdict, what }) => [paint(...MARKS[verdict]), NAMES[probe], harmless(what)])
  const remedies = findings.flatMap(({ probe, remedy }) => (remedy === null ? [] : fold(`${NAMES[probe]}: ${remedy}`, 96).map((line, index) => `  ${index === 0 ? '→' : ' '} ${harmless(line)}`)))
  return [
    paint('bold', `examined ${harmless(url)}`), '', untitled([{}, {}, { widest: 76 }], rows, paint),
    ...(risk === null ? [] : ['', `  Risk ${risk.grade} (${GRADE_WORDS[risk.grade]}): ${risk.reasons.join(' ')}`.split('\n').flatMap((line) => fold(line.trim(), 96)).map((line) => `  ${line}`).join('\n')]),
    ...(remedies.length === 0 ? [] : ['', ...remedies]),
  ].join('\n')
}

export const doctor = command({
  name: 'doctor',
  summary: 'examine a key and its exchange by reading alone: clock, signature, rights',
  positionals: [],
  options: {
    url: { type: 'string', value: 'URL', help: 'the server alone, without /api/v3 (default: the demo here)' },
    key: { type: 'string', value: 'KEY', help: 'a .env, JSON or sealed file, a demo key, or a key with its secret in the environment' },
    'futures-url': { type: 'string', value: 'URL', help: 'where /fapi is served, where that is another server' },
    preset: { type: 'string', value: 'NAME', help: 'the user type it is meant for: says what is too much' },
    'plain-http': { type: 'boolean', help: 'let the key travel unencrypted to another machine' },
    ...STORE_OPTIONS,
  },
  notes: [
    'It calls six paths, all by GET; nothing is placed, moved or changed.',
    'Without --key: BITTING_API_KEY with BITTING_SECRET_KEY or BITTING_PRIVATE_KEY from the environment.',
    'Exit code 1 when something is wrong.',
  ],
  examples: ['./bitting doctor --key trade', './bitting doctor --url https://api.binance.com --key bot.env --preset grid-bot', './bitting doctor --url https://api.binance.com'],
  run: async (call) => {
    const { options, terminal } = call
    if (options.preset !== undefined && !presetNamed(options.preset)) throw new WrongUsage(`There is no preset ${options.preset}.`, `There are: ${PRESETS.map(({ name }) => name).join(', ')}.`)
    for (const one of [options.url, options['futures-url']]) if (one !== undefined && !/^https?:\/\/./.test(one)) throw new WrongUsage(`"${one}" is no address of a server.`, 'Give it whole, as https://api.binance.com or http://127.0.0.1:8080.')
    try {
      const { credential, demoUrl } = await findCredential({ key: options.key, workingFolder: terminal.workingFolder, dataFolder: dataFolderOf(call), environment: process.env })
      const url = options.url ?? demoUrl ?? 'http://127.0.0.1:8080'
      const examination = await examine({
        url, credential, nowMs: () => terminal.nowMs(), allowsPlainHttp: options['plain-http'] ?? false,
        ...(options['futures-url'] !== undefined && { futuresUrl: options['futures-url'] }), ...(options.preset !== undefined && { preset: options.preset }),
      })
      terminal.print(options.json ? JSON.stringify(examination, null, 2) : examinationPage(examination, painter(terminal)))
      return examination.findings.some(({ verdict }) => verdict === 'fault') ? 1 : 0
    } catch (error) {
      if (error instanceof WrongUsage || !(error instanceof Error)) throw error
      return tellRefusal({ code: 'notExamined', message: error.message, remedy: 'See: ./bitting help doctor' }, options.json ?? false, terminal)
    }
  },
})
