import type { canaries as english } from './canaries-english.ts'

/** 金丝雀页面的文字。 */
export const canaries: typeof english = {
  intro: '什么都打不开的密钥。放在窃贼会翻找的地方：谁试用它，谁就触发警报，往往早于真正的密钥被动用。',
  make: '创建金丝雀', title: '创建金丝雀', label: '标签', labelHint: '它将放在哪里，这样警报就能说明有人翻找过何处。', suggested: (count) => `金丝雀 ${count}`, go: '创建', made: (label) => `${label} 已创建。现在放置：复制下面几行。`,
  none: '还没有金丝雀', noneText: '它不花钱，也不开放任何权限，却往往最先发现入侵。',
  quiet: '无人触碰', alarmed: (count) => `被试用 ${count} 次`, madeAt: '创建', alarms: '警报', toAlerts: '前往警报', openKey: '打开密钥',
  lines: '要放置的几行', copyLines: '复制这几行', madeUp: 'API 密钥是真的。Secret Key 是此处每次随机编造的：触发警报并不需要它。', comment: '交易机器人，生产环境',
  where: '放在哪里', places: [
    '放在每台存有密钥的机器上，与真正的 .env 文件并列：复制文件夹的人会一并拿走。', '放在私有仓库里，好像被遗忘：它会揭示泄露的副本或好奇的来客。', '放在构建服务器的变量之中。',
    '放在备份、磁盘镜像，或只有你会看的笔记、聊天里。', '每个地方用一只单独的金丝雀：警报就能说明窃贼到过哪里。',
  ],
}
