import type { MailWords } from './mail-english.ts'

export const mail: MailWords = {
  title: '邮件发送', server: '发送方式', from: '发件人', encryption: { tls: 'TLS', startTls: 'STARTTLS', none: '明文，仅限本机' },
  notSet: '未设置邮件服务器：邮件留在这里，不会寄给任何人。',
  staysHere: '此处未设置邮件服务器，邮件留在运行 Bitting 的机器上。在那里读取：', reachNobody: '邮件寄不到任何人',
  notSetText: '在服务器的环境中设置以下两项，然后重新启动：',
  inDemo: '在此演示中，邮件放在顶部的“演示”抽屉里，可在那里读取验证码和链接。',
  queue: '等待中', waiting: (count) => (count === 0 ? '没有邮件' : `${count} 封邮件`), oldest: '最早写于', failed: '一天后放弃', fault: '最近的故障', allWell: '没有等待的邮件，也没有失败的邮件。',
  reasons: { unreachable: '邮件服务器没有应答。', encryption: '未能与邮件服务器建立加密连接。', login: '邮件服务器不接受用户名和密码。', recipient: '邮件服务器不接受该地址。', refused: '邮件服务器没有接收此邮件。', unreadable: '现有的封存密钥无法打开此邮件。' },
  test: (email) => `向 ${email} 发送测试邮件`, sending: '正在等待邮件服务器……',
  tested: { sent: (to) => `邮件服务器已接收寄给 ${to} 的邮件。请查看是否收到。`, waiting: (to) => `寄给 ${to} 的邮件正在等待。`, drawer: (to) => `寄给 ${to} 的邮件在“演示”抽屉里。`, failed: (to) => `寄给 ${to} 的邮件已被放弃。` }, againLater: '会自动重试。',
}
