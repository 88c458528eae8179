import type { KeyDifference, NamedKey, ToldChange, ToldPlace } from '../../../src/people/told-change.ts'
import type { Factor } from '../../../src/people/step-up-policy.ts'
import { shortAmount } from '../parts/amounts.ts'
import { limitsInWords, policyInWords } from '../parts/policy-in-words.ts'
import { rulesInWords } from '../parts/rules-in-words.ts'
import type { Words } from './english.ts'
import { hoursText, instantText, keySentence, listText, shapeText, switchesText } from './key-chinese.ts'
import { changeInWords, type ToldWords } from './told.ts'

const named = ({ label, id }: NamedKey): string => `密钥“${label}”（${id}）`
const placeText = ({ coin, network, address, tag }: ToldPlace): string => `${coin ?? '任意币种'}，经 ${network} 网络，到 ${address}${tag === '' ? '' : `（标签 ${tag}）`}`
const factorsText = (requirement: readonly (readonly Factor[])[], w: Words): string => requirement.map((group) => group.map((factor) => w.factors[factor]).join('或')).join('，以及')
const ceilingText = (rights: Parameters<typeof switchesText>[0] | null): string => (rights === null ? '子账户可有的一切权限' : switchesText(rights) || '无')
const afterText = (after: 'expire' | 'warn' | 'disable' | 'delete', w: Words): string => (after === 'delete' ? '删除' : w.create.afters[after])

const differenceText = (one: KeyDifference, w: Words): string => {
  switch (one.of) {
    case 'label': return `名称改为“${one.after}”`
    case 'gained': return `增加 ${switchesText(one.rights)}`
    case 'lost': return `收回 ${switchesText(one.rights)}`
    case 'addresses': return `可用地址：${listText(one.after)}（原为：${listText(one.before)}）`
    case 'limits': return `限额：${limitsInWords(one.after, w)}（原为：${limitsInWords(one.before, w)}）`
    case 'end': return `${one.afterDays === null ? '不再有期限' : `期限为从现在起 ${one.afterDays} 天`}（原为：${one.before === null ? '无期限' : instantText(one.before)}）`
    case 'replayGuard': return `重放防护：${one.after ? w.key.on : w.key.off}`
    case 'afterPeriod': return `到期后：${afterText(one.after, w)}（原为：${afterText(one.before, w)}）`
  }
}

const MAIL = { atOnce: '立即', digest: '每天一次', off: '关闭' } as const
type Settings = (ToldChange & { readonly is: 'alert.settings' })['after']
const SETTINGS: { readonly [Field in keyof Settings]-?: (value: NonNullable<Settings[Field]> | null, w: Words) => string } = {
  mail: (way) => `邮件：${way === null ? '—' : MAIL[way]}`, digestHour: (hour) => `汇总时间：${hour ?? '—'}:00`, timeZone: (name) => `汇总时区：${name ?? '—'}`,
  quietHours: (hours) => `免打扰：${hours === null ? '无' : `${hours.from}–${hours.until} ${hours.timeZone}`}`, alarmsBreakThrough: (isTold) => `免打扰期间的告警：${isTold ? '立即告知' : '稍后告知'}`, webhookUrl: (url) => `Webhook：${url ?? '无'}`,
}
const settingsText = (settings: Settings, w: Words): readonly string[] =>
  // Each value is that of its own field; the compiler does not follow the pair through the loop.
  Object.entries(settings).map(([field, value]) => (SETTINGS[field as keyof Settings] as (value: unknown, w: Words) => string)(value, w))

const policyText = ({ before, after }: ToldChange & { readonly is: 'policy.edit' }, w: Words): string => {
  // A policy has exactly these names, and each value is that of its own field.
  const tell = (field: keyof typeof after, of: typeof after): string => policyInWords(field, of[field] as never, w)
  return (Object.keys(after) as (keyof typeof after)[]).map((field) => `${w.policy.fields[field]}：${tell(field, after)}（现为：${tell(field, before)}）`).join('；')
}

export const toldChinese: ToldWords = {
  'totp.add': ({ label }) => `设置身份验证器“${label}”。`,
  'totp.remove': ({ label }) => `移除身份验证器“${label}”。`,
  'passkey.add': ({ label }) => `设置通行密钥“${label}”。`,
  'passkey.remove': ({ label }) => `移除通行密钥“${label}”。`,
  'recoveryCodes.renew': () => '生成十个新的恢复码；旧的不再有效。',
  'password.change': () => '设置新密码；其他会话全部结束。',
  'phone.change': ({ phone }) => (phone === null ? '移除你的电话号码。' : `短信验证码发送到 ${phone}。`),
  'token.make': ({ name, role, account, days }, w) => `创建令牌“${name}”：以${w.roles[role]}身份操作账户 ${account}，有效 ${days} 天。`,
  'person.invite': ({ email, role, account }, w) => `邀请 ${email} 担任账户 ${account} 的${w.roles[role]}。`,
  'person.changeRole': ({ email, role, account }, w) => `让 ${email} 担任账户 ${account} 的${w.roles[role]}。`,
  'person.remove': ({ email, account }) => `把 ${email} 移出账户 ${account}。`,
  'person.offBoard': ({ email, keysGoTo }) => `${email} 离职：结束其所有会话和令牌，撤回其审批，${keysGoTo === null ? '停用其密钥' : `把其密钥移交给 ${keysGoTo}`}。`,
  'invitation.withdraw': ({ email, account }) => `撤回对 ${email} 加入账户 ${account} 的邀请。`,
  'stepUpPolicy.edit': ({ account, requirements: { plain, grave } }, w) => `账户 ${account} 的普通更改需要：${factorsText(plain, w)}；重大更改需要：${factorsText(grave, w)}。`,

  'key.create': ({ label, email, shape, endsInHours, lapsesInHours, calls }, w) =>
    `为 ${email} 创建密钥“${label}”：${keySentence({ ...shape, state: 'enabled', ends: endsInHours === null ? null : { inHours: endsInHours }, lapses: lapsesInHours === null ? null : { inHours: lapsesInHours } }, w)}${calls === null ? '' : `调用 ${calls} 次后即删除。`}`,
  'key.edit': ({ key, differences, shape }, w) => `更改${named(key)}：${differences.map((one) => differenceText(one, w)).join('；') || '没有不同'}。之后：${shapeText(shape, w)}`,
  'key.extend': ({ key, days }) => `延长${named(key)}：仍然需要，从现在起再用 ${days} 天。`,
  'key.keep': ({ key, shape }, w) => `保留${named(key)}不变：${shapeText(shape, w)}`,
  'key.enable': ({ key, shape }, w) => `重新启用${named(key)}：${shapeText(shape, w)}`,
  'key.afterReview': ({ change, note }, w) => `复查结果：${changeInWords(change, w)}${note === null ? '' : `备注：${note}`}`,
  'key.tellSecret': ({ key }) => `显示${named(key)}的 Secret Key，仅此一次。`,
  'key.disable': ({ key }) => `停用${named(key)}：从下一次请求起不再打开任何东西；未成交订单保留。`,
  'key.disableMany': ({ keys }) => `停用 ${keys.length} 把密钥：${keys.map(({ label, id }) => `“${label}”（${id}）`).join('、')}。从下一次请求起不再打开任何东西；未成交订单保留。`,
  'key.delete': ({ key, cancels }, w) => `永久删除${named(key)}：再也不能使用。${cancels === null ? '未成交订单保留。' : `${cancels.email}（${w.sandbox.environments[cancels.environment].name}）的所有未成交订单都会撤销，不论由哪把密钥下达。`}`,
  'key.rotate': ({ key, label, overlapHours, shape }, w) => `为${named(key)}创建继任密钥“${label}”；${overlapHours === null ? '新密钥首次使用时，旧密钥随即永久关闭' : `两者并存 ${overlapHours} 小时，之后旧密钥永久关闭`}。其余不变：${shapeText(shape, w)}`,
  'key.split': ({ key, label, futures, rest }, w) => `把${named(key)}拆成两把：新密钥“${label}”接管合约（${shapeText(futures, w)}）；原密钥：${shapeText(rest, w)}`,
  'key.thaw': ({ key, rights }) => `把监控收回的权限还给${named(key)}：${switchesText(rights)}。`,
  'key.lockdown': ({ account, way, keys, areAll, label, cancelOrders, endSessions, renewFactors }) => [
    `${way === 'delete' ? '删除' : '停用'}账户 ${account} 的${areAll ? `所有密钥（${keys} 把）` : label === null ? ` ${keys} 把密钥` : `密钥“${label}”`}`, '仅可提现到地址簿，并锁定提现 24 小时',
    ...(cancelOrders ? ['撤销其未成交订单'] : []), ...(endSessions ? ['结束其人员的所有会话和令牌'] : []), ...(renewFactors ? ['要求他们设置新密码和新的第二重验证'] : []),
  ].join('，') + '。',
  'entry.bind': ({ key, source, name, within, allowsPrivate }) => `让${named(key)}列表中的一个条目${source === 'name' ? `跟随域名 ${name ?? ''}` : '由持有专用令牌的心跳移动'}，仅限 ${within.join('、')}${allowsPrivate ? '，也可为私有地址' : ''}。`,
  'entry.unbind': ({ key, name, entries }) => `让${named(key)}的条目 ${name} 不再移动，并从列表中移除 ${entries.join('、') || '（无）'}。`,
  'program.mark': ({ key, isOff }) => `注明${named(key)}的程序${isOff ? '已关闭' : '可以运行'}。`,
  'external.add': ({ label, url, email, hasSecret }) => `为 ${email} 登记 ${url} 的密钥“${label}”，${hasSecret ? '连同其 Secret Key（加密保存）：只用读取来检查' : '不含 Secret Key：只显示和提醒'}。`,
  'external.edit': ({ name, url, label, preset, renewsSecret }, w) => `更改登记的 ${url} 密钥“${name}”：${[...(label === null ? [] : [`标签改为“${label}”`]), ...(preset === null ? [] : [`用途改为${w.create.presets[preset]?.title ?? preset}`]), ...(renewsSecret ? ['重新封存其 Secret Key'] : [])].join('，')}。`,
  'external.remove': ({ label, url }) => `移除登记的 ${url} 密钥“${label}”；它在该交易所保持原样。`,

  'product.open': ({ product, email, version }, w) => (version === null ? `为子账户 ${email} 开通${w.products[product]}，与其主账户一致。` : product === 'margin' ? `为 ${email} 接受第 ${version} 版杠杆协议，并开通${w.products.margin}。` : `为 ${email} 开通${w.products.futures}；第 ${version} 版知识测验已通过。`),
  'subAccount.access': ({ email, isOpen }) => (isOpen ? `重新开放子账户 ${email} 的 API。` : `立即关闭子账户 ${email} 的 API；其密钥和未成交订单保持原样。`),
  'subAccount.edit': ({ email, label, ceiling }) => [
    ...(label === undefined ? [] : [`把子账户 ${email} 命名为“${label}”。`]), ...(ceiling === undefined ? [] : [`子账户 ${email} 的密钥最多可有：${ceilingText(ceiling.after)}（现为：${ceilingText(ceiling.before)}）。`]),
  ].join(''),
  'subAccount.create': ({ email, main, ceiling, isInvited }) => `为 ${main} 创建子账户 ${email}，其密钥最多可有：${ceilingText(ceiling)}${isInvited ? '，并邀请此邮箱管理其密钥' : ''}。`,
  'policy.edit': (change, w) => `更改 ${change.email} 的策略：${policyText(change, w)}。`,
  'alert.settings': ({ email, before, after, makesSecret }, w) => {
    const was = settingsText(before, w)
    return `更改 ${email} 接收警报的方式：${[...settingsText(after, w).map((text, at) => `${text}（现为 ${was[at] ?? '—'}）`), ...(makesSecret ? ['用新的密钥为推送签名'] : [])].join('；')}。`
  },
  'alert.decide': ({ as }) => (as === 'normal' ? '记为正常。' : '记为已处理。'),

  'money.withdraw': ({ amount, place, formerAt }) => `提现 ${shortAmount(amount)} ${placeText(place)}。${formerAt === null ? '' : `此前已于 ${instantText(formerAt)} 请求过同样的提现。`}`,
  'address.add': ({ account, name, waitingHours, place }) => `允许账户 ${account} 提现到“${name}”，${waitingHours === 0 ? '立即生效' : `${hoursText(waitingHours)}后生效`}：${placeText(place)}。`,
  'address.remove': ({ account, name, place }) => `把“${name}”从账户 ${account} 的地址簿移除：${placeText(place)}。`,
  'withdrawalPolicy.edit': ({ account, onlyAddressBook, waitingHours, lockHours }) => `账户 ${account}：${[
    ...(onlyAddressBook === undefined ? [] : [onlyAddressBook ? '仅可提现到地址簿' : '可提现到任何地址']), ...(waitingHours === undefined ? [] : [waitingHours === null ? '新地址的等待时间恢复默认' : `新地址等待 ${waitingHours} 小时`]),
    ...(lockHours === undefined ? [] : [lockHours === 0 ? '解除提现锁定' : `锁定提现 ${lockHours} 小时`]),
  ].join('，')}。`,
  'approval.decide': ({ decision, change }, w) => `${decision === 'approve' ? '批准' : '拒绝'}：${changeInWords(change, w)}`,
  'approval.cancel': ({ change }, w) => `撤回等待审批的事项：${changeInWords(change, w)}`,
  'approvalRules.edit': ({ account, rules }, w) => `账户 ${account} 的审批规则：${rulesInWords(rules, w).join('；')}。`,
  'sandbox.deposit': ({ amount, coin, wallet, email }) => `从水龙头给 ${email} 的 ${wallet} 钱包存入 ${shortAmount(amount)} ${coin}。`,
  'sandbox.call': ({ key, from, request }) => `在沙盒中，以${named(key)}、从 ${from} 调用：${request}`,
}
