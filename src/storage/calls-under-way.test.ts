import assert from 'node:assert/strict'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { StoredCallLog } from './call-log.ts'
import { CallsUnderWay } from './calls-under-way.ts'
import { CALL_MIGRATIONS } from './migrations/all.ts'
import { NOW_US, inTemporaryFolder, sampleCall, sampleRefusal } from './samples.ts'
import type { CallBatch } from './sqlite/call-messages.ts'
import { CallPacker } from './sqlite/call-packer.ts'
import { prepareFile } from './sqlite/prepare-file.ts'

/** Batches of three calls, the second of them refused, numbered on from `first`. */
const batches = (first: number, many: number): readonly CallBatch[] => {
  const packer = new CallPacker(3, first - 1)
  return Array.from({ length: many }, () => {
    for (let at = 0; at < 3; at += 1) packer.add(at === 1 ? sampleRefusal(packer.newest + 1) : sampleCall(packer.newest + 1))
    return packer.take()
  })
}

/** As a process leaves the file that is killed before any of them is in the log. */
const leave = (path: string, left: readonly CallBatch[]): void => {
  const { underWay } = CallsUnderWay.open(path)
  for (const batch of left) underWay.keep(batch)
}

test('what was kept is found whole; what a kill cut off, and what does not fit its checksum, is not', () => inTemporaryFolder(async (folder) => {
  const path = join(folder, 'calls.under-way')
  const kept = batches(1, 3)
  leave(path, kept)
  const found = (): readonly number[] => CallsUnderWay.open(path).left.map(({ first }) => first)
  assert.deepEqual(CallsUnderWay.open(path).left.map(({ numbers, ...rest }) => ({ ...rest, numbers: [...numbers] })), kept.map(({ numbers, count, ...rest }) => ({ ...rest, count, numbers: [...numbers.subarray(0, count * 16)] })))
  const bytes = readFileSync(path)
  truncateSync(path, bytes.length - 1)
  assert.deepEqual(found(), [1, 4])
  const broken = Buffer.from(bytes)
  const middle = Math.floor(bytes.length / 2)
  broken.writeUInt8(broken.readUInt8(middle) ^ 1, middle)
  writeFileSync(path, broken)
  assert.deepEqual(found(), [1])
  writeFileSync(path, Buffer.alloc(64))
  assert.deepEqual(found(), [])
}))

test('a log goes on with what a killed process had on its way, tells what is missing between, and takes nothing twice', () => inTemporaryFolder(async (folder) => {
  const file = join(folder, 'calls.db')
  const path = join(folder, 'calls.under-way')
  await prepareFile(file, CALL_MIGRATIONS, 'normal', NOW_US)
  const sequences = async (log: StoredCallLog): Promise<readonly number[]> => (await log.calls({ seen: 'all', order: 'oldest', limit: 100 })).map(({ sequence }) => sequence)
  leave(path, [...batches(1, 1), ...batches(7, 1)])
  const first = await StoredCallLog.start(file, NOW_US)
  first.record(sampleCall(10))
  assert.deepEqual(await sequences(first), [1, 2, 3, 7, 8, 9, 10])
  assert.deepEqual((await first.gaps(10)).map(({ sequence, why, atMost }) => [sequence, why, atMost]), [[4, 'crashed', 3]])
  assert.deepEqual(await first.trace(sampleRefusal(8).requestId), sampleRefusal(8).trace)
  assert.equal(readFileSync(path).length, 0, 'what is in the log is on its way no more')
  await first.close()
  leave(path, batches(1, 1))
  const second = await StoredCallLog.start(file, NOW_US)
  assert.deepEqual(await sequences(second), [1, 2, 3, 7, 8, 9, 10])
  await second.close()
}))
