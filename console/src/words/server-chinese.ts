import { admittedChinese, explainedChinese, seenChinese } from './explained-chinese.ts'
import { deviationsChinese } from './deviations-chinese.ts'
import { endpointsChinese } from './endpoints-chinese.ts'
import { findingsChinese } from './findings-chinese.ts'
import { keySentence } from './key-chinese.ts'
import { refusalsChinese } from './refusals-chinese.ts'
import type { ServerWords } from './server-words.ts'
import { termsChinese } from './terms-chinese.ts'
import { toldChinese } from './told-chinese.ts'

export const serverChinese: ServerWords = {
  explained: explainedChinese, admitted: admittedChinese, seen: seenChinese, told: toldChinese, keySentence, terms: termsChinese, found: findingsChinese,
  refusals: refusalsChinese, deviations: deviationsChinese, endpoints: endpointsChinese,
  fields: {
    isWrong: '此处填写的内容不符合要求。',
    takes: {
      maxKeys: '1 到 10000 的整数。', movesPerDay: '1 到 1000 的整数。', reviewEveryDays: '1 到 400 的整数，或留空。', unrestrictedTrading: '从列表中选择一项。', afterIdle: '从列表中选择一项。', onAlarm: '从列表中选择一项。', onLeak: '从列表中选择一项。',
      keysManageKeys: '开或关。', nameAddresses: '开或关。', heartbeatAddresses: '开或关。', products: '从所列产品中选择，不得重复。', guardRails: '限额有误：金额写作 1000 或 2500.50，交易对写作 BTCUSDT。', presets: '每个预设的地址数和天数须为正整数，且不超过预设本身的上限。',
      mail: '从列表中选择一项。', digestHour: '0 到 23 的整点。', timeZone: '写时区名称，例如 UTC、Asia/Shanghai。', quietHours: '从和至都写作 22:00，且不得相同。', alarmsBreakThrough: '开或关。', webhookUrl: '写完整的 https 地址。',
      withdrawals: '起点写作 1000 或 2500.50，每条需 1 到 10 人；最多 10 条，起点不得相同。', withdrawalRight: '0 到 10 的整数。', newAddress: '0 到 10 的整数。', ruleChange: '0 到 10 的整数。', lifetimeHours: '1 到 720 小时。',
    },
  },
  risk: {
    grounds: {
      withdraws: () => '它能提现：持有者可把资金永远转走。这是独立的一级。', moves: () => '它能在钱包或账户之间移动资金，使另一把密钥够得着。', trades: () => '它能交易：无需提现，与他人对敲即可亏空账户。', reads: () => '它能看到余额、订单和习惯：足以挑选目标，所以风险低但不为零。', marketData: () => '它只打开行情，并占用你的限额。',
      anywhere: () => '它可在任何地址使用：副本在任何机器上都有效。', manyPlaces: (count) => `它可在列表中的 ${count} 处使用。`, wideBlock: () => '列表中有很宽的网段，内含许多机器。', old: (count) => `它的密钥已有 ${count} 天。`, idle: (count) => `已有 ${count} 天无人使用，也没人会想念它。`, spotAndFutures: () => '它同时交易现货与合约：一次泄露打开两者。', products: (count) => `它交易 ${count} 种产品：一次泄露全部打开。`, unused: (_count, rights) => `它带有 30 天未使用的权限：${rights}。`, endless: () => '它没有期限：泄露的副本永远有效。', testnet: () => '它只在测试网有效，那里没有价值；它只暴露习惯。',
    },
    changes: { bind: () => '把它绑定到实际使用的地址。', narrow: () => '把列表缩小到实际使用的地址。', revoke: (rights) => `收回不用的权限：${rights}。`, split: () => '拆成两把：一把现货，一把合约。', end: () => '给它一个期限。', rotate: () => '轮换：新的密钥，同样的权限。', disable: () => '停用或删除：没有人使用它。' },
  },
  attention: { end: (when) => `期限：${when}。`, rotation: (when) => `应轮换：${when}。`, lapse: (when) => `未绑定地址，交易权限将失效：${when}。`, idle: (when) => `自 ${when} 起无人使用。`, review: (when) => `应复查（${when}）：保留、收窄或删除。`, handover: (when) => `为接替旧密钥而建（${when}），至今无人使用。` },
}
