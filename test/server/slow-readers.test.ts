import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { HeldBytes } from '../../src/server/held-bytes.ts'

const ANSWER = Buffer.alloc(8 * 1024 * 1024, 'x')
const held = new HeldBytes(3 * ANSWER.length)
let server: Server
const sockets: Socket[] = []

before(async () => {
  server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Length': ANSWER.length })
    response.end(ANSWER)
    held.noteAnswer(response, ANSWER.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
after(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
  server.closeAllConnections()
})

const reader = (requests: number): Socket => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => {})
  socket.pause()
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(requests))
  sockets.push(socket)
  return socket
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Reads to the end of one answer, or of the connection. */
const taken = (socket: Socket): Promise<number> => new Promise((resolve) => {
  let bytes = 0
  socket.on('data', (chunk) => {
    bytes += chunk.length
    if (bytes > ANSWER.length) resolve(bytes)
  })
  socket.on('close', () => resolve(bytes))
  socket.resume()
})

test('what nobody takes is held up to a bound; then the one who has left it lying for the longest is cut off', async () => {
  const first = reader(1)
  await until(() => held.bytes === ANSWER.length)
  const others = [reader(1), reader(1)]
  await until(() => held.bytes === 3 * ANSWER.length)
  others.push(reader(1))
  assert.ok(await taken(first) < ANSWER.length, 'the first was cut off')
  for (const socket of others) assert.ok(await taken(socket) > ANSWER.length, 'the others get their answers')
  await until(() => held.bytes === 0)
})

test('one connection that asks and asks is cut off too', async () => {
  const greedy = reader(20)
  await taken(greedy)
  await until(() => held.bytes === 0)
})

test('who hangs up holds nothing', async () => {
  const socket = reader(2)
  await until(() => held.bytes === 2 * ANSWER.length)
  socket.destroy()
  await until(() => held.bytes === 0)
})
