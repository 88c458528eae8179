import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { examine } from './examine.ts'

const toldOf = async (url: string): Promise<string> => {
  const { findings } = await examine({ url, credential: null, nowMs: () => 0 })
  assert.equal(findings.length, 1)
  assert.deepEqual([findings[0]?.probe, findings[0]?.verdict], ['reach', 'fault'])
  return `${findings[0]?.what} ${findings[0]?.remedy}`
}

test('what cannot be reached is told with its reason and what to do', async () => {
  const server = createServer((_request, response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<p>no exchange</p>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  assert.match(await toldOf(`http://127.0.0.1:${port}`), /^127\.0\.0\.1:\d+ answers, but does not tell the time: it answered 404\. Give the server alone/)
  await new Promise((resolve) => server.close(resolve))
  assert.match(await toldOf(`http://127.0.0.1:${port}`), /^Nothing listens at 127\.0\.0\.1:\d+\. Start the server/)
  assert.match(await toldOf('http://127.0.0.1:1'), /^Port 1 belongs to another kind of service.* Give the port/)
  assert.match(await toldOf('https://nobody.invalid'), /^The name nobody\.invalid was not found\. Look for a mistake/)
})
