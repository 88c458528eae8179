import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AccountDirectory } from '../../src/accounts/account-directory.ts'
import type { Account } from '../../src/accounts/account.ts'
import { FUTURES_QUESTIONS } from '../../src/accounts/futures-quiz.ts'
import { MARGIN_AGREEMENT } from '../../src/accounts/margin-agreement.ts'
import type { AuditEntry } from '../../src/audit/entry.ts'
import { PolicyDirectory, type KeptPolicy } from '../../src/authority/policy-directory.ts'
import type { Kept } from '../../src/confirmation.ts'
import { accountId } from '../../src/ids.ts'
import type { AccountParts } from '../../src/operations/accounts/account-parts.ts'
import { closeSubAccount, reopenSubAccount } from '../../src/operations/accounts/api-access.ts'
import { createSubAccount, MOST_SUB_ACCOUNTS, virtualEmail } from '../../src/operations/accounts/create-sub-account.ts'
import { editPolicy } from '../../src/operations/accounts/edit-policy.ts'
import { editSubAccount } from '../../src/operations/accounts/edit-sub-account.ts'
import { openProduct } from '../../src/operations/accounts/open-product.ts'
import type { Doing, Operation } from '../../src/operations/operation.ts'
import type { Outcome } from '../../src/operations/outcome.ts'
import { parseEmail } from '../../src/people/person.ts'
import { account, MAIN, NOON, SUB } from '../harness/gate-scene.ts'

const DOING: Doing = { actor: 'person:p_1', source: '203.0.113.9', nowUs: NOON, recordedAtUs: NOON + 1, confirmation: { stepUpId: 'u_1', position: 0, digest: 'd', factors: ['totp'], nowUs: NOON }, personId: 'p_1' }

const scene = async () => {
  const audit: AuditEntry[] = []
  const store = { answer: 'kept' as Kept, keep: (entry: AuditEntry): Promise<Kept> => { if (store.answer === 'kept') audit.push(entry); return Promise.resolve(store.answer) } }
  const accounts = new AccountDirectory({ all: () => [], save: (_, entry) => store.keep(entry) })
  for (const one of [MAIN, SUB]) await accounts.save(one, { timeUs: 0, actor: 'system', source: 'local', act: 'account.open', subject: '', before: null, after: null })
  const policies = new PolicyDirectory({ all: (): KeptPolicy[] => [], save: (_, entry) => store.keep(entry) })
  audit.length = 0
  const opened: number[] = []
  const invited: unknown[] = []
  const parts: AccountParts = { accounts, policies, ledgers: { open: async ({ id }) => void opened.push(id) }, invitations: { invite: async (wish) => void invited.push(wish) } }
  return { parts, accounts, policies, audit, opened, invited, store }
}

/** Describes, then performs, as carrying out does. */
const done = async <Wish, Value>(operation: Operation<Wish, Value>, wish: Wish): Promise<{ sentence: string; value: Value }> => {
  const described = await operation.describe(wish)
  assert.ok(described.ok, JSON.stringify(described))
  const performed = await operation.perform(wish, DOING)
  assert.ok(performed.ok, JSON.stringify(performed))
  return { sentence: described.value.change.sentence, value: performed.value }
}

/** Refused with the same code when it is described and when it is performed. */
const refusedAs = async <Wish, Value>(operation: Operation<Wish, Value>, wish: Wish): Promise<string> => {
  const outcomes: readonly Outcome<unknown>[] = [await operation.describe(wish), await operation.perform(wish, DOING)]
  const codes = new Set(outcomes.map((outcome) => (outcome.ok ? 'done' : outcome.refused.code)))
  assert.equal(codes.size, 1, [...codes].join(' / '))
  return [...codes].join()
}

test('a sub-account has an address, a ledger and a ceiling of its own, no products and no funds, and may have people of its own', async () => {
  const { parts, accounts, audit, opened, invited } = await scene()
  const { sentence, value } = await done(createSubAccount(parts), { main: MAIN.id, email: ' Bots@Example.com ', label: 'Bots', ceiling: ['reading', 'spotAndMarginTrading'], invite: true })
  assert.equal(sentence, 'Make the sub-account bots@example.com of owner1@example.com, whose keys may have "Enable Reading", "Enable Spot & Margin Trading", and invite that address to manage its keys.')
  assert.deepEqual([value.email, value.parent, value.ceiling, value.products.map(({ isOpen }) => isOpen), value.isApiAccessEnabled], ['bots@example.com', MAIN.id, ['reading', 'spotAndMarginTrading'], [false, false], true])
  assert.deepEqual(opened, [value.id])
  assert.deepEqual(invited, [{ email: 'bots@example.com', accountId: value.id, invitedBy: 'p_1' }])
  assert.equal(accounts.byId(accountId(value.id))?.createdAtUs, NOON)
  const [entry] = audit
  assert.deepEqual([entry?.act, entry?.actor, entry?.source, entry?.timeUs, JSON.stringify(entry?.after)], ['subAccount.create', 'person:p_1', '203.0.113.9', NOON + 1, JSON.stringify({ email: 'bots@example.com', label: 'Bots', parentId: MAIN.id, ceiling: ['reading', 'spotAndMarginTrading'], confirmation: { stepUp: 'u_1', factors: ['totp'], digest: 'd' } })])
})

test('what no sub-account can be is refused alike when it is described and when it is done, and nothing is half made', async () => {
  const { parts, accounts, audit, opened } = await scene()
  const create = createSubAccount(parts)
  const rows: readonly (readonly [Parameters<typeof create.describe>[0], string])[] = [
    [{ main: SUB.id, email: 'a@example.com' }, 'mainAccountNeeded'], [{ main: 99, email: 'a@example.com' }, 'unknownAccount'], [{ main: MAIN.id, email: 'no address' }, 'email'],
    [{ main: MAIN.id, email: SUB.email }, 'emailTaken'], [{ main: MAIN.id, email: MAIN.email.toUpperCase() }, 'emailTaken'], [{ main: MAIN.id, email: 'a@example.com', label: 'x'.repeat(61) }, 'label'],
    [{ main: MAIN.id, email: 'a@example.com', ceiling: ['withdrawals'] }, 'mainAccountRequired'], [{ main: MAIN.id, email: 'a@example.com', ceiling: ['reading', 'internalTransfer'] }, 'mainAccountRequired'],
  ]
  for (const [wish, code] of rows) assert.equal(await refusedAs(create, wish), code, JSON.stringify(wish))
  assert.deepEqual([accounts.size, audit.length, opened], [2, 0, []])
  for (let n = 1; n < MOST_SUB_ACCOUNTS; n += 1) await accounts.save(account(1_000 + n, { parentId: MAIN.id }), { timeUs: 0, actor: '', source: '', act: '', subject: '', before: null, after: null })
  assert.equal(await refusedAs(create, { main: MAIN.id, email: 'a@example.com' }), 'tooManySubAccounts')
})

test('two wishes for one address at one moment make one account; two addresses get two numbers', async () => {
  const { parts } = await scene()
  const create = createSubAccount(parts)
  const outcomes = await Promise.all(['a', 'a', 'b'].map((name) => create.perform({ main: MAIN.id, email: `${name}@example.com` }, DOING)))
  assert.deepEqual(outcomes.map((outcome) => (outcome.ok ? 'made' : outcome.refused.code)), ['made', 'emailTaken', 'made'])
  assert.equal(new Set(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.id] : []))).size, 2)
})

test('a change whose confirmation was used already is not made', async () => {
  const { parts, accounts, policies, store, opened } = await scene()
  store.answer = 'unconfirmed'
  const outcomes: readonly Outcome<unknown>[] = [
    await createSubAccount(parts).perform({ main: MAIN.id, email: 'a@example.com' }, DOING), await editSubAccount(parts).perform({ account: SUB.id, ceiling: [] }, DOING), await closeSubAccount(parts).perform({ account: SUB.id }, DOING),
    await editPolicy(parts).perform({ account: MAIN.id, change: { maxKeys: 1 } }, DOING),
  ]
  assert.deepEqual(outcomes.map((outcome) => (outcome.ok ? 'done' : outcome.refused.code)), ['stepUpUsed', 'stepUpUsed', 'stepUpUsed', 'stepUpUsed'])
  assert.deepEqual([accounts.size, accounts.byId(SUB.id), policies.of(MAIN).maxKeys, opened], [2, SUB, 30, []])
})

test('a virtual address is one that parses, and stands for nobody who reads mail', () => {
  assert.equal(virtualEmail('Bot1', 'Ab3dEf9h'), 'bot1_virtual@ab3def9hnoemail.com')
  assert.equal(parseEmail(virtualEmail('bot1', 'ab3def9h')), 'bot1_virtual@ab3def9hnoemail.com')
})

test('the main account sets, raises and takes away the ceiling; access is closed and opened by one switch', async () => {
  const { parts, accounts, audit } = await scene()
  const sub = (): Account | undefined => accounts.byId(SUB.id)
  const edit = editSubAccount(parts)
  const lowered = await done(edit, { account: SUB.id, ceiling: ['reading'] })
  assert.equal(lowered.sentence, 'Let keys of the sub-account owner2@example.com have at most "Enable Reading" (now: every right that a sub-account can have).')
  assert.deepEqual([lowered.value.ceiling, sub()?.ceiling], [['reading'], 1])
  await done(edit, { account: SUB.id, label: 'Research' })
  assert.deepEqual([sub()?.label, sub()?.ceiling], ['Research', 1], 'what is not named stays')
  await done(edit, { account: SUB.id, ceiling: [] })
  assert.equal(sub()?.ceiling, 0)
  await done(edit, { account: SUB.id, ceiling: null })
  assert.equal(sub()?.ceiling, undefined)
  const closed = await done(closeSubAccount(parts), { account: SUB.id })
  assert.equal(closed.sentence, 'Close the sub-account owner2@example.com to API calls at once; its keys and open orders stay as they are.')
  assert.equal(sub()?.isApiAccessEnabled, false)
  await done(reopenSubAccount(parts), { account: SUB.id })
  assert.equal(sub()?.isApiAccessEnabled, true)
  assert.deepEqual(audit.map(({ act }) => act), ['subAccount.edit', 'subAccount.edit', 'subAccount.edit', 'subAccount.edit', 'subAccount.close', 'subAccount.open'])
  assert.equal(await refusedAs(edit, { account: MAIN.id, label: 'x' }), 'subAccountNeeded')
  assert.equal(await refusedAs(edit, { account: SUB.id }), 'nothingToChange')
  assert.equal(await refusedAs(edit, { account: SUB.id, ceiling: ['withdrawals'] }), 'mainAccountRequired')
  assert.equal(await refusedAs(closeSubAccount(parts), { account: MAIN.id }), 'subAccountNeeded')
})

test('what concerns a sub-account is the main account’s to decide: its owner is asked, not the sub-account’s own people', async () => {
  const { parts } = await scene()
  for (const described of [await editSubAccount(parts).describe({ account: SUB.id, ceiling: [] }), await closeSubAccount(parts).describe({ account: SUB.id }), await createSubAccount(parts).describe({ main: MAIN.id, email: 'a@example.com' })]) {
    assert.ok(described.ok)
    assert.equal(described.value.change.accountId, MAIN.id)
  }
  assert.equal(await refusedAs(editPolicy(parts), { account: SUB.id, change: { maxKeys: 99 } }), 'mainAccountNeeded')
})

const RIGHT = { leverage: 1, liquidation: 1, funding: 2, crossMargin: 1, key: 2 }

test('margin opens with the agreement that stands now, futures with every answer right; who and which version is kept', async () => {
  const { parts, accounts, policies } = await scene()
  const closed = account(7, { parentId: MAIN.id, products: { margin: false, futures: false } })
  await accounts.save(closed, { timeUs: 0, actor: '', source: '', act: '', subject: '', before: null, after: null })
  const open = openProduct(parts)
  assert.equal(await refusedAs(open, { account: 7, product: 'margin', agreement: '2020-01' }), 'agreementChanged')
  assert.equal(FUTURES_QUESTIONS.length, 5)
  for (const { id, answers } of FUTURES_QUESTIONS) {
    for (const [index] of answers.entries()) {
      if (index !== RIGHT[id as keyof typeof RIGHT]) assert.equal(await refusedAs(open, { account: 7, product: 'futures', answers: { ...RIGHT, [id]: index } }), 'quizNotPassed', `${id} ${index}`)
    }
    const { [id as keyof typeof RIGHT]: _, ...rest } = RIGHT
    assert.equal(await refusedAs(open, { account: 7, product: 'futures', answers: rest }), 'quizNotPassed', `without ${id}`)
  }
  for (const question of FUTURES_QUESTIONS) assert.deepEqual(Object.keys(question), ['id', 'question', 'answers'], 'a question is asked without its answer')
  assert.deepEqual(accounts.byId(closed.id)?.products, { margin: false, futures: false })
  await policies.change(MAIN.id, { products: ['margin'] }, { timeUs: 0, actor: '', source: '', act: '', subject: '', before: null, after: null }, null)
  assert.equal(await refusedAs(open, { account: 7, product: 'futures', answers: RIGHT }), 'productNotAllowed')
  await policies.change(MAIN.id, { products: ['margin', 'futures'] }, { timeUs: 0, actor: '', source: '', act: '', subject: '', before: null, after: null }, null)
  const margin = await done(open, { account: 7, product: 'margin', agreement: MARGIN_AGREEMENT.version })
  assert.equal(margin.sentence, `Accept the margin agreement of version ${MARGIN_AGREEMENT.version} for owner7@example.com, and open margin.`)
  const futures = await done(open, { account: 7, product: 'futures', answers: RIGHT })
  assert.deepEqual(futures.value.products.map(({ product, isOpen, opening }) => [product, isOpen, opening?.by, opening?.version]), [['margin', true, 'person:p_1', '2026-11'], ['futures', true, 'person:p_1', '2026-11']])
  assert.equal(await refusedAs(open, { account: 7, product: 'margin', agreement: MARGIN_AGREEMENT.version }), 'alreadyOpen')
})

test('a policy is changed field by field, told in words, and holds for the sub-accounts too', async () => {
  const { parts, policies, audit } = await scene()
  const edit = editPolicy(parts)
  const { sentence, value } = await done(edit, { account: MAIN.id, change: { afterIdle: 'disable', keysManageKeys: true, maxKeys: 30 } })
  assert.equal(sentence, 'Change the policy of owner1@example.com: keys that make and edit keys: on (now off); keys unused for 90 days: disabled (now told of).')
  assert.deepEqual([value.policyVersion, policies.of(SUB).afterIdle], [1, 'disable'])
  await done(edit, { account: MAIN.id, change: { maxKeys: 5 } })
  assert.deepEqual([policies.of(MAIN).maxKeys, policies.of(MAIN).keysManageKeys, policies.versionOf(SUB)], [5, true, 2])
  assert.equal(await refusedAs(edit, { account: MAIN.id, change: { maxKeys: 5 } }), 'nothingToChange')
  // Whoever comes by JSON may send anything.
  assert.equal(await refusedAs(edit, { account: MAIN.id, change: { maxKeys: -1 } }), 'policy')
  assert.deepEqual(audit.map(({ before }) => JSON.stringify(before)), ['{"keysManageKeys":false,"afterIdle":"tell"}', '{"maxKeys":30}'])
})
