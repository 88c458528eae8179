import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { HeldBytes } from '../../src/server/held-bytes.ts'
import { readBody } from '../../src/server/request-body.ts'

let server: Server
const told: string[] = []
const sockets: Socket[] = []
before(async () => {
  server = createServer((request, response) => readBody(request, (body) => {
    told.push(typeof body === 'string' ? body : String(body.text.length))
    response.end()
  }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
after(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
  server.closeAllConnections()
})

/** Announces one byte more of a body than it sends. */
const unfinished = (bytes: number): Promise<Socket> => new Promise((resolve) => {
  // An address of a listening TCP server is always an AddressInfo.
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
    socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${bytes + 1}\r\n\r\n${'a'.repeat(bytes)}`, () => resolve(socket))
  })
  socket.on('error', () => {})
  socket.resume()
  sockets.push(socket)
})

test('bodies that are not ended take a bounded memory: who has kept one open for the longest is cut off, and others are heard', async () => {
  const first = await unfinished(120 * 1024)
  const isCut = new Promise((resolve) => first.once('close', resolve))
  for (let i = 0; i < 600; i += 1) await unfinished(120 * 1024)
  await isCut
  assert.ok(told.includes('aborted'))
  const last = await unfinished(120 * 1024)
  last.write('a')
  while (!told.includes(String(120 * 1024 + 1))) await new Promise((resolve) => setTimeout(resolve, 5))
})

test('what is held in parts is let go in parts, and all of it when the connection ends', () => {
  const held = new HeldBytes(100)
  const listeners: (() => void)[] = []
  // As much of a socket as is touched.
  const socket = { destroyed: false, once: (_: string, listener: () => void) => listeners.push(listener), destroy: () => {} } as unknown as Socket
  held.hold(socket, 30)
  held.hold(socket, 20)
  assert.equal(held.bytes, 50)
  held.letGo(socket, 30)
  assert.equal(held.bytes, 20)
  held.letGo(socket, 100)
  held.letGo(socket, 100)
  assert.equal(held.bytes, 0)
  held.hold(socket, 60)
  assert.equal(listeners.length, 1, 'one listener, however often')
  listeners[0]?.()
  assert.equal(held.bytes, 0)
})
