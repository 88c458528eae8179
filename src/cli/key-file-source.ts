import { readFile } from 'node:fs/promises'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { type FilePath, type KeyFile, readKeyFile } from '../operations/key-file/key-file.ts'
import { type LintFinding, lintKeyFile } from '../operations/key-file/lint.ts'
import { done, type Outcome, refused } from '../operations/outcome.ts'

/** A file of keys with the lines in which things stand. */
export interface KeyFileSource {
  readonly file: KeyFile
  /** What is wider than it need be and not accepted by name. */
  readonly findings: readonly LintFinding[]
  lineOf(path: FilePath): number
}

const MOST_BYTES = 1_000_000

/** Reads YAML (or JSON, which is YAML) and tells every fault with its line. No tags, no anchors that multiply: a file of keys is plain. */
export const keyFileSource = (text: string, name: string): Outcome<KeyFileSource> => {
  if (text.length > MOST_BYTES) return refused('keyFile', `${name} is larger than any file of keys needs to be.`, 'Split it, one file an account.')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number): number => lines.linePos(offset).line
  const [fault] = document.errors
  if (fault) return refused('keyFile', `${name}:${lineAt(fault.pos[0])}: ${fault.message}`, 'Mend it, then try again.')
  const lineOf = (path: FilePath): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return lineAt(node.range[0])
    }
    return 1
  }
  const value = plainValue(document)
  if (!value.ok) return refused('keyFile', `${name}: ${value.text}`, 'Write each key out.')
  const read = readKeyFile(value.value)
  if (!read.ok) return { ok: false, refused: { ...refused('keyFile', read.faults.map(({ path, text: what }) => `${name}:${lineOf(path)}: ${what}`).join('\n'), 'Mend these lines; nothing was changed. An editor that knows docs/keys.schema.json tells them as you type.').refused } }
  return done({ file: read.file, findings: lintKeyFile(read.file), lineOf })
}

const plainValue = (document: ReturnType<typeof parseDocument>): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly text: string } => {
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: 0 }) }
  } catch (error) {
    return { ok: false, text: error instanceof Error ? error.message : String(error) }
  }
}

export const readKeyFileSource = async (path: string, shownAs: string): Promise<Outcome<KeyFileSource>> => {
  try {
    return keyFileSource(await readFile(path, 'utf8'), shownAs)
  } catch (error) {
    return refused('fileNotRead', `${shownAs} could not be read (${error instanceof Error && 'code' in error ? String(error.code) : String(error)}).`, 'Give the file with -f FILE; the present state as such a file: ./bitting export -f keys.yaml')
  }
}

/** Why a file is not applied: what is wider than it need be, with its line. */
export const lintRefusal = ({ findings, lineOf }: KeyFileSource, name: string): Outcome<null> => findings.length === 0 ? done(null)
  : refused('overWide', findings.map(({ path, risk, text }) => `${name}:${lineOf(path)}: ${text} [${risk}]`).join('\n'), `Narrow them, or say in the file that it is meant: accept: [${[...new Set(findings.map(({ risk }) => risk))].join(', ')}]`)
