import type { AccountPolicy } from '../../authority/account-policy.ts'
import { POLICY_FIELDS, readPolicyChange } from '../../authority/account-policy.ts'
import type { AccountDetails, Operator } from '../../operations/operator.ts'
import { done, type Outcome } from '../../operations/outcome.ts'
import { policyLines } from '../../operations/accounts/edit-policy.ts'
import { PERMISSIONS } from '../../permission.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { confirmed, CONFIRMING } from '../confirming.ts'
import { readChoice, readWholeNumber } from '../options.ts'
import { harmless, type Paint, painter } from '../paint.ts'
import { readPermissions } from '../permission-words.ts'
import { facts, paragraph } from '../table.ts'
import { dateAndTime } from '../time-words.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'
import { ACCOUNT_OPTION } from './approvals.ts'

const uidOf = (text: string | undefined): number => {
  if (text === undefined) throw new WrongUsage('Which account?', 'The accounts: ./bitting accounts')
  return readWholeNumber('account', text, 1, Number.MAX_SAFE_INTEGER)
}

const page = (account: AccountDetails, paint: Paint): string => [
  `${paint('bold', harmless(account.label))}  ${harmless(account.email)} (${account.id})`, '',
  facts([
    ['kind', account.parent === null ? `main account${account.subAccounts.length === 0 ? '' : ` of ${account.subAccounts.join(', ')}`}` : `sub-account of ${account.parent}`],
    ['API access', account.isApiAccessEnabled ? 'open' : 'CLOSED: none of its keys opens anything'],
    ['its keys may have', account.ceiling.join(', ') || 'no right at all'],
    ...account.products.map(({ product, isOpen, opening, isAllowed }) => [product, isOpen ? `open${opening ? `, since ${dateAndTime(opening.at)} by ${opening.by} (version ${opening.version})` : ''}` : isAllowed ? 'not opened' : 'not allowed by the policy'] as const),
  ], paint),
].join('\n')

const main = async (operator: Operator, given: string | undefined): Promise<Outcome<number>> => {
  if (given !== undefined) return done(uidOf(given))
  const shown = await operator.accountsShow(null)
  return shown.ok ? done(shown.value.id) : shown
}

export const accountsShow = command({
  name: 'accounts show', summary: 'one account: its products, its ceiling, its access', positionals: ['[UID]'], options: STORE_OPTIONS, examples: ['./bitting accounts show 100002'],
  run: (call) => withOperator(call, (operator) => operator.accountsShow(call.positionals[0] === undefined ? null : uidOf(call.positionals[0])), (account) => page(account, painter(call.terminal))),
})

const CEILING = { ceiling: { type: 'string', value: 'A,B,…', help: 'the rights its keys may have at most; none for no right, all for every one' } } as const
const ceilingOf = (text: string) => (text === 'all' ? null : readPermissions('ceiling', text))

export const accountsCreate = command({
  name: 'accounts create', summary: 'make a sub-account with ledgers and keys of its own', positionals: ['EMAIL'],
  options: { ...ACCOUNT_OPTION, label: { type: 'string', value: 'LABEL', help: 'what it is for' }, ...CEILING, invite: { type: 'boolean', help: 'invite the address to manage its keys' }, ...CONFIRMING, ...STORE_OPTIONS },
  notes: ['It gets no funds and no products. Withdrawals and internal transfers are never a sub-account\'s.'],
  examples: ['./bitting accounts create bots@example.org --label "Grid bots" --ceiling reading,spotAndMarginTrading'],
  run: (call) => withOperator(call, async (operator) => {
    const { options } = call
    const owner = await main(operator, options.account)
    if (!owner.ok) return owner
    const ceiling = options.ceiling === undefined ? null : ceilingOf(options.ceiling)
    return confirmed(call, operator, (asks) => operator.accountsChange('createSubAccount', { main: owner.value, email: call.positionals[0] ?? '', ...(options.label !== undefined && { label: options.label }), ...(ceiling !== null && { ceiling }), ...(options.invite && { invite: true }) }, asks))
  }, (account) => page(account, painter(call.terminal))),
})

export const accountsCeiling = command({
  name: 'accounts ceiling', summary: 'the rights that the keys of a sub-account may have at most', positionals: ['UID'], options: { rights: { type: 'string', value: 'A,B,…', help: 'exactly these; none for no right, all for every one' }, ...CONFIRMING, ...STORE_OPTIONS },
  notes: ['In force from the next request on, for keys that are there too.'], examples: ['./bitting accounts ceiling 100002 --rights reading'],
  run: (call) => {
    if (call.options.rights === undefined) throw new WrongUsage('Which rights?', `--rights A,B,… of ${PERMISSIONS.join(', ')}`)
    return withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.accountsChange('editSubAccount', { account: uidOf(call.positionals[0]), ceiling: ceilingOf(call.options.rights ?? '') }, asks)), (account) => page(account, painter(call.terminal)))
  },
})

export const accountsClose = command({
  name: 'accounts close', summary: 'close a sub-account to API calls at once', positionals: ['UID'], options: { ...CONFIRMING, ...STORE_OPTIONS }, notes: ['Its keys and open orders stay as they are.'], examples: ['./bitting accounts close 100002'],
  run: (call) => withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.accountsChange('closeSubAccount', { account: uidOf(call.positionals[0]) }, asks)), (account) => page(account, painter(call.terminal))),
})

export const accountsOpen = command({
  name: 'accounts open', summary: 'open a sub-account to API calls again', positionals: ['UID'], options: { ...CONFIRMING, ...STORE_OPTIONS }, examples: ['./bitting accounts open 100002'],
  run: (call) => withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.accountsChange('reopenSubAccount', { account: uidOf(call.positionals[0]) }, asks)), (account) => page(account, painter(call.terminal))),
})

export const products = command({
  name: 'products', summary: 'what is read and answered before margin or futures is opened', positionals: [], options: STORE_OPTIONS, examples: ['./bitting products'],
  run: (call) => withOperator(call, (operator) => operator.productsTerms(), ({ margin, futures }) => [
    `${margin.title}, version ${margin.version}`, ...margin.clauses.map(paragraph), '', `Questions on futures, version ${futures.version}`,
    ...futures.questions.map(({ id, question, answers }) => `${paragraph(`${id}: ${question}`)}\n${answers.map((answer, index) => `    ${index}  ${answer}`).join('\n')}`),
  ].join('\n')),
})

export const productsOpen = command({
  name: 'products open', summary: 'open margin or futures on an account, for its keys', positionals: ['PRODUCT'],
  options: { ...ACCOUNT_OPTION, accept: { type: 'string', value: 'VERSION', help: 'margin: the version of the agreement that is accepted' }, answers: { type: 'string', value: 'ID=N,…', help: 'futures: the number of the right answer to each question' }, ...CONFIRMING, ...STORE_OPTIONS },
  examples: ['./bitting products open margin --accept 2026-11', './bitting products open futures --answers leverage=1,liquidation=0'],
  run: (call) => {
    const product = readChoice('product', call.positionals[0] ?? '', ['margin', 'futures'])
    const { options } = call
    return withOperator(call, async (operator) => {
      const owner = await main(operator, options.account)
      if (!owner.ok) return owner
      const answers = Object.fromEntries((options.answers ?? '').split(',').filter((pair) => pair.includes('=')).map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), Number(pair.slice(pair.indexOf('=') + 1))]))
      return confirmed(call, operator, (asks) => operator.accountsChange('openProduct', product === 'margin' ? { account: owner.value, product, agreement: options.accept ?? '' } : { account: owner.value, product, answers }, asks))
    }, (account) => page(account, painter(call.terminal)))
  },
})

const policyPage = ({ email, policy, policyVersion }: AccountDetails, paint: Paint): string => [`The policy of ${harmless(email)}${policyVersion === 0 ? ', as it is by default' : `, version ${policyVersion}`}`, '', facts(policyLines(policy), paint)].join('\n')

export const policyShow = command({
  name: 'policy show', summary: 'what an account lets its keys be and do', positionals: [], options: { ...ACCOUNT_OPTION, ...STORE_OPTIONS }, examples: ['./bitting policy show'],
  run: (call) => withOperator(call, (operator) => operator.accountsShow(call.options.account === undefined ? null : uidOf(call.options.account)), (account) => policyPage(account, painter(call.terminal))),
})

/** `name=JSON`, or `name=word`. */
const readFields = (texts: readonly string[]): Partial<AccountPolicy> => {
  const read = readPolicyChange(Object.fromEntries(texts.map((text) => {
    const at = text.indexOf('=')
    if (at < 1) throw new WrongUsage(`"${text}" is not name=value.`, 'For instance --set afterIdle=disable --set maxKeys=10')
    const value = text.slice(at + 1)
    try {
      return [text.slice(0, at), JSON.parse(value)]
    } catch {
      return [text.slice(0, at), value]
    }
  })))
  if (!read.ok) throw new WrongUsage(read.fields.map(({ field, text }) => `${field}: ${text}`).join('\n'), 'The policy as it is: ./bitting policy show --json')
  return read.change
}

export const policyEdit = command({
  name: 'policy edit', summary: 'change what an account lets its keys be and do', positionals: [], options: { ...ACCOUNT_OPTION, set: { type: 'string', value: 'NAME=VALUE', multiple: true, help: 'one field; may be given several times' }, ...CONFIRMING, ...STORE_OPTIONS },
  notes: [`Fields: ${POLICY_FIELDS.join(', ')}; what each is now: ./bitting policy show --json. onAlarm=freeze lets a key with an alarm only look; reviewEveryDays=90 has each key reviewed (null: no rhythm); onLeak is tell or disable.`],
  examples: ['./bitting policy edit --set afterIdle=disable --set unrestrictedTrading=forbidden', './bitting policy edit --set onAlarm=freeze --set reviewEveryDays=90'],
  run: (call) => {
    if (call.options.set === undefined) throw new WrongUsage('What is to change?', 'Give --set NAME=VALUE, for instance --set reviewEveryDays=90. See: ./bitting help policy edit')
    const change = readFields(call.options.set)
    return withOperator(call, async (operator) => {
      const owner = await main(operator, call.options.account)
      return owner.ok ? confirmed(call, operator, (asks) => operator.accountsChange('editPolicy', { account: owner.value, change }, asks)) : owner
    }, (account) => policyPage(account, painter(call.terminal)))
  },
})

export const keysFollow = command({
  name: 'keys follow', summary: 'let an entry of a list follow a name or a heartbeat', positionals: ['KEY'],
  options: { name: { type: 'string', value: 'NAME', help: 'the host name to follow' }, heartbeat: { type: 'boolean', help: 'a token moves it instead; it is told this once' }, within: { type: 'string', value: 'BLOCK,…', help: 'it never moves out of these blocks' }, private: { type: 'boolean', help: 'private addresses too' }, ...CONFIRMING, ...STORE_OPTIONS },
  examples: ['./bitting keys follow grid-bot-btc --name home.example.org --within 203.0.113.0/24'],
  run: (call) => {
    const { options } = call
    if ((options.name === undefined) !== (options.heartbeat === true)) throw new WrongUsage('Give --name NAME or --heartbeat.', 'One of the two moves the entry.')
    return withOperator(call, async (operator) => {
      const key = await operator.keysShow(call.positionals[0] ?? '')
      if (!key.ok) return key
      return confirmed(call, operator, (asks) => operator.movingBind({ key: key.value.id, source: options.heartbeat ? 'heartbeat' : 'name', ...(options.name !== undefined && { name: options.name }), within: (options.within ?? '').split(',').map((block) => block.trim()).filter((block) => block !== ''), ...(options.private && { allowsPrivate: true }) }, asks))
    }, ({ id, token }) => token === null ? `The entry ${id} follows its name from now on, looked up every minute.` : `The entry ${id} is moved by whoever has this token; it is told this once:\n  ${token}\nOn the machine that moves, with the token in a file: ./bitting heartbeat ${id} --token-file FILE --url CONSOLE_URL`)
  },
})

export const keysUnfollow = command({
  name: 'keys unfollow', summary: 'let an entry move no more, and take it off the list', positionals: ['ID'], options: { ...CONFIRMING, ...STORE_OPTIONS }, examples: ['./bitting keys unfollow d_…'],
  run: (call) => withOperator(call, (operator) => confirmed(call, operator, (asks) => operator.movingUnbind({ id: call.positionals[0] ?? '' }, asks)), ({ id }) => `The entry ${id} moves no more.`),
})
