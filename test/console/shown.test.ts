import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from 'playwright-core'
import { english as w } from '../../console/src/words/english.ts'
import { signedCall } from '../harness/signed-request.ts'
import { CONSOLE_PAGES, DIALOGS } from './console-pages.ts'
import { onPages } from './many-pages.ts'
import { openConsole } from './open-console.ts'
import { type Shown, shownOn } from './shown-on.ts'

interface View {
  readonly name: string
  readonly at: string
  /** What has no address of its own: a button is pressed for it, or a choice made. */
  readonly press?: readonly ['button' | 'radio', RegExp | string]
}

/** Every view but those that find nothing, and what is opened over them. */
const VIEWS: readonly View[] = [
  ...new Map(CONSOLE_PAGES.map(({ at, route, presses }): View => ({ name: `${at ?? route} ${presses?.(w) ?? ''}`.trim(), at: at ?? route, ...(presses && { press: ['radio', presses(w)] }) })).map((view) => [view.name, view])).values(),
  ...DIALOGS.map(({ at, opens, title }): View => ({ name: `${at} ${title(w)}`, at, press: ['button', opens(w)] })),
].filter(({ at }) => !at.includes('nosuch'))

let ids: Readonly<Record<string, string>>
let shown: ReadonlyMap<string, Shown>

openConsole({ prepare: async ({ scene, server }) => {
  const { rest, keys } = server.demo
  const refused = await signedCall(rest, keys.read, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '10' })
  await signedCall(rest, keys.trade, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '2000' })
  const [used] = (await scene.asks<readonly { readonly id: string; readonly label: string }[]>('/api/keys')).filter(({ label }) => label === 'trade')
  ids = { key: used?.id ?? '', request: refused.headers.get('x-mbx-uuid') ?? '' }
  shown = await seen(scene.context)
} })

/** What each view shows once everything is there. */
const seen = async (context: BrowserContext): Promise<ReadonlyMap<string, Shown>> => {
  const told = new Map<string, Shown>()
  await onPages(() => context.newPage(), VIEWS, ({ name }) => name, async ({ name, at, press }, page) => {
    await page.goto(at.replace(/:(key|request)\b/g, (_, name: string) => ids[name] ?? ''))
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.locator('.shimmer').first().waitFor({ state: 'detached' })
    if (press) {
      await page.getByRole('main').or(page.getByRole('banner')).getByRole(press[0], { name: press[1] }).first().dispatchEvent('click')
      if (press[0] === 'button') await page.getByRole('dialog').waitFor()
      await page.locator('.shimmer').first().waitFor({ state: 'detached' })
    }
    told.set(name, await shownOn(page))
  })
  return told
}

const faultsIn = (of: (of: Shown) => readonly string[]): readonly string[] => [...shown].flatMap(([view, one]) => [...new Set(of(one))].map((text) => `${view}: ${text}`))

test('every time of every page is told in the reader\'s zone, and its exact instant when it is pointed at', () => {
  assert.ok([...shown.values()].reduce((sum, { times }) => sum + times, 0) > 50)
  assert.deepEqual(faultsIn(({ looseTimes, vagueTimes }) => [...looseTimes, ...vagueTimes]), [])
})

test('every id, address and key that stands for itself is copied whole by the button beside it', () => {
  assert.ok([...shown.values()].reduce((sum, one) => sum + one.ids.length, 0) > 20)
  const isWhole = ({ shown: text, copied }: Shown['ids'][number]): boolean => copied !== null && copied.startsWith(text.replace(/…$| \+\d+$/, '')) && !copied.includes('…')
  assert.deepEqual(faultsIn((one) => one.ids.filter((id) => !isWhole(id)).map(({ shown: text, copied }) => `${text} (${copied ?? 'no button'})`)).filter((fault) => !fault.startsWith('/learn')), [], 'what is taught has examples alone')
})

test('amounts are grouped, and nothing but the formatter of amounts rounds or groups them', () => {
  assert.deepEqual(faultsIn(({ ungrouped }) => ungrouped), [])
  const source = fileURLToPath(new URL('../../console/src', import.meta.url))
  const others = globSync('{features,parts,shell}/**/*.{ts,tsx}', { cwd: source }).filter((file) => file !== 'parts/amounts.ts')
  assert.ok(others.length > 100)
  assert.deepEqual(others.filter((file) => /\.toFixed\(|\.toLocaleString\(|NumberFormat/.test(readFileSync(join(source, file), 'utf8'))), [])
})
