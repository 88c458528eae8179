import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changeOf, type ChangeDescription } from '../../src/people/people.ts'
import { MINUTE, SECOND } from '../../src/time.ts'
import { MemoryPeopleStore } from './memory-people-store.ts'
import { ACCOUNTS, type Actor, must, mustRefuse, PeopleScene } from './people-scene.ts'

const editing = (label: string): ChangeDescription => ({ act: 'key.edit', accountId: ACCOUNTS.MAIN, subject: 'k_1', details: { label }, sentence: `Rename key k_1 to "${label}".` })
const withdrawing = (amount: string): ChangeDescription => ({ act: 'money.withdraw', accountId: ACCOUNTS.MAIN, subject: '', details: { asset: 'BTC', amount, address: 'bc1qxyz' }, sentence: `Withdraw ${amount} BTC to bc1qxyz.` })

const withTotp = async (scene: PeopleScene, actor: Actor, stepUpId: string) => scene.people.answerStepUp(actor.principal, { stepUpId, answer: { factor: 'totp', code: scene.totp(actor) } }, scene.visitOf(actor))
const withMail = async (scene: PeopleScene, actor: Actor, stepUpId: string) => scene.people.answerStepUp(actor.principal, { stepUpId, answer: { factor: 'mailCode', code: await scene.mailedCode(actor.email) } }, scene.visitOf(actor))

describe('a step-up', () => {
  it('asks one fresh factor for a plain change', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const begun = must(await scene.people.beginStepUp(olga.principal, [editing('grid')], scene.visitOf(olga)))
    assert.deepEqual(begun.requirement, [['totp', 'mailCode']])
    assert.deepEqual(begun.sentences, ['Rename key k_1 to "grid".'])
    mustRefuse(await scene.people.confirmation(olga.principal, begun.id, editing('grid'), scene.nowUs), 'stepUpNotConfirmed')
    assert.ok(must(await withTotp(scene, olga, begun.id)).isConfirmed)
    assert.deepEqual(must(await scene.people.confirmation(olga.principal, begun.id, editing('grid'), scene.nowUs)).factors, ['totp'])
  })

  it('asks a mail code and an authenticator or passkey for a grave one, and neither alone is enough', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    await scene.addPasskey(olga, 'laptop')
    for (const order of [['mail', 'totp'], ['totp', 'mail'], ['mail', 'passkey']]) {
      scene.pass(MINUTE)
      const begun = must(await scene.people.beginStepUp(olga.principal, [withdrawing('1')], scene.visitOf(olga)))
      assert.deepEqual(begun.requirement, [['mailCode'], ['totp', 'passkey']])
      for (const [at, factor] of order.entries()) {
        mustRefuse(await scene.people.confirmation(olga.principal, begun.id, withdrawing('1'), scene.nowUs), 'stepUpNotConfirmed')
        const options = factor === 'passkey' ? must(await scene.people.stepUpPasskey(olga.principal, begun.id, scene.visitOf(olga))) : {}
        const answered = factor === 'mail' ? await withMail(scene, olga, begun.id) : factor === 'totp' ? await withTotp(scene, olga, begun.id)
          : await scene.people.answerStepUp(olga.principal, { stepUpId: begun.id, answer: { factor: 'passkey', response: { id: 'laptop', challenge: options['challenge'], counter: 9 } } }, scene.visitOf(olga))
        assert.equal(must(answered).isConfirmed, at === 1)
      }
      must(await scene.people.confirmation(olga.principal, begun.id, withdrawing('1'), scene.nowUs))
    }
  })

  it('tells in the letter exactly what the code confirms', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    scene.pass(SECOND)
    must(await scene.people.beginStepUp(olga.principal, [withdrawing('0.5'), editing('x')], scene.visitOf(olga)))
    const letter = (await scene.letters(olga.email)).at(-1)
    assert.equal(letter?.subject, 'Confirm 2 changes')
    assert.match(letter?.text ?? '', /- Withdraw 0\.5 BTC to bc1qxyz\.\n {2}- Rename key k_1 to "x"\./)
  })

  it('confirms nothing else: not one detail, one word, one account or one act more', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const stepUpId = await scene.confirmed(olga, withdrawing('1'))
    const others: readonly ChangeDescription[] = [
      withdrawing('2'), { ...withdrawing('1'), sentence: 'Withdraw 1 BTC.' }, { ...withdrawing('1'), accountId: ACCOUNTS.SUB }, { ...withdrawing('1'), act: 'money.transfer' },
      { ...withdrawing('1'), subject: 'x' }, { ...withdrawing('1'), details: { asset: 'BTC', amount: '1', address: 'bc1qother' } },
    ]
    for (const other of others) mustRefuse(await scene.people.confirmation(olga.principal, stepUpId, other, scene.nowUs), 'stepUpOtherChange')
    must(await scene.people.confirmation(olga.principal, stepUpId, withdrawing('1'), scene.nowUs))
  })

  it('is used up with its change, once; the same change twice in a set is confirmed twice', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const stepUpId = await scene.confirmed(olga, withdrawing('1'), withdrawing('1'), editing('x'))
    const make = async (change: ChangeDescription) => {
      const confirmation = await scene.people.confirmation(olga.principal, stepUpId, change, scene.nowUs)
      return confirmation.ok ? scene.store.save([], null, confirmation.value) : confirmation.refused.reason
    }
    assert.deepEqual([await make(withdrawing('1')), await make(withdrawing('1')), await make(withdrawing('1')), await make(editing('x')), await make(editing('x'))], ['saved', 'saved', 'stepUpUsed', 'saved', 'stepUpUsed'])
  })

  it('is good in two tabs for one of them only', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const wish = { email: 'new@example.org', accountId: ACCOUNTS.MAIN, role: 'auditor' } as const
    const stepUpId = await scene.confirmed(olga, changeOf.invite(wish))
    const tabs = await Promise.all([1, 2].map(() => scene.people.invite(olga.principal, wish, stepUpId, scene.visitOf(olga))))
    assert.deepEqual(tabs.map((tab) => (tab.ok ? 'done' : tab.refused.reason)).sort(), ['done', 'stepUpUsed'])
    assert.equal((await scene.letters('new@example.org')).length, 1)
  })

  it('is worth nothing after 5 minutes, answered or not', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const answered = await scene.confirmed(olga, editing('x'))
    const open = must(await scene.people.beginStepUp(olga.principal, [editing('x')], scene.visitOf(olga))).id
    const begunAtUs = (await scene.store.byId('stepUp', answered))?.createdAtUs ?? 0
    must(await scene.people.confirmation(olga.principal, answered, editing('x'), begunAtUs + 5 * MINUTE - 1))
    mustRefuse(await scene.people.confirmation(olga.principal, answered, editing('x'), begunAtUs + 5 * MINUTE), 'expired')
    scene.pass(5 * MINUTE)
    mustRefuse(await withTotp(scene, olga, open), 'expired')
  })

  it('is worth nothing to another person, in another session, or to nobody signed in', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const adam = await scene.member(olga, 'admin')
    const stepUpId = await scene.confirmed(olga, editing('x'))
    mustRefuse(await scene.people.confirmation(adam.principal, stepUpId, editing('x'), scene.nowUs), 'stepUpForeign')
    const former = olga.principal
    await scene.signIn(olga)
    mustRefuse(await scene.people.confirmation(olga.principal, stepUpId, editing('x'), scene.nowUs), 'stepUpForeign')
    mustRefuse(await scene.people.answerStepUp(adam.principal, { stepUpId, answer: { factor: 'totp', code: scene.totp(adam) } }, scene.visitOf(adam)), 'stepUpForeign')
    mustRefuse(await scene.people.confirmation(former, 'u_unknown', editing('x'), scene.nowUs), 'stepUpForeign')
  })

  it('takes no code that was sent for another one, and no code twice', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const one = must(await scene.people.beginStepUp(olga.principal, [withdrawing('1')], scene.visitOf(olga))).id
    const code = await scene.mailedCode(olga.email)
    scene.pass(SECOND)
    const other = must(await scene.people.beginStepUp(olga.principal, [withdrawing('2')], scene.visitOf(olga))).id
    const answer = (stepUpId: string) => scene.people.answerStepUp(olga.principal, { stepUpId, answer: { factor: 'mailCode', code } }, scene.visitOf(olga))
    mustRefuse(await answer(other), 'wrongCode')
    scene.pass(SECOND)
    must(await answer(one))
    mustRefuse(await answer(one), 'wrongCode')
  })

  it('closes after five wrong answers', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const { id } = must(await scene.people.beginStepUp(olga.principal, [editing('x')], scene.visitOf(olga)))
    for (let wrong = 0; wrong < 5; wrong += 1) {
      scene.pass(2 ** wrong * SECOND)
      mustRefuse(await scene.people.answerStepUp(olga.principal, { stepUpId: id, answer: { factor: 'totp', code: '000000' } }, scene.visitOf(olga)), 'wrongCode')
    }
    scene.pass(MINUTE)
    mustRefuse(await withTotp(scene, olga, id), 'expired')
  })

  it('does not take a factor that it did not ask for', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const { id } = must(await scene.people.beginStepUp(olga.principal, [withdrawing('1')], scene.visitOf(olga)))
    for (const factor of ['password', 'recoveryCode', 'smsCode'] as const) mustRefuse(await scene.people.answerStepUp(olga.principal, { stepUpId: id, answer: { factor, code: 'x' } }, scene.visitOf(olga)), 'factorNotAsked')
  })

  it('for money is refused to whoever has neither authenticator nor passkey; the first one is set up by password and mail', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner({ withTotp: false })
    mustRefuse(await scene.people.beginStepUp(olga.principal, [withdrawing('1')], scene.visitOf(olga)), 'factorNotEnrolled')
    assert.deepEqual(must(await scene.people.beginStepUp(olga.principal, [changeOf.addTotp('phone')], scene.visitOf(olga))).requirement, [['mailCode'], ['password']])
    assert.deepEqual(must(await scene.people.beginStepUp(olga.principal, [editing('x')], scene.visitOf(olga))).requirement, [['mailCode']])
  })

  it('replaces a lost authenticator by a recovery code, and lets no recovery code move money', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const asked = async (change: ChangeDescription) => must(await scene.people.beginStepUp(olga.principal, [change], scene.visitOf(olga))).requirement
    assert.deepEqual(await asked(changeOf.addTotp('new phone')), [['mailCode'], ['totp', 'recoveryCode']])
    assert.deepEqual(await asked(withdrawing('1')), [['mailCode'], ['totp']])
  })

  it('is not begun for what the role does not allow, for nothing, or for too much', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const tim = await scene.member(olga, 'trader')
    mustRefuse(await scene.people.beginStepUp(tim.principal, [withdrawing('1')], scene.visitOf(tim)), 'notAllowed')
    mustRefuse(await scene.people.beginStepUp(tim.principal, [{ ...editing('x'), accountId: 999 }], scene.visitOf(tim)), 'notAllowed')
    mustRefuse(await scene.people.beginStepUp(olga.principal, [], scene.visitOf(olga)), 'nothingToConfirm')
    mustRefuse(await scene.people.beginStepUp(olga.principal, Array.from({ length: 51 }, () => editing('x')), scene.visitOf(olga)), 'limitReached')
    scene.pass(5 * MINUTE)
    for (let open = 0; open < 30; open += 1) must(await scene.people.beginStepUp(olga.principal, [withdrawing('1')], scene.visitOf(olga)))
    mustRefuse(await scene.people.beginStepUp(olga.principal, [withdrawing('1')], scene.visitOf(olga)), 'limitReached')
  })

  it('counts among what is open only what still asks: many changes, each confirmed, may follow one another', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    for (let change = 0; change < 32; change += 1) {
      const { id } = must(await scene.people.beginStepUp(olga.principal, [editing(`${change}`)], scene.visitOf(olga)))
      must(await scene.people.sendStepUpCode(olga.principal, { stepUpId: id, channel: 'mail' }, scene.visitOf(olga)))
      must(await withMail(scene, olga, id))
      scene.pass(SECOND)
    }
  })

  it('is shown to its own session alone, with what was given, until it ends', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const adam = await scene.member(olga, 'admin')
    const { id } = must(await scene.people.beginStepUp(olga.principal, [withdrawing('1')], scene.visitOf(olga)))
    must(await withMail(scene, olga, id))
    const seen = must(await scene.people.seeStepUp(olga.principal, id, scene.visitOf(olga)))
    assert.deepEqual([seen.given, seen.isConfirmed], [['mailCode'], false])
    mustRefuse(await scene.people.seeStepUp(adam.principal, id, scene.visitOf(adam)), 'stepUpForeign')
    mustRefuse(await scene.people.seeStepUp(olga.principal, 'u_unknown', scene.visitOf(olga)), 'stepUpForeign')
    scene.pass(5 * MINUTE)
    mustRefuse(await scene.people.seeStepUp(olga.principal, id, scene.visitOf(olga)), 'expired')
  })

  it('asks what the account asks for: stricter or other factors, never none, and only its owner decides', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const adam = await scene.member(olga, 'admin')
    const strict = { accountId: ACCOUNTS.MAIN, requirements: { plain: [['totp', 'passkey']], grave: [['totp', 'passkey'], ['mailCode']] } } as const
    mustRefuse(await scene.people.setStepUpPolicy(adam.principal, strict, '', scene.visitOf(adam)), 'notAllowed')
    for (const wrong of [{ plain: [], grave: [['totp']] }, { plain: [[]], grave: [['totp']] }, { plain: [['totp']], grave: [] }, { plain: [['password']], grave: [['totp']] }, { plain: [['totp'], ['mailCode']], grave: [['totp']] }, { plain: [['totp'], ['totp']], grave: [['totp'], ['totp']] }] as const) {
      mustRefuse(await scene.people.setStepUpPolicy(olga.principal, { accountId: ACCOUNTS.MAIN, requirements: wrong }, '', scene.visitOf(olga)), 'policyInvalid')
    }
    must(await scene.people.setStepUpPolicy(olga.principal, strict, await scene.confirmed(olga, changeOf.setStepUpPolicy(strict.accountId, strict.requirements)), scene.visitOf(olga)))
    const asked = async (change: ChangeDescription) => must(await scene.people.beginStepUp(olga.principal, [change], scene.visitOf(olga))).requirement
    assert.deepEqual(await asked(editing('x')), [['totp']])
    assert.deepEqual(await asked({ ...editing('x'), accountId: ACCOUNTS.SUB }), [['totp']], 'a sub-account asks what its main account asks')
  })

  it('stands in the record: who, from where, with which factors, for what', async () => {
    const scene = new PeopleScene()
    const olga = await scene.owner()
    const wish = { email: 'new@example.org', accountId: ACCOUNTS.MAIN, role: 'auditor' } as const
    must(await scene.people.invite(olga.principal, wish, await scene.confirmed(olga, changeOf.invite(wish)), scene.visitOf(olga)))
    assert.ok(scene.store instanceof MemoryPeopleStore)
    const entry = scene.store.audit.at(-1)
    assert.deepEqual([entry?.act, entry?.actor, entry?.source], ['person.invite', `person:${olga.personId}`, '198.51.100.7'])
    assert.match(JSON.stringify(entry?.after), /"factors":\["mailCode","totp"\]/)
    const confirmed = scene.store.audit.at(-2)
    assert.equal(confirmed?.act, 'stepUp.confirm')
    const { sentence, told } = changeOf.invite(wish)
    const { changes, told: codes } = confirmed.after as { readonly changes: unknown; readonly told: unknown } // as this act records it
    assert.deepEqual([changes, codes], [[sentence], [told]])
  })
})
