import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import type { ConsoleScene } from './console-scene.ts'
import { openConsole } from './open-console.ts'

let server: RunningServer
let scene: ConsoleScene
openConsole({ prepare: async (opened) => { ({ server, scene } = opened) } })

test('a canary is made by two clicks and its confirmation; a second one gets a label of its own', async () => {
  const { page } = scene
  await page.goto('/canaries')
  await page.getByText('No canary yet').waitFor()
  for (const label of ['canary 1', 'canary 2']) {
    await page.getByRole('button', { name: 'Make a canary' }).first().click()
    await page.getByRole('dialog', { name: 'Make a canary' }).getByRole('button', { name: 'Make it' }).click()
    await scene.confirm()
    await page.getByText(`${label} is made.`).waitFor()
    await page.getByRole('listitem', { name: label }).getByText('Nobody touched it').waitFor()
  }
})

test('whoever tries what was planted raises the alarm, which stands at its canary', async () => {
  const { page } = scene
  await page.getByRole('button', { name: 'Copy the lines: canary 1' }).click()
  const planted = Object.fromEntries((await page.evaluate<string>('navigator.clipboard.readText()')).split('\n').filter((line) => line.includes('=')).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
  const { BITTING_URL: url = '', BITTING_API_KEY: apiKey = '', BITTING_SECRET_KEY: secretKey = '' } = planted
  assert.equal(url, server.demo.rest)
  // Exactly what a thief has: the lines as they were copied.
  const answer = await signedCall<{ code: number }>(url, { apiKey, secretKey, permissions: [] }, 'GET', '/api/v3/account')
  assert.deepEqual([answer.status, answer.body.code], [401, -2015])
  const canary = page.getByRole('listitem', { name: 'canary 1' })
  await canary.getByText('Tried 1 time').waitFor()
  assert.match(await canary.getByRole('region', { name: 'Alarms' }).innerText(), /GET \/api\/v3\/account came from 127\.0\.0\.1/)
  await page.getByRole('listitem', { name: 'canary 2' }).getByText('Nobody touched it').waitFor()
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    assert.deepEqual(await scene.violations(), [])
  }
  await page.setViewportSize({ width: 390, height: 844 })
  assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true)
  await page.setViewportSize({ width: 1440, height: 900 })
  await canary.getByRole('link', { name: 'To the alerts' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('listitem', { name: 'canary 1: A canary key was tried' }).waitFor()
})
