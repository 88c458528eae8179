import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withNames } from './names.ts'

const row = { sequence: 1, at: '2026-11-26T12:00:00.000Z', source: '127.0.0.1', act: 'key.edit', before: null, after: null }

test('a row of the record names the people in it, those that left too, and each is looked up once', async () => {
  const asked: string[] = []
  const named = await withNames([
    { ...row, actor: 'person:p_ada', subject: 'k_1', factors: ['totp'] },
    { ...row, actor: 'system', subject: 'p_bela', factors: ['approval:p_ada', 'approval:p_cleo'] },
    { ...row, actor: 'key:k_p_x', subject: '100001', factors: [] },
  ], async (id) => { asked.push(id); return { p_ada: 'Ada', p_bela: 'Bela' }[id] })
  assert.deepEqual(named.map(({ names }) => names), [{ p_ada: 'Ada' }, { p_bela: 'Bela', p_ada: 'Ada' }, {}])
  assert.deepEqual(asked.sort(), ['p_ada', 'p_bela', 'p_cleo'])
})
