import assert from 'node:assert/strict'
import { it } from 'node:test'
import { changeOf } from '../../src/people/people.ts'
import { MINUTE } from '../../src/time.ts'
import { ACCOUNTS, type Actor, GOOD_PASSWORD, must, PeopleScene } from './people-scene.ts'

const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text)

/** The newest letter to somebody. */
const newest = async (scene: PeopleScene, to: string): Promise<string> => {
  const letter = (await scene.letters(to)).at(-1)
  assert.ok(letter, `${to} got no letter`)
  return `${letter.subject}\n${letter.text}`
}

const invited = async (scene: PeopleScene, by: Actor, email: string): Promise<string> => {
  const wish = { email, accountId: ACCOUNTS.MAIN, role: 'trader' } as const
  must(await scene.people.invite(by.principal, wish, await scene.confirmed(by, changeOf.invite(wish)), scene.visitOf(by)))
  return newest(scene, email)
}

it('a stranger is written to in the language of the page, and stays with it once they have come', async () => {
  const scene = new PeopleScene()
  must(await scene.people.requestSignUp({ email: 'other@example.org' }, scene.visit({ language: 'zh-Hans' })))
  assert.ok(isChinese(await newest(scene, 'other@example.org')))
  must(await scene.people.completeSignUp(await scene.mailedToken('other@example.org'), { name: 'Other', password: GOOD_PASSWORD }, scene.visit({ language: 'zh-Hans' })))
  scene.pass(MINUTE)
  must(await scene.people.requestPasswordReset({ email: 'other@example.org' }, scene.visit({ language: 'en' })))
  assert.ok(isChinese(await newest(scene, 'other@example.org')), 'their own language, whoever asks in which')
})

it('somebody chooses another language, and it stands in the record', async () => {
  const scene = new PeopleScene()
  const olga = await scene.owner({ withTotp: false })
  assert.equal(await scene.people.languageOf(olga.principal), null)
  must(await scene.people.chooseLanguage(olga.principal, 'zh-Hans', scene.visitOf(olga)))
  assert.equal(await scene.people.languageOf(olga.principal), 'zh-Hans')
  await scene.addTotp(olga)
  assert.ok((await scene.letters(olga.email)).slice(-2).every(({ text }) => isChinese(text)), 'the code and the notice')
  must(await scene.people.chooseLanguage(olga.principal, 'en', scene.visitOf(olga)))
  scene.pass(1)
  must(await scene.people.requestPasswordReset({ email: olga.email }, scene.visit({ language: 'zh-Hans' })))
  assert.ok(!isChinese(await newest(scene, olga.email)))
})

it('an invitation is in the language of whoever is invited, else in that of the inviter', async () => {
  const scene = new PeopleScene()
  const olga = await scene.owner()
  must(await scene.people.chooseLanguage(olga.principal, 'zh-Hans', scene.visitOf(olga)))
  assert.ok(isChinese(await invited(scene, olga, 'new@example.org')))
  const bob = await scene.member(olga, 'auditor', { email: 'bob@example.org', accountId: ACCOUNTS.SUB, withTotp: false })
  must(await scene.people.chooseLanguage(bob.principal, 'en', scene.visitOf(bob)))
  scene.pass(1)
  assert.ok(!isChinese(await invited(scene, olga, 'bob@example.org')))
})

it('who never said is written to in the language of the page they sign in by, and from then on', async () => {
  const scene = new PeopleScene()
  const olga = await scene.owner({ withTotp: false })
  must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit({ language: 'zh-Hans' })))
  assert.ok(isChinese(await newest(scene, olga.email)), 'the code for a new device')
  assert.equal(await scene.people.languageOf(olga.principal), 'zh-Hans')
  scene.pass(1)
  must(await scene.people.signIn({ email: olga.email, password: GOOD_PASSWORD }, scene.visit({ language: 'en' })))
  assert.equal(await scene.people.languageOf(olga.principal), 'zh-Hans', 'another page changes nothing by itself')
})
