import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import type { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import { Colleague } from './colleague.ts'
import type { ConsoleScene } from './console-scene.ts'
import { openConsole } from './open-console.ts'

const TO = '0x52908400098527886E0F7030069857D2E4169EE7'

let server: RunningServer
let scene: ConsoleScene
let bela: Colleague
let cleo: Colleague
openConsole({ prepare: async (opened) => {
  ({ server, scene } = opened)
  bela = await Colleague.join(opened.browser, scene, { name: 'Bela', email: 'bela@example.com', role: 'Approver' })
  cleo = await Colleague.join(opened.browser, scene, { name: 'Cleo', email: 'cleo@example.com', role: 'Admin' })
} })

const waiting = async (page: Page, text: string): Promise<Locator> => {
  await page.goto('/approvals')
  const card = page.getByRole('main').getByRole('listitem').filter({ hasText: text }).first()
  await card.waitFor()
  return card
}

test('one letter carries the code of one confirmation', async () => {
  const letters = await scene.operator.outboxList(50)
  assert.ok(letters.ok)
  assert.equal(letters.value.filter(({ subject, text }) => subject === 'Confirm a change' && text?.includes('Invite bela@example.com')).length, 1)
})

test('the rules are edited, read before and after, and confirmed', async () => {
  const { page } = scene
  await page.goto('/approvals')
  await page.getByRole('link', { name: 'Edit the rules' }).click()
  const editor = page.getByRole('region', { name: 'Approval rules' })
  await editor.getByText('3 people here may decide.').waitFor()
  await editor.getByRole('button', { name: 'Add a rule' }).click()
  await editor.getByLabel('From (USDT)').fill('100')
  await editor.getByLabel('People').fill('2')
  await editor.getByLabel('Giving a key the right to withdraw').fill('1')
  await editor.getByLabel('Changing these rules').fill('3')
  await editor.getByRole('button', { name: 'Review' }).click()
  const review = page.getByRole('dialog', { name: 'Before and after' })
  await review.getByRole('row', { name: /Withdrawals nobody else Withdrawals worth 100 USDT or more: 2 other people/ }).waitFor()
  await review.getByRole('button', { name: 'Change the rules' }).click()
  // Nobody can lock everybody out: three others are asked for, and there are two.
  await review.getByText('3 others must approve').waitFor()
  await review.getByRole('button', { name: 'Back' }).click()
  await editor.getByLabel('Changing these rules').fill('1')
  await editor.getByRole('button', { name: 'Review' }).click()
  await review.getByRole('button', { name: 'Change the rules' }).click()
  await scene.confirm()
  await page.goto('/approvals')
  await page.getByText('Withdrawals worth 100 USDT or more: 2 other people').waitFor()
})

test('a withdrawal waits until two people have said yes in two browsers, each with a passkey, to exactly its amount and address', async () => {
  const { status, body } = await signedCall<{ id: string }>(server.demo.rest, server.demo.keys.withdraw, 'POST', '/sapi/v1/capital/withdraw/apply', { coin: 'USDT', network: 'ETH', address: TO, amount: '150' })
  assert.equal(status, 200, JSON.stringify(body))
  const belas = await waiting(bela.page, TO)
  const exactly = belas.getByRole('group', { name: 'Exactly this' })
  for (const fact of ['USDT', 'ETH', TO, '150']) await exactly.getByText(fact, { exact: true }).first().waitFor()
  await belas.getByText('Asked by the key "withdraw",').waitFor()
  await belas.getByText('0 of 2').waitFor()
  await belas.getByText('until').waitFor()
  await belas.getByRole('button', { name: 'Approve' }).click()
  assert.match(await bela.confirm(), new RegExp(`Approve: .*150.*${TO}`, 's'))
  await belas.getByText('1 of 2').waitFor()
  assert.equal(await belas.getByRole('button', { name: 'Approve' }).count(), 0, 'nobody approves twice')

  const cleos = await waiting(cleo.page, TO)
  await cleos.getByText('1 of 2').waitFor()
  await cleos.getByText('Bela', { exact: true }).waitFor()
  await cleos.getByRole('button', { name: 'Approve' }).click()
  await cleo.confirm()
  await cleos.waitFor({ state: 'detached' })
  await cleo.page.getByLabel('Show what was decided too').check()
  await cleo.page.getByRole('listitem').filter({ hasText: TO }).getByText('carried out').first().waitFor()
  // 4 waits for approval; by now it is processed or completed.
  const history = await signedCall<readonly { id: string; status: number }[]>(server.demo.rest, server.demo.keys.withdraw, 'GET', '/sapi/v1/capital/withdraw/history', { coin: 'USDT' })
  assert.ok([4, 6].includes(history.body.find(({ id }) => id === body.id)?.status ?? -1), JSON.stringify(history.body))
})

test('a key gets the right to withdraw only when somebody else says yes; whoever asked cannot, and may take it back', async () => {
  const { page } = scene
  const ask = async (): Promise<void> => {
    await page.goto('/keys?q=trade')
    await page.getByRole('link', { name: 'trade', exact: true }).click()
    await page.getByRole('button', { name: 'Edit rights' }).click()
    await page.getByRole('switch', { name: 'Enable Withdrawals' }).check()
    await page.getByRole('button', { name: 'Review' }).click()
    await page.getByRole('button', { name: 'Change trade' }).click()
    await scene.confirm()
    await page.getByText(/Waits for 1 other person/).waitFor()
  }
  await ask()
  const own = await waiting(page, '"trade"')
  assert.equal(await own.getByRole('button', { name: 'Approve' }).count(), 0)
  await own.getByRole('button', { name: 'Take back' }).click()
  await scene.confirm()
  await own.waitFor({ state: 'detached' })

  await ask()
  const theirs = await waiting(bela.page, '"trade"')
  const exactly = theirs.getByRole('group', { name: 'Exactly this' })
  await exactly.getByRole('row', { name: /Rights Enable Reading, Enable Spot & Margin Trading Enable Reading, Enable Spot & Margin Trading, Enable Withdrawals/ }).waitFor()
  assert.deepEqual(await exactly.getByRole('rowheader').allInnerTexts(), ['Rights', 'Replay guard'], 'what stays is not told')
  await theirs.getByText('Demo owner').first().waitFor()
  await theirs.getByRole('button', { name: 'Approve' }).click()
  await bela.confirm()
  await theirs.waitFor({ state: 'detached' })
  await page.goto('/audit?act=key.')
  await page.getByRole('row', { name: /Key changed/ }).first().getByText('approved by Bela').waitFor()
  await page.goto('/keys?q=trade')
  await page.getByRole('link', { name: /trade$/ }).click()
  await page.getByRole('img', { name: /withdraws|Withdrawals/ }).first().waitFor()
  assert.deepEqual(scene.faults, [])
})

test('the secret of a key that somebody else approved is shown to whoever asked for it, once, and to nobody else', async () => {
  const { page } = scene
  await page.goto('/keys/create?preset=custody-settlement')
  await page.getByLabel('Label').fill('payouts')
  for (let step = 0; step < 2; step += 1) await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: /Add mine/ }).click()
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('switch', { name: 'Enable Withdrawals' }).check()
  for (let step = 0; step < 3; step += 1) await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Create payouts' }).click()
  await scene.confirm()
  await page.getByText(/Waits for 1 other person/).waitFor()
  const theirs = await waiting(bela.page, '"payouts"')
  await theirs.getByRole('button', { name: 'Approve' }).click()
  await bela.confirm()
  await theirs.waitFor({ state: 'detached' })
  await bela.page.goto('/keys?q=payouts')
  await bela.page.getByRole('link', { name: /payouts$/ }).click()
  await bela.page.getByText('Its secret waits for whoever asked for this key').waitFor()
  assert.equal(await bela.page.getByRole('button', { name: 'Show the secret' }).count(), 0)
  await page.goto('/keys?q=payouts')
  await page.getByRole('link', { name: /payouts$/ }).click()
  await page.getByRole('button', { name: 'Show the secret' }).click()
  await scene.confirm()
  assert.match(await page.getByRole('status', { name: 'Secret Key' }).innerText(), /^bis1\w{60}$/)
  await page.getByRole('button', { name: 'I have saved it' }).click()
  await page.getByRole('status', { name: 'Secret Key' }).waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('heading', { name: 'payouts' }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Show the secret' }).count(), 0)
})

test('whoever asked is told what became of it, by letter and on their overview: carried out, refused, not approved in time', async () => {
  const { page, operator, owner } = scene
  const subjects = async (): Promise<readonly string[]> => {
    const letters = await operator.outboxList(100)
    assert.ok(letters.ok)
    return letters.value.filter(({ to, subject }) => to === owner.email && subject.startsWith('Your change')).map(({ subject }) => subject)
  }
  const outcomes = page.getByRole('region', { name: 'What became of your changes' })
  await page.goto('/')
  await outcomes.getByRole('listitem').filter({ hasText: '"payouts"' }).getByText('Approved by Bela, and carried out.').waitFor()
  // The withdrawal was asked for by a key: what nobody in particular asked for is nobody's line.
  assert.equal(await outcomes.getByText(TO).count(), 0)
  assert.deepEqual(await subjects(), ['Your change was carried out', 'Your change was carried out', 'Your change was carried out'], 'of the key, of the right, and of the withdrawal by a key that the owner hears of')

  const ask = async (): Promise<void> => {
    await page.goto('/keys?q=transfer')
    await page.getByRole('link', { name: /transfer$/ }).click()
    await page.getByRole('button', { name: 'Edit rights' }).click()
    await page.getByRole('switch', { name: 'Enable Withdrawals' }).check()
    await page.getByRole('button', { name: 'Review' }).click()
    await page.getByRole('button', { name: 'Change transfer' }).click()
    await scene.confirm()
    await page.getByText(/Waits for 1 other person/).waitFor()
  }
  await ask()
  const theirs = await waiting(bela.page, '"transfer"')
  await scene.destroy(theirs.getByRole('button', { name: 'Reject' }))
  await bela.confirm()
  await theirs.waitFor({ state: 'detached' })
  await page.goto('/')
  await outcomes.getByText('Refused by Bela. Nothing was changed.').waitFor()
  assert.equal((await subjects())[0], 'Your change was refused')

  await ask()
  assert.ok((await operator.clockMove(5 * 86_400)).ok)
  await page.goto('/')
  await outcomes.getByText('Not enough people approved it in time. Nothing was changed.').waitFor()
  assert.equal((await subjects())[0], 'Your change was not approved in time')
  await outcomes.getByRole('link', { name: 'All requests' }).click()
  await page.getByRole('main').getByRole('listitem').filter({ hasText: '"transfer"' }).getByText('expired').waitFor()
  assert.ok((await operator.clockMove(null)).ok)
  assert.deepEqual(scene.faults, [])
})

test('whoever decides sees beforehand that it would not be carried out as things stand, and why', async () => {
  const { page } = scene
  assert.equal((await signedCall(server.demo.rest, server.demo.keys.withdraw, 'POST', '/sapi/v1/capital/withdraw/apply', { coin: 'USDT', network: 'ETH', address: TO, amount: '170' })).status, 200)
  const theirs = await waiting(bela.page, '170')
  assert.equal(await theirs.getByText('Why refused?').count(), 0)
  await page.goto('/addresses')
  await page.getByRole('button', { name: 'Lock withdrawals for 24 hours' }).click()
  await scene.confirm()
  await page.getByText('Withdrawals are locked until').waitFor()
  await theirs.getByText('Approved now, it would not be carried out.').waitFor()
  await theirs.getByText(/Why refused\? Withdrawals of this account are locked until/).waitFor()
  await theirs.getByText('Wait, or lift the lock on the page Address book.').waitFor()
})

test('pages that a role does not open say so, and the others offer nothing that would be refused', async () => {
  const { page } = bela
  const see = async (path: string): Promise<void> => {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.locator('.shimmer').first().waitFor({ state: 'detached' })
  }
  for (const path of ['/audit', '/calls', '/refused', '/lockdown', '/keys/create']) {
    await see(path)
    await page.getByText('Your role does not open this page.').waitFor()
  }
  for (const [path, offered] of [['/people', 'Invite'], ['/addresses', 'Add an address'], ['/accounts', 'Create a sub-account'], ['/settings?of=account', 'Review'], ['/products', 'Open margin']] as const) {
    await see(path)
    assert.equal(await page.getByRole('main').getByRole('button', { name: offered, exact: true }).count(), 0, `${path}: ${offered}`)
    assert.equal(await page.getByText('Your role does not open this page.').count(), 0, path)
  }
})
