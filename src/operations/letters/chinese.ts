import type { Reminder } from '../../authority/reminders.ts'
import { GRADE_WORDS } from '../../authority/risk.ts'
import type { QuotedChange } from '../../people/letters.ts'
import { shownAmount } from '../../money.ts'
import { plainLine } from '../../people/person.ts'
import type { Role } from '../../people/acts.ts'
import { DAY, HOUR, MINUTE, type TimeUs } from '../../time.ts'
import type { AnomalyKind, Evidence } from '../../watch/anomalies/anomaly.ts'
import type { Concern } from '../../watch/external/concerns.ts'
import type { Probe } from '../../watch/external/examination.ts'
import type { Became } from '../approvals/maker-letter.ts'
import type { ReminderWords, Telling } from '../reminding/reminder-letter.ts'
import type { LetterWords } from './letter-words.ts'

const ROLES: Readonly<Record<Role, string>> = { owner: '所有者', admin: '管理员', trader: '交易员', approver: '审批人', auditor: '审计员' }
const NOT_YOU = '如果不是你本人操作，请忽略此邮件；如果你曾经登录过，请更改密码。'

const change = ({ sentence }: QuotedChange): string => sentence

const people: LetterWords['people'] = {
  deviceCode: (code, device, address) => ({
    subject: '确认新设备',
    text: `有人用你的密码从一台未见过的设备登录 Bitting：\n\n  ${plainLine(device)}，来自 ${address}\n\n若要允许此设备，请输入验证码：${code}\n\n10 分钟内有效。${NOT_YOU}\n`,
  }),
  stepUpCode: (code, changes) => ({
    subject: changes.length === 1 ? '确认一项更改' : `确认 ${changes.length} 项更改`,
    text: `你将要确认的正是（原文，与控制台所显示的是同一更改）：\n\n${changes.map((one) => `  - ${change(one)}`).join('\n')}\n\n验证码：${code}。它不确认任何其他内容，5 分钟内有效。\n\n如果这不是你要求的，请勿把验证码交给任何人：有人正在使用你的会话。请在“设置”中结束它。\n`,
  }),
  stepUpText: (code, [first, ...others]) => `Bitting：${code} 用于确认${first && others.length === 0 ? `：${change(first)}` : ` ${others.length + 1} 项更改`}`.slice(0, 300),
  invitation: (url, { inviter, accountId, role }) => ({
    subject: '邀请你加入 Bitting',
    text: `${inviter.name}（${inviter.email}）邀请你担任账户 ${accountId} 的${ROLES[role]}。\n\n若要接受，请在 7 天内打开此链接：\n\n  ${url}\n\n持有链接的人都能代你接受：请勿转发。\n`,
  }),
  signUp: (url) => ({ subject: '完成注册', text: `若要完成 Bitting 的注册，请在一天内打开此链接：\n\n  ${url}\n\n如果这不是你要求的，请忽略。\n` }),
  passwordReset: (url) => ({ subject: '设置新密码', text: `若要为 Bitting 设置新密码，请在一小时内打开此链接：\n\n  ${url}\n\n仍会照常要求你的身份验证器或通行密钥。${NOT_YOU}\n` }),
  knownAddress: () => ({ subject: '你已有账户', text: '有人用此邮箱注册 Bitting，而它已有账户。没有任何更改。如果是你本人，请登录，或在登录处设置新密码。\n' }),
  notice: (notice, device, address) => {
    const what = NOTICES[notice.is]('label' in notice ? notice.label : '')
    return { subject: what, text: `${what}。\n\n  ${plainLine(device)}，来自 ${address}\n\n如果不是你本人操作：请登录，在“设置”中结束所有会话，并设置新密码。\n` }
  },
}

const NOTICES: Readonly<Record<Parameters<LetterWords['people']['notice']>[0]['is'], (label: string) => string>> = {
  deviceSignedIn: () => '一台新设备已登录',
  oldTokenUsed: () => '一个会话已结束，因为有人使用了其令牌的旧副本',
  lockedDown: () => '你的账户已紧急锁定：请设置新密码和新的第二重验证',
  factorAdded: (label) => `已设置新的登录方式：${label}`,
  factorRemoved: (label) => `已移除一种登录方式：${label}`,
  recoveryCodesReplaced: () => '你的恢复码已更换',
  passwordChanged: () => '你的密码已更改',
  passwordChangedByLink: () => '你的密码已通过邮件链接更改',
  phoneSet: () => '已设置另一个接收验证码的电话号码',
  phoneRemoved: () => '你接收验证码的电话号码已移除',
}

/** As far as a person cares: days, hours, minutes. */
const span = (us: number): string => (us >= 2 * DAY - HOUR ? `${Math.round(us / DAY)} 天` : us >= HOUR ? `${Math.round(us / HOUR)} 小时` : us >= 2 * MINUTE ? `${Math.round(us / MINUTE)} 分钟` : `${Math.max(1, Math.round(us / 1_000_000))} 秒`)
const hours = (count: number): string => span(Math.abs(count) * HOUR)

const AFTERWARDS: Readonly<Record<Telling['key']['life']['afterPeriod'], string>> = { expire: '之后密钥到期', disable: '之后密钥停用', warn: '之后密钥继续有效', delete: '之后密钥删除' }

const reminderSentence = ({ key, reminder: { about, stage, atUs }, nowUs }: Telling): string => {
  const [ahead, past] = [span(atUs - nowUs), span(nowUs - atUs)]
  switch (about) {
    case 'end': return stage === 0 ? `已于 ${past}前到期。` : `将于 ${ahead}后到期。`
    case 'rotation': return stage === 0 ? `使用期限已于 ${past}前结束。${key.life.afterPeriod === 'disable' ? '延长之前一直停用。' : '密钥继续有效，但其 Secret 越来越旧。'}` : `使用期限将于 ${ahead}后结束。${AFTERWARDS[key.life.afterPeriod]}。`
    case 'lapse': return stage === 0 ? `因可在任何地址使用，其交易权限已于 ${past}前失效。` : `因可在任何地址使用，其交易权限将于 ${ahead}后失效。`
    case 'idle': return `已有 ${past}无人使用。`
    case 'review': {
      const { reviewed } = key.life
      const since = span(nowUs - (reviewed?.atUs ?? key.createdAtUs))
      return `${stage === 0 ? '应当复查' : '复查已逾期'}。${reviewed === null ? `自 ${since}前创建以来无人复查` : `上次复查在 ${since}前`}：它所打开的是否仍然需要？`
    }
  }
}

const reminderSubject: ReminderWords['subject'] = (label, { reminder: { about, stage }, isDisabled }) => {
  switch (about) {
    case 'end': return stage === 0 ? `密钥 ${label} 已到期` : `密钥 ${label} 即将到期`
    case 'rotation': return `密钥 ${label} 应当轮换`
    case 'lapse': return stage === 0 ? `密钥 ${label} 的交易权限已失效` : `密钥 ${label} 的交易权限即将失效`
    case 'review': return stage === 0 ? `密钥 ${label} 应当复查` : `密钥 ${label} 的复查已逾期`
    case 'idle': return isDisabled ? `密钥 ${label} 无人使用，已停用` : `密钥 ${label} 无人使用`
  }
}

const WHAT_TO_DO: Readonly<Record<Reminder['about'], string>> = { end: '延长或轮换', rotation: '轮换，或延长', lapse: '绑定到实际使用的地址', idle: '不再需要则删除，仍然需要则延长', review: '查看其使用情况，然后保留、收窄或删除' }

const TITLES: Readonly<Record<AnomalyKind, string>> = {
  newNetwork: '从新的网络使用', strangerKnocks: '从未用过它的网络尝试', newFamily: '做了从未做过的事', unusualHour: '在不寻常的时段使用', rateJump: '调用远多于以往', refusalBurst: '连续多次被拒绝', offProgram: '在其程序关闭时使用',
  outsideHours: '在其时段之外使用', awayFromMarket: '成交价远离市场', roundTrips: '与一个账户来回交易', newWithdrawalAddress: '资金转往新地址', canary: '有人尝试了金丝雀密钥', leakFound: '在公开处被发现',
}
const LEAKED = { key: '其文本（客户端发送的部分，不含签名所用）', secret: '其密文', privateKey: '其私钥' } as const
const listed = (words: readonly (string | number)[]): string => words.join('、') || '无'
const hour = (of: number): string => `${String(of).padStart(2, '0')}:00`
const instant = (timeUs: TimeUs): string => `${new Date(timeUs / 1_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const evidenceSentence = (of: Evidence): string => {
  switch (of.kind) {
    case 'newNetwork': return `${of.endpoint} 来自 ${of.address}（${of.network}）。此前的来源：${listed(of.knownNetworks)}。`
    case 'strangerKnocks': return `${of.endpoint} 被拒绝：从未有人在 ${of.address} 用过它。对方有此密钥的文本，也许还有其 Secret。`
    case 'newFamily': return `来自 ${of.address} 的 ${of.endpoint} 属于 ${of.family}。此前只做过：${listed(of.knownFamilies)}。`
    case 'unusualHour': return `${of.endpoint} 来自 ${of.address}，时间在 UTC ${hour(of.hour)} 起的一小时内。${of.daysKnown} 天里它的调用时间为 ${listed(of.usualHours.map(hour))}。`
    case 'rateJump': return `一分钟内 ${of.callsInMinute} 次调用，来自 ${of.address}。此前最多 ${of.most} 次，通常 ${of.usual} 次。`
    case 'refusalBurst': return `${span(of.withinUs)}内被拒绝 ${of.refusals} 次（${Object.entries(of.reasons).map(([reason, count]) => `${count} × ${reason}`).join('、')}），来自 ${listed(of.addresses)}。${of.isFromKnownNetwork ? '来自常用网络：多半是 Secret 有误，例如轮换之后。' : '来自别处：多半有人在猜测。'}`
    case 'offProgram': return `${of.endpoint} 来自 ${of.address}，而其程序自 ${instant(of.offSinceUs)} 起标记为关闭。`
    case 'outsideHours': return `${of.endpoint} 来自 ${of.address}，而此密钥的时段为 ${of.zone} ${of.from} 至 ${of.until}。`
    case 'awayFromMarket': return `${of.symbol} ${of.side} 成交 ${of.fills} 笔，最差比市场差 ${of.worstPercent}%，对手：${listed(of.counterparties.map((id) => `账户 ${id}`))}。`
    case 'roundTrips': return `${span(of.withinUs)}内 ${of.symbol} 成交 ${of.fills} 笔，几乎全部与账户 ${of.counterparty}，方向改变 ${of.turns} 次。`
    case 'newWithdrawalAddress': return `${shownAmount(of.amount)} ${of.asset} 转往 ${of.address}（${of.network}），此账户从未向其转账。已知其他地址 ${of.knownAddresses} 个。`
    case 'leakFound': return `${LEAKED[of.leaked]}被发现于${of.where === '' ? '未指明的公开位置' : ` ${of.where}`}（${of.source}）。能读到那里的人都有它。${of.isDisabled ? '密钥已停用：请换用另一把。' : '密钥仍可使用：请换用另一把并停用它。'}`
    case 'canary': return `${of.endpoint} 来自 ${of.address}。没有人使用此密钥：尝试者是在存放处找到它的。`
  }
}

/** What is wrong, by the probe that saw it; what the exchange itself said stands in the console. */
const FOUND: Readonly<Record<Probe, Pick<Concern, 'text' | 'remedy'>>> = {
  reach: { text: '它没有告知时间：未能连通。', remedy: '检查地址（只写服务器，不含 /api/v3），以及能否连通。' },
  clock: { text: '时钟与服务器偏差过大：调用会以 -1021 拒绝。', remedy: '用 NTP 让系统保持准时。' },
  address: { text: '它没有告知所看到的来源地址。', remedy: null },
  key: { text: '密钥有误。', remedy: '检查密钥是否完整、是否仍然有效。' },
  signature: { text: '交易所拒绝了签名的调用。', remedy: '检查密钥是否完整、是否仍然有效，Secret 是否属于它，以及来源地址是否在其列表中。' },
  encoding: { text: '含百分号编码字符的值被当作签名错误拒绝：途中有东西解码后重新编码。', remedy: '查找改写查询串的代理；直接调用服务器。' },
  rights: { text: '其权限有误。', remedy: '在交易所检查其权限。' },
  binding: { text: '它可在任何地址使用：副本在任何机器上都有效，其交易权限可能会失效。', remedy: '请限制为实际使用的地址。' },
  fit: { text: '其权限不符合其用途。', remedy: '请开启所需的、关闭不需要的，或选择其他用途。' },
}
const GRADES: Readonly<Record<keyof typeof GRADE_WORDS, string>> = { A: '低', B: '中等', C: '较高', D: '高', E: '很高' }

const concern = ({ about }: Concern): Pick<Concern, 'text' | 'remedy'> => {
  switch (about.is) {
    case 'finding': return FOUND[about.probe]
    case 'grade': return { text: `其风险等级为 ${about.grade}（${GRADES[about.grade]}）。`, remedy: '收窄其权限，或绑定地址。' }
    case 'silence': return { text: `已有 ${hours(about.forHours)}无法检查。`, remedy: '检查该交易所能否连通，密钥是否仍然有效。' }
    case 'rotation': return { text: about.dueInHours <= 0 ? `早应轮换，已过 ${hours(about.dueInHours)}：其 Secret 越来越旧。` : `应在 ${hours(about.dueInHours)}内轮换。`, remedy: '在交易所新建密钥，在此登记，然后在那里和这里删除这一把。' }
  }
}

const nothingDone = (wasHeld: boolean): string => (wasHeld ? '没有资金离开：为它冻结的部分可再次使用。' : '没有任何更改。')

const became = (what: Became): { readonly subject: string; readonly told: string } => {
  switch (what.is) {
    case 'approved': return { subject: '你的更改已获批准', told: `由 ${what.approvers} 批准，服务器运行后即执行。` }
    case 'done': return { subject: '你的更改已执行', told: `由 ${what.approvers} 批准，并已执行。` }
    case 'failed': return { subject: '你的更改未能执行', told: `由 ${what.approvers} 批准，但未能执行：${what.why}\n${nothingDone(what.wasHeld)}` }
    case 'rejected': return { subject: '你的更改被拒绝', told: `${what.by === null ? '有人' : `${what.by} `}拒绝了它。${nothingDone(what.wasHeld)}` }
    case 'expired': return { subject: '你的更改未及时获批', told: `等待了 ${what.hours} 小时，批准的人数不足。${nothingDone(what.wasHeld)}如仍需要，请重新请求。` }
  }
}

export const chinese: LetterWords = {
  people,
  test: (asker, consoleUrl) => ({ subject: 'Bitting 的测试邮件', text: `Bitting 的邮件能送达此处：验证码、链接和警报也会。\n\n由 ${asker ?? '运维人员'} 在 ${consoleUrl}/settings?of=mail 发出。无需任何操作。\n` }),
  reminder: {
    subject: reminderSubject, subjectOfMany: (count) => `${count} 把密钥需要你处理`, account: (id) => `账户 ${id}`, sentence: reminderSentence, isDisabled: '按账户策略，它现已停用；启用即重新打开。', whatToDo: WHAT_TO_DO,
    opening: '你的密钥需要处理：', closing: '每件事只通知一次。当前待处理事项：./bitting keys attention，或控制台中的 API 管理。',
  },
  alert: {
    title: ({ alert, key, accountEmail }) => `${key === null ? `账户 ${plainLine(accountEmail)}` : `${alert.kind === 'canary' ? '金丝雀密钥' : '密钥'} ${plainLine(key.label)}`}：${TITLES[alert.kind]}`,
    subjectOfMany: (count) => `关于你的密钥的 ${count} 条警报`, lookNow: '请立即查看', sentence: evidenceSentence,
    frozen: '按你的策略，其操作权限已立即收回。还给它：', close: '关闭它：', leaked: '若已泄露：', normal: '若属正常：',
    opening: '出现了异常情况：', closing: (consoleUrl) => `每条警报只通知一次。全部警报及其依据：${consoleUrl}/alerts`,
  },
  external: {
    subject: (label) => `其他交易所的密钥 ${label} 需要你处理`, subjectOfMany: (count) => `其他交易所的 ${count} 把密钥需要你处理`, concern,
    opening: '你在其他交易所的密钥需要处理：', closing: '每件事在持续期间只通知一次。全部：./bitting external',
  },
  decider: {
    subject: '有一项更改等待你审批', change, asked: (by) => `${by.is === 'operator' ? '运维人员' : by.is === 'key' ? `使用密钥 ${by.name} 的程序` : by.name} 请求了：`,
    waits: (until, needed) => `等待至 ${until}，需要 ${needed} 人批准。你可以批准或拒绝。`, where: (url) => `请在控制台中查看并决定：${url}`, decidesNothing: '此邮件本身不作任何决定：控制台会要求你本人验证。', noMore: '目前请求太多，一小时内不再为此发送邮件：请查看该页面。',
  },
  maker: { became, change, asked: (at) => `你于 ${at} 请求了：`, all: (url) => `你请求的全部事项：${url}` },
}
