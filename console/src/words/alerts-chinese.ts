import { shortAmount } from '../parts/amounts.ts'
import type { alerts as english } from './alerts-english.ts'

const hour = (of: number): string => `${String(of).padStart(2, '0')}:00`
const seconds = (us: number): string => `${Math.max(1, Math.round(us / 1_000_000))} 秒`

/** 警报页面的文字。 */
export const alerts: typeof english = {
  intro: '密钥的异常情况，每件只报一次，并附依据。', onlyOpen: '只看未处理的', none: '没有异常', noneText: '监视会学习每个密钥的常态，并报告例外。',
  severities: { notice: '提示', warning: '警告', alarm: '警报' }, states: { open: '未处理', normal: '正常', settled: '已处理' }, account: (id) => `账户 ${id}`, times: (count) => `${count} 次`, first: '首次',
  normal: '这是正常的', settled: '已处理', narrow: '收窄密钥', lockdown: '紧急锁定', thaw: '归还权限', frozen: (rights) => `已从密钥收走，直到有人归还：${rights}。`, thawed: '密钥已恢复权限。', disabled: '密钥已停用。',
  titles: { newNetwork: '从新网络使用', strangerKnocks: '有人从未用过此密钥的网络尝试', newFamily: '做了从未做过的事', unusualHour: '在不寻常的时间使用', rateJump: '调用远多于以往', refusalBurst: '连续多次被拒绝', offProgram: '程序关闭时被使用', outsideHours: '在其时段之外使用', awayFromMarket: '成交价远离市场', roundTrips: '与同一账户来回成交', newWithdrawalAddress: '资金转往新地址', canary: '有人使用了金丝雀密钥', leakFound: '被公开发现' },
  sentences: {
    newNetwork: ({ endpoint, address, network, knownNetworks }) => `${endpoint} 来自 ${address}（${network}）。此前的来源：${knownNetworks.join('、')}。`,
    strangerKnocks: ({ endpoint, address }) => `${endpoint} 被拒绝：从未有人在 ${address} 用过它。对方有此密钥的文本，也许还有私钥。`,
    newFamily: ({ endpoint, address, family, knownFamilies }) => `来自 ${address} 的 ${endpoint} 属于 ${family}。此前只做过：${knownFamilies.join('、')}。`,
    unusualHour: ({ endpoint, address, hour: at, daysKnown, usualHours }) => `${endpoint} 来自 ${address}，时间在 UTC ${hour(at)} 起的一小时内。${daysKnown} 天里它的调用时间为 ${usualHours.map(hour).join('、')}。`,
    rateJump: ({ callsInMinute, address, most, usual }) => `一分钟内 ${callsInMinute} 次调用，来自 ${address}。此前最多 ${most} 次，通常 ${usual} 次。`,
    refusalBurst: ({ refusals, withinUs, reasons, addresses, isFromKnownNetwork }) => `${seconds(withinUs)}内被拒绝 ${refusals} 次（${Object.entries(reasons).map(([reason, count]) => `${count} × ${reason}`).join('、')}），来自 ${addresses.join('、')}。${isFromKnownNetwork ? '来自常用网络：多半是密钥错误，例如轮换之后。' : '来自别处：多半有人在猜测。'}`,
    offProgram: ({ endpoint, address }) => `${endpoint} 来自 ${address}，而其程序已标记为关闭。`,
    outsideHours: ({ endpoint, address, from, until, zone }) => `${endpoint} 来自 ${address}，而此密钥的时段为 ${zone} ${from} 至 ${until}。`,
    awayFromMarket: ({ fills, side, symbol, worstPercent, counterparties }) => `${symbol} ${side} 成交 ${fills} 笔，最差比市场差 ${worstPercent}%，对手账户 ${counterparties.join('、')}。`,
    roundTrips: ({ fills, symbol, counterparty, turns }) => `${symbol} 成交 ${fills} 笔，几乎全部与账户 ${counterparty}，方向改变 ${turns} 次。`,
    newWithdrawalAddress: ({ amount, asset, address, network, knownAddresses }) => `${shortAmount(amount)} ${asset} 转往 ${address}（${network}），此账户从未向其转账。已知其他地址 ${knownAddresses} 个。`,
    canary: ({ endpoint, address }) => `${endpoint} 来自 ${address}。没有人使用此密钥：尝试者是在存放处找到它的。`,
    leakFound: ({ leaked, where, source, isDisabled }) => `${{ key: '其文本（客户端发送的部分，不含签名所用）', secret: '其密文', privateKey: '其私钥' }[leaked]}被发现于${where === '' ? '未指明的公开位置' : ` ${where}`}（${source}）。能读到那里的人都有它。${isDisabled ? '密钥已停用：请换用另一个。' : '密钥仍可使用：请换用另一个并停用它。'}`,
  },
  settings: '如何通知你', mail: '邮件', mails: { atOnce: '立即', digest: '每天一次', off: '从不' }, digestHour: '摘要时刻', timeZone: '时区', quiet: '免打扰时段', quietText: '此时段不发邮件。', from: '从', until: '到', alarmsBreakThrough: '警报仍然立即通知', on: '开', off: '关',
  webhook: 'Webhook', webhookHint: '每条警报签名后发送到此处。留空则不发送。', none_: '无', review: '查看更改', apply: '更改', changed: '已更改。', secret: '用于签名的密钥，只显示这一次：', freeze: '警报后自动采取的措施由账户策略决定。', toPolicy: '前往策略',
  deliveries: '最近的发送', noDeliveries: '尚未发送任何内容。', deliveryStates: { waiting: '等待', sent: '已接收', failed: '已放弃' }, tries: (count) => `${count} 次尝试`,
  advice: '它不需要的东西', adviceIntro: (days, calls) => `查看了 ${days} 天内的 ${calls} 次调用。`, tooEarly: '还太少：至少需要一周和五十次调用。', fits: '它只开放所需，没有多余。',
  revoke: (rights) => `关闭 ${rights}：没有调用需要它。`, bind: (addresses) => `只允许从 ${addresses} 使用。`, markets: (symbols) => `只允许交易 ${symbols}。`, wouldRefuse: (calls) => `此前会有 ${calls} 次调用被拒绝，最近的是：`, wouldRefuseNothing: '已知的调用都不会被拒绝。', narrowIt: '照此收窄',
  shared: (day) => `有多个程序同时使用它，最近一次在 ${day}。给每个程序一个自己的密钥：泄露时只需关闭一个。`, unnamed: '未命名的客户端',
}
