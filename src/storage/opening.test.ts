import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, existsSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { MAIN_MIGRATIONS } from './migrations/all.ts'
import { NOW_US, inTemporaryFolder, sampleEntry, sampleKey, sampleRecord } from './samples.ts'
import { openStore } from './store.ts'

const open = (folder: string) => openStore({ folder, nowUs: NOW_US })

/** A closed store with some rows. */
const filledStore = async (folder: string, records = 500): Promise<string> => {
  const store = await open(folder)
  await store.keys.insert(sampleKey(1), sampleEntry('key.create'))
  for (let sequence = 1; sequence <= records; sequence++) store.journal('live').append(sampleRecord(sequence))
  await store.close()
  return join(folder, 'bitting.db')
}

const refusedAndUntouched = async (folder: string, file: string, expected: { fault: string; message: RegExp }): Promise<void> => {
  const before = readFileSync(file)
  await assert.rejects(open(folder), { name: 'StoreError', ...expected })
  assert.ok(readFileSync(file).equals(before), 'the file was touched')
  assert.equal(existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0, false)
}

/** Runs `body` in a Node process of its own; what it prints tells how far it came. */
const inAnotherProcess = (body: string, options: { uid?: number } = {}) =>
  spawn(process.execPath, ['--input-type=module-typescript', '--eval', `import { openStore } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)}\n${body}`], { stdio: ['pipe', 'pipe', 'inherit'], ...options })

const firstLine = async (child: ReturnType<typeof inAnotherProcess>): Promise<string> => {
  for await (const chunk of child.stdout) return String(chunk).trim()
  throw new Error('the process said nothing')
}

describe('a store that cannot be used', () => {
  it('because it is no database, is refused and left as it is', () => inTemporaryFolder(async (folder) => {
    const file = join(folder, 'bitting.db')
    writeFileSync(file, 'this is a letter to my aunt, not a database\n'.repeat(500))
    await refusedAndUntouched(folder, file, { fault: 'damaged', message: /not a database.*restore the latest backup/ })
  }))

  it('because its pages are damaged, is refused and left as it is', () => inTemporaryFolder(async (folder) => {
    const file = await filledStore(folder)
    const bytes = readFileSync(file)
    bytes.fill(0x5a, 3 * 4096, Math.min(bytes.length, 20 * 4096))
    writeFileSync(file, bytes)
    await refusedAndUntouched(folder, file, { fault: 'damaged', message: /damaged/ })
  }))

  it('because it was cut short, is refused and left as it is', () => inTemporaryFolder(async (folder) => {
    const file = await filledStore(folder)
    truncateSync(file, 5 * 4096)
    await refusedAndUntouched(folder, file, { fault: 'damaged', message: /damaged/ })
  }))

  it('because it is some other program\'s, is refused and left as it is', () => inTemporaryFolder(async (folder) => {
    const file = join(folder, 'bitting.db')
    const database = new DatabaseSync(file)
    database.exec('create table recipes (name text)')
    database.close()
    await refusedAndUntouched(folder, file, { fault: 'damaged', message: /other program/ })
  }))

  it('because a newer Bitting wrote it, is refused and left as it is', () => inTemporaryFolder(async (folder) => {
    const file = await filledStore(folder)
    const database = new DatabaseSync(file)
    database.exec("insert into migrations values (99, '0099-tomorrow', 0)")
    database.close()
    await refusedAndUntouched(folder, file, { fault: 'newer than this program', message: /newer Bitting.*schema is 99/ })
  }))

  it('because its call log is damaged, says which file to move away', () => inTemporaryFolder(async (folder) => {
    await filledStore(folder)
    writeFileSync(join(folder, 'calls.db'), 'x'.repeat(5_000))
    await refusedAndUntouched(folder, join(folder, 'calls.db'), { fault: 'damaged', message: /calls\.db/ })
  }))

  it('because it may not be written, is refused and left as it is', { skip: process.platform === 'win32' }, () => inTemporaryFolder(async (folder) => {
    await filledStore(folder)
    chmodSync(folder, 0o555)
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444)
    // The superuser may write anything, so the question is asked as nobody.
    const child = inAnotherProcess(`
      const said = await openStore({ folder: ${JSON.stringify(folder)}, nowUs: 1 }).then(() => 'opened', (error) => error.fault + ': ' + error.message)
      console.log(said)`, process.getuid?.() === 0 ? { uid: 65_534 } : {})
    assert.match(await firstLine(child), /^read-only: .*cannot be opened for writing/)
    chmodSync(folder, 0o755)
  }))

  it('can be opened again at once after it was refused for a reason that is gone', () => inTemporaryFolder(async (folder) => {
    const file = await filledStore(folder)
    copyFileSync(file, `${file}.good`)
    writeFileSync(file, 'x')
    await assert.rejects(open(folder))
    copyFileSync(`${file}.good`, file)
    const store = await open(folder)
    assert.equal([...store.journal('live').recordsAfter(0)].length, 500)
    await store.close()
  }))
})

describe('a store', () => {
  it('begins empty, with every migration recorded, and does not migrate twice', () => inTemporaryFolder(async (folder) => {
    await (await open(folder)).close()
    const migrations = () => {
      const database = new DatabaseSync(join(folder, 'bitting.db'), { readOnly: true })
      const rows = database.prepare('select number, name, applied_at_us from migrations').all().map((row) => ({ ...row }))
      database.close()
      return rows
    }
    const recorded = MAIN_MIGRATIONS.map(({ number, name }) => ({ number, name, applied_at_us: NOW_US }))
    assert.deepEqual(migrations(), recorded)
    await (await openStore({ folder, nowUs: NOW_US + 1 })).close()
    assert.deepEqual(migrations(), recorded)
  }))

  it('belongs to one process: a second is refused and told who holds it', () => inTemporaryFolder(async (folder) => {
    const child = inAnotherProcess(`
      const store = await openStore({ folder: ${JSON.stringify(folder)}, nowUs: ${NOW_US} })
      store.announce('http://127.0.0.1:8080')
      console.log('held')
      process.stdin.resume()`)
    assert.equal(await firstLine(child), 'held')
    await assert.rejects(open(folder), {
      fault: 'held by another process',
      message: new RegExp(`held by process ${child.pid}, since 2026-09-21T.*, at http://127\\.0\\.0\\.1:8080\\. Stop that process`),
    })
    child.kill('SIGKILL')
    await once(child, 'exit')
    // What was killed holds nothing, whatever holder.json still says.
    await (await open(folder)).close()
    assert.equal(existsSync(join(folder, 'holder.json')), false)
  }))

  it('is not opened twice by one process either', () => inTemporaryFolder(async (folder) => {
    const store = await open(folder)
    await assert.rejects(open(folder), { fault: 'held by another process' })
    await store.keys.insert(sampleKey(1), sampleEntry('key.create'))
    // Nor does the attempt let go of the lock that keeps others out.
    const child = inAnotherProcess(`console.log(await openStore({ folder: ${JSON.stringify(folder)}, nowUs: 1 }).then(() => 'opened', (error) => error.fault))`)
    assert.equal(await firstLine(child), 'held by another process')
    await store.close()
  }))

  it('finds the audit row that somebody changed in the file', () => inTemporaryFolder(async (folder) => {
    const store = await open(folder)
    for (let n = 1; n <= 5; n++) await store.keys.insert(sampleKey(n), { ...sampleEntry('key.create', `k_${n}`), actor: 'operator:\ud800 ü' })
    const whole = await store.audit.verify()
    assert.deepEqual({ rows: whole.rows, firstBadRow: whole.firstBadRow }, { rows: 5, firstBadRow: null })
    assert.deepEqual(store.audit.head(), { sequence: 5, hash: whole.head })
    await store.close()
    for (const [column, value] of [['actor', 'nobody'], ['after', '{}'], ['after', 'not json'], ['time_us', 1], ['hash', '00']] as const) {
      const database = new DatabaseSync(join(folder, 'bitting.db'))
      const was = database.prepare(`select ${column} as was from audit where sequence = 3`).get()?.['was'] ?? null
      database.prepare(`update audit set ${column} = ? where sequence = 3`).run(value)
      database.close()
      const again = await open(folder)
      assert.equal((await again.audit.verify()).firstBadRow, 3, column)
      await again.close()
      const repair = new DatabaseSync(join(folder, 'bitting.db'))
      repair.prepare(`update audit set ${column} = ? where sequence = 3`).run(was)
      repair.close()
    }
  }))
})
