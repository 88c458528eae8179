import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import fc from 'fast-check'
import type { PeopleChange } from '../../src/people/people-store.ts'
import { inTemporaryFolder, NOW_US } from '../../src/storage/samples.ts'
import { openStore } from '../../src/storage/store.ts'
import { MemoryPeopleStore } from './memory-people-store.ts'

const id = fc.constantFrom('a', 'b', 'c')
const version = fc.integer({ min: 1, max: 3 })
const way = fc.constantFrom('insert' as const, 'update' as const, 'put' as const)

const change: fc.Arbitrary<PeopleChange> = fc.oneof(
  fc.tuple(way, id, version, fc.constantFrom('x@example.org', 'y@example.org', 'z@example.org'))
    .filter(([how]) => how !== 'put')
    .map(([how, who, at, email]) => ({ do: how, kind: 'person', record: { id: who, version: at, email, name: who, phone: null, passwordHash: null, createdAtUs: NOW_US, state: 'active', keysGoTo: null, mustRenew: [], language: null } }) as const),
  fc.tuple(way, id, version, fc.nat({ max: 3 })).map(([how, who, at, failures]) => ({ do: how, kind: 'throttle', record: { id: who, version: at, failures, openAtUs: NOW_US, forgetAtUs: NOW_US + failures } }) as const),
  fc.tuple(fc.constantFrom('person' as const, 'throttle' as const), id).map(([kind, who]) => ({ do: 'remove', kind, id: who }) as const),
)

it('the real store and its simple twin refuse and keep the same', () => inTemporaryFolder(async (folder) => {
  let run = 0
  await fc.assert(fc.asyncProperty(fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { maxLength: 12 }), async (batches) => {
    const store = await openStore({ folder: join(folder, `data${run += 1}`), nowUs: NOW_US })
    try {
      const twin = new MemoryPeopleStore()
      for (const batch of batches) assert.equal(await store.people.save(batch, null), await twin.save(batch, null), JSON.stringify(batch))
      await Promise.all([store.people.forget(NOW_US + 1), twin.forget(NOW_US + 1)])
      for (const kind of ['person', 'throttle'] as const) assert.deepEqual(await store.people.find(kind, {}), await twin.find(kind, {}))
    } finally {
      await store.close()
    }
  }), { numRuns: 12 })
}))
