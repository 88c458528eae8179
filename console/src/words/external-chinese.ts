import type { external as english } from './external-english.ts'

/** 其他交易所密钥页面的文字。 */
export const external: typeof english = {
  intro: '存在于其他交易所的密钥：每六小时仅以读取方式检查、评级，并像自己的密钥一样提醒。',
  add: '登记密钥', none: '还没有外部密钥', noneText: '登记币安或兼容交易所的密钥。附上密钥的秘密即可检查：时钟、权限与地址列表是否妥当。不附则只作提醒。',
  columns: { label: '密钥', rights: '实际权限', clock: '时钟', examined: '最近检查', rotation: '应轮换于', grade: '等级' },
  states: { sound: '妥当', concerns: '需要处理', unread: '尚未检查', silent: '未能连通', shown: '无秘密' },
  clock: (ms) => (ms === 0 ? '一致' : `${ms > 0 ? '快' : '慢'} ${Math.abs(ms)} 毫秒`), unknown: '未知', notTold: '未告知',
  madeAt: '创建', enteredAt: '登记', exchange: '交易所', apiKey: 'API Key', purpose: '用途', next: '下次检查', never: '从不', seen: '来源地址', bound: '绑定', isBound: { yes: '绑定地址', no: '任何地址' }, noSecret: '登记时没有附上秘密：无法检查。',
  needs: '需要处理', needsNothing: '没有：一切妥当。', found: '检查结果', facts: '密钥', silentNote: (fault) => `上次未能连通：${fault} 此处为之前的检查结果。`,
  probes: { reach: '连通', clock: '时钟', address: '地址', key: '密钥', signature: '签名', encoding: '编码', rights: '权限', binding: '地址列表', fit: '与用途相符' },
  verdicts: { fine: '正常', advice: '可改进', fault: '故障', unknown: '未告知' },
  examine: '立即检查', examining: '检查中…', examined: '刚刚检查完毕。', edit: '更改', editIt: (label) => `更改 ${label}`, edited: '已更改。', newSecretHint: '留空：保持已封存的。否则封存以替换，不再显示给任何人。', removed: (label) => `${label} 已移除。`,
  title: '登记其他交易所的密钥', label: '标签', url: '交易所地址', urlHint: '只写服务器，如 https://api.binance.com。', key: 'API 密钥（公开部分）', keyHint: '交易所给出的 64 位字母和数字。',
  secret: '秘密或私钥', secretHint: '可以留空。立即封存，不再显示给任何人。只用于读取：不下单，不动资金。', preset: '它的用途是什么？', presetHint: '其权限将与此用途所需相比较。', go: (label) => `登记${label === '' ? '密钥' : ` ${label}`}`, added: (label) => `${label} 已登记。`,
}
