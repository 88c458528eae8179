import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { inTemporaryFolder } from './samples.ts'
import { SEALED_TABLES } from './sealed-secrets.ts'
import { MAIN_FILE, openStore } from './store.ts'

test('every table that has sealed bytes is sealed anew with the rest, but that of the keys, which goes with them', () => inTemporaryFolder(async (folder) => {
  const store = await openStore({ folder, nowUs: 0 })
  await store.close()
  const database = new DatabaseSync(join(folder, MAIN_FILE), { readOnly: true })
  const tables = database.prepare("SELECT m.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'sealing_key_version' ORDER BY 1").all().map(({ name }) => String(name))
  database.close()
  assert.deepEqual(tables.filter((name) => name !== 'api_keys'), SEALED_TABLES.map(({ table }) => table).sort())
}))
