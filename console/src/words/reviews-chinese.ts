import type { reviews as english } from './reviews-english.ts'

/** 权限复查页面的文字。 */
export const reviews: typeof english = {
  intro: '每把密钥及其使用情况：保留、收窄或删除。没人需要的权限只对窃贼有用。',
  states: { overdue: '已逾期', due: '应复查', later: '已复查', none: '没有周期' }, count: (count) => `${count} 把密钥`,
  due: '应于', next: '下次', every: (days) => `每 ${days} 天`, noRhythm: '没有人被要求复查它。', setRhythm: '设置周期', rhythmText: '账户策略规定多久复查一次每把密钥。',
  waiting: (count) => `${count} 把密钥等待决定。`,
  none: '没有可复查的密钥', noneText: '有密钥后会显示在这里。', allDone: '所有密钥都已复查。到期的会自动出现。', noRhythmYet: '还没有账户设置周期，因此无人被要求复查。你仍可对每把密钥作出决定。',
  never: '从未使用。', lastUsed: '最近使用', from: '来自', uses: (rights) => `用到：${rights}。`, neverUsed: (rights) => `从未用到：${rights}。`,
  last: { keep: '保留', narrow: '收窄', delete: '删除' }, lastDecision: (decision) => `上次复查：${decision}`, unreviewed: '创建以来未复查。',
  keep: '保留', keepIt: (label) => `保留 ${label} 不变`, narrow: '收窄', narrowIt: (label) => `收窄 ${label}`, delete: '删除', review: '复查',
  mark: (label) => `标记 ${label}`, keepMarked: (count) => `保留 ${count} 把密钥不变`,
  note: '备注', noteHint: '原因，写入记录。可以留空。', keepText: '除下次复查的日期外，什么都不变。', keepManyText: '以下每个密钥都已看过且仍然需要。除下次复查的日期外什么都不变；记录会为每个密钥写明你和备注。',
  turnOff: '关闭', turnOffText: '已勾选的是其使用中不需要的。', advised: '不需要', proposed: '建议', bindTo: '使用来源', chooseSome: '请勾选要关闭的内容。', allOff: '这会关闭全部权限：请改为删除密钥。',
  kept: (label) => `${label} 保持不变。`, narrowed: (label) => `${label} 已收窄。`, deleted: (label) => `${label} 已删除。`, keptMany: (count) => `${count} 把密钥保持不变。`,
}
