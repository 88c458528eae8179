import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { type DestructiveAct, destroying } from '../../console/src/words/destroying-english.ts'
import { signedCall } from '../harness/signed-request.ts'
import { Colleague } from './colleague.ts'
import { ConsoleScene } from './console-scene.ts'
import { openConsole } from './open-console.ts'

const TO = '0x52908400098527886E0F7030069857D2E4169EE7'
const source = fileURLToPath(new URL('../../console/src/', import.meta.url))
const files = globSync('**/*.{ts,tsx}', { cwd: source }).map((name) => ({ name, text: readFileSync(source + name, 'utf8') }))
const ACTS = Object.keys(destroying) as DestructiveAct[]

test('whatever ends something is asked for as such, and carried out by the one dialog alone', () => {
  // What a DELETE or a red button may be besides, and why nothing is typed for it.
  const EXEMPT = {
    takeBack: 'nothing was made yet, and it can be asked for again', endSession: 'whoever was there signs in again; it has to go fast', stopScenario: 'what it does to the sandbox ends with it',
    SandboxCall: 'calls of the wire, as a trader makes them',
  }
  const deletes = files.filter(({ name }) => name.startsWith('api/')).flatMap(({ text }) => text.split('\n')).filter((line) => line.includes("'DELETE'") && !/^type Method|^\s+readonly method/.test(line))
  assert.ok(deletes.length > 8)
  assert.deepEqual(deletes.filter((line) => !line.includes('destroys(') && !Object.keys(EXEMPT).some((name) => line.includes(`const ${name} `))), [])
  assert.deepEqual(files.filter(({ text }) => text.includes('.carryOut(')).map(({ name }) => name), ['parts/destroy.tsx'])
  for (const act of ACTS) assert.equal(files.filter(({ text }) => text.includes(`destroys('${act}'`)).length, 1, act)
  const RED = {
    'parts/destroy.tsx': 'the dialog itself', 'parts/secret-reveal.tsx': 'leaves a page, as its warning says', 'features/lockdown/lockdown-page.tsx': 'waits for the typed name on the page', 'features/sandbox/withdrawal.tsx': 'play money, as a trader sends it',
    'features/keys/keys-page.tsx': 'opens the dialog', 'features/sandbox/state-desk.tsx': 'opens the dialog', 'features/sandbox/scenario-desk.tsx': 'opens the dialog', 'features/reviews/review-row.tsx': 'opens the dialog', 'features/sandbox/cancel-all.tsx': 'orders of the sandbox, each shown before it ends, as a trader ends them',
  }
  assert.deepEqual(files.filter(({ name, text }) => /button-(danger|red)/.test(text) && name.endsWith('.tsx') && !(name in RED)).map(({ name }) => name), [])
})

let colleague: Colleague
const open = openConsole({ prepare: async ({ browser, scene, server }) => {
  const { page } = scene
  colleague = await Colleague.join(browser, scene, { name: 'Cleo', email: 'cleo@example.com', role: 'Admin' })
  await page.goto('/people')
  await page.getByRole('button', { name: 'Invite' }).first().click()
  await page.getByRole('dialog').getByLabel('E-mail').fill('nobody@example.com')
  await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
  await scene.confirm()
  await page.goto('/addresses')
  await page.getByRole('button', { name: 'Add an address' }).click()
  for (const [label, text] of [['Name', 'Cold store'], ['Network', 'ETH'], ['Address', TO]] as const) await page.getByRole('dialog').getByLabel(label, { exact: true }).fill(text)
  await page.getByRole('dialog').getByRole('button', { name: 'Add an address' }).click()
  await scene.confirm()
  await page.goto('/external')
  await page.getByRole('button', { name: 'Enter a key' }).first().click()
  for (const [label, text] of [['Label', 'far bot'], ['Address of the exchange', 'https://exchange.example.org'], ['API key (public part)', server.demo.keys.read.apiKey]] as const) await page.getByRole('dialog').getByLabel(label).fill(text)
  await page.getByRole('dialog').getByLabel('What is it meant for?').selectOption({ label: 'Dashboard' })
  await page.getByRole('button', { name: 'Enter far bot' }).click()
  await scene.confirm()
  await page.goto('/settings')
  await page.getByRole('region', { name: 'Tokens for scripts' }).getByLabel('Name').fill('nightly')
  await page.getByRole('button', { name: 'Make a token' }).click()
  await scene.confirm()
  await page.getByRole('button', { name: 'I have saved it' }).click()
  await page.goto('/alerts')
  await page.getByRole('textbox', { name: 'Webhook' }).fill('https://hooks.example.org/bitting')
  await page.getByRole('button', { name: 'Review the change' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Change it' }).click()
  await scene.confirm()
  await page.goto('/keys?q=trade')
  await page.getByRole('link', { name: 'trade', exact: true }).click()
  await page.getByRole('button', { name: 'Let an entry move' }).click()
  await page.getByRole('dialog').getByLabel('Moved by').selectOption('name')
  await page.getByRole('dialog').getByLabel('Name').fill('home.example.org')
  await page.getByRole('dialog').getByLabel('Only within these blocks').fill('203.0.113.0/24')
  await page.getByRole('dialog').getByRole('button', { name: 'Let an entry move' }).click()
  await scene.confirm()
  await page.goto('/settings?of=account')
  const rules = page.getByRole('region', { name: 'Approval rules' })
  await rules.getByRole('button', { name: 'Add a rule' }).click()
  await rules.getByLabel('From (USDT)').fill('100')
  await rules.getByRole('button', { name: 'Review' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Change the rules' }).click()
  await scene.confirm()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.equal((await signedCall(server.demo.rest, server.demo.keys.withdraw, 'POST', '/sapi/v1/capital/withdraw/apply', { coin: 'USDT', network: 'ETH', address: TO, amount: '150' })).status, 200)
  await page.goto('/addresses')
  await page.getByRole('region', { name: 'Withdraw only to this book' }).getByRole('button', { name: 'Turn on' }).click()
  await scene.confirm()
  await page.getByRole('button', { name: 'Turn off' }).waitFor()
  await page.goto('/settings')
  const phone = page.getByRole('region', { name: 'Telephone for codes by SMS' })
  await phone.getByRole('textbox').fill('+447700900123')
  await phone.getByRole('button', { name: 'Set the number' }).click()
  await scene.confirm()
  await phone.getByText('Changed.').waitFor()
  await (await ConsoleScene.open(browser, server)).signInByPasskeyOf(scene)
} })

interface Row {
  readonly path: string
  /** What has to be done on the page before the button stands there. */
  readonly first?: (page: Page) => Promise<void>
  readonly button: (page: Page) => Locator
  readonly types: string
  readonly sends: RegExp
  readonly page?: () => Page
}
/** What only readers of the page hear stands apart: "Disable : trade". */
const named = (name: string | RegExp) => (page: Page): Locator => page.getByRole('main').getByRole('button', { name: typeof name === 'string' ? name.replace(': ', ' : ') : name, exact: true }).first()

const keyPage = async (page: Page): Promise<void> => page.getByRole('link', { name: 'trade', exact: true }).click()
/** Where each destructive act is offered, what has to be typed for it, and what is sent then. An act without a row does not compile. */
const WALK: Readonly<Record<DestructiveAct, Row>> = {
  'key.disable': { path: '/keys?q=trade', first: keyPage, button: named('Disable: trade'), types: 'trade', sends: /^POST .*\/api\/keys\/k_\w+\/disable$/ },
  'keys.disable': { path: '/keys', first: async (page) => { for (const key of ['read', 'trade']) await page.getByRole('checkbox', { name: `Mark ${key}`, exact: true }).check() }, button: named('Disable 2 keys'), types: '2 keys', sends: /^POST .*\/api\/step-ups \{"requests":\[.*,.*\]\}$/ },
  'key.delete': { path: '/keys?q=trade', first: keyPage, button: named('Delete: trade'), types: 'trade', sends: /^DELETE .*\/api\/keys\/k_\w+$/ },
  'movingAddress.end': { path: '/keys?q=trade', first: keyPage, button: named('Let it move no more: home.example.org'), types: 'home.example.org', sends: /^DELETE .*\/api\/moving-addresses\/\w+$/ },
  'account.close': { path: '/accounts', button: named('Close to the API: sub1@demo.bitting.example'), types: 'sub1@demo.bitting.example', sends: /^POST .*\/api\/accounts\/\d+\/close$/ },
  'person.takeOff': { path: '/people', button: named('Take off: cleo@example.com'), types: 'cleo@example.com', sends: /^DELETE .*\/api\/accounts\/\d+\/people\/\w+$/ },
  'person.offBoard': { path: '/people', button: named('Off-board: cleo@example.com'), types: 'cleo@example.com', sends: /^POST .*\/people\/\w+\/off-board \{"keysGoTo":null\}$/ },
  'invitation.withdraw': { path: '/people', button: named('Withdraw: nobody@example.com'), types: 'nobody@example.com', sends: /^DELETE .*\/invitations\/\w+$/ },
  'address.remove': { path: '/addresses', button: named('Remove: Cold store'), types: 'Cold store', sends: /^DELETE .*\/addresses\/\w+$/ },
  'whiteList.off': { path: '/addresses', button: named(/^Turn off/), types: 'OWNER', sends: /^PATCH .*\/withdrawal-policy \{"onlyAddressBook":false\}$/ },
  'externalKey.remove': { path: '/external', first: async (page) => page.getByRole('button', { name: /far bot/ }).press('Enter'), button: (page) => page.getByRole('dialog').getByRole('button', { name: 'Remove : far bot' }), types: 'far bot', sends: /^DELETE .*\/api\/external-keys\/\w+$/ },
  'approval.reject': { path: '/approvals', page: () => colleague.page, button: named('Reject: withdraw'), types: 'withdraw', sends: /^POST .*\/api\/approvals\/\w+\/reject$/ },
  'webhook.remove': { path: '/alerts', button: named('Remove the webhook: hooks.example.org'), types: 'hooks.example.org', sends: /^PATCH .*\/alert-settings \{"change":\{"webhookUrl":null\}\}$/ },
  'webhook.newSecret': { path: '/alerts', button: named('New secret: hooks.example.org'), types: 'hooks.example.org', sends: /^PATCH .*\/alert-settings \{"change":\{\},"renewsSecret":true\}$/ },
  'factor.remove': { path: '/settings', button: named('Remove: test key'), types: 'test key', sends: /^DELETE .*\/api\/me\/factors\/\S+$/ },
  'recoveryCodes.renew': { path: '/settings', button: named(/^Make new ones/), types: 'OWNER', sends: /^POST .*\/api\/me\/recovery-codes$/ },
  'phone.remove': { path: '/settings', button: named('Remove the number: +447700900123'), types: '+447700900123', sends: /^POST .*\/api\/me\/phone \{"phone":null\}$/ },
  'token.end': { path: '/settings', button: named('End: nightly'), types: 'nightly', sends: /^DELETE .*\/api\/me\/tokens\/\w+$/ },
  'sessions.endOthers': { path: '/settings', button: named(/^End all others/), types: 'OWNER', sends: /^DELETE .*\/api\/me\/sessions\?keepThisOne=true$/ },
  'sessions.endAll': { path: '/settings', button: named(/^End all, this one too/), types: 'OWNER', sends: /^DELETE .*\/api\/me\/sessions$/ },
  'sandbox.reset': { path: '/sandbox?desk=state&environment=testnet', button: named('Reset Testnet'), types: 'Testnet', sends: /^POST .*\/api\/sandbox\/testnet\/reset \{"seed":null\}$/ },
  'sandbox.restore': { path: '/sandbox?desk=state&environment=testnet', button: (page) => page.getByLabel('Choose a file'), types: 'Testnet', sends: /^PUT .*\/api\/sandbox\/testnet\/state \{"state":"kept"\}$/ },
  'scenario.takeRight': { path: '/sandbox?desk=scenarios&environment=testnet', button: named(/^Start.*A right withdrawn/), types: 'testnet', sends: /^POST .*\/api\/sandbox\/testnet\/scenario / },
}

for (const act of ACTS) {
  const row = WALK[act]
  test(`"${destroying[act].button}" (${act}) names what it ends, and sends nothing before exactly that was typed`, async () => {
    const page = row.page?.() ?? open.scene.page
    const sent: string[] = []
    await page.route((url) => url.pathname.startsWith('/api/') && url.pathname !== '/api/sandbox/calls', async (route) => {
      const request = route.request()
      if (request.method() === 'GET') return route.continue()
      sent.push(`${request.method()} ${request.url()}${request.postData() === null ? '' : ` ${request.postData()}`}`)
      return route.abort()
    })
    await page.goto(row.path)
    await row.first?.(page)
    const button = row.button(page)
    const name = row.types === 'OWNER' ? open.scene.owner.email : row.types
    if (act === 'sandbox.restore') await button.setInputFiles({ name: 'before.json', mimeType: 'application/json', buffer: Buffer.from('kept') })
    else await button.click()
    const title = destroying[act].it(name)
    const dialog = page.getByRole('dialog', { name: title, exact: true })
    assert.ok(title.includes(name))
    await dialog.getByText(destroying[act].text).waitFor()
    const go = dialog.getByRole('button', { name: title, exact: true })
    const field = dialog.getByLabel(`Type "${name}" to go on`)
    for (const almost of ['', name.slice(0, -1), `${name} `, name.toUpperCase() === name ? name.toLowerCase() : name.toUpperCase()].filter((text) => text !== name)) {
      await field.fill(almost)
      assert.ok(await go.isDisabled(), `"${almost}" is not "${name}"`)
      await field.press('Enter')
    }
    assert.deepEqual(sent, [])
    await field.fill(name)
    await go.click()
    await dialog.getByText('The server does not answer.').waitFor()
    assert.match(sent.join('\n'), row.sends)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.unrouteAll()
  })
}

test('an address leaves the book once its name was typed and the factors were given', async () => {
  const { page } = colleague
  await page.goto('/addresses')
  await open.scene.destroy(page.getByRole('button', { name: 'Remove : Cold store' }))
  await page.getByRole('dialog', { name: 'Confirm', exact: true }).getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('The book is empty').waitFor()
  assert.deepEqual(open.scene.faults.filter((fault) => !fault.includes('ERR_FAILED')), [])
})
