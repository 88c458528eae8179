import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Terminal } from '../terminal.ts'

const MARK = '# bitting scan'

/** Scans what is about to be committed, as it stands in the index, in a folder that goes away again. */
const hookText = (bitting: string): string => `#!/bin/sh
${MARK}: refuses a commit that has a key, a secret or a registered private key in it
staged=$(mktemp -d) || exit 1
trap 'rm -rf "$staged"' EXIT
git diff --cached --name-only --diff-filter=ACMR -z | git checkout-index --stdin -z --prefix="$staged/" || exit 1
git checkout-index -q -f --prefix="$staged/" .bittingignore 2>/dev/null
'${bitting.replaceAll("'", "'\\''")}' scan "$staged" || {
  echo 'The commit was not made. To commit all the same: git commit --no-verify' >&2
  exit 1
}
`

/** Puts the hook into a repository; one that somebody else wrote is left alone. @returns the exit code */
export const installHook = (path: string, terminal: Terminal): number => {
  const { status, stdout } = spawnSync('git', ['-C', path, 'rev-parse', '--git-path', 'hooks/pre-commit'], { encoding: 'utf8' })
  if (status !== 0) {
    terminal.complain(`${path} is in no Git repository (or git is not installed).\nName a folder of the repository: ./bitting scan PATH --install-hook`)
    return 1
  }
  const file = resolve(path, stdout.trim())
  const bitting = fileURLToPath(new URL('../../../bitting', import.meta.url))
  if (existsSync(file)) {
    terminal.complain(`${file} is there already and stays as it is.\nAdd this line to it: '${bitting}' scan "$(git rev-parse --show-toplevel)"`)
    return 1
  }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, hookText(bitting), { mode: 0o755 })
  terminal.print(`Git now scans before each commit: ${file}`)
  return 0
}
