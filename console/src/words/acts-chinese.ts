import type { acts as english } from './acts-english.ts'

/** 审计日志中的每个动作。 */
export const acts: typeof english = {
  'account.edit': '更改账户', 'account.lockdown': '紧急锁定', 'account.lockedDown': '已执行紧急锁定', 'account.open': '建立账户',
  'address.add': '添加地址', 'address.bind': '允许地址条目移动', 'address.remove': '移除地址', 'address.unbind': '地址条目不再移动',
  'alert.decide': '处理警报', 'alert.settings': '更改警报设置', 'alert.thaw': '解冻密钥',
  'approval.request': '请求审批', 'approval.decide': '作出审批', 'approval.approve': '批准', 'approval.reject': '驳回', 'approval.cancel': '撤回审批', 'approval.withdraw': '撤回审批', 'approval.execute': '执行审批', 'approval.expire': '审批过期', 'approval.fail': '审批失败', 'approvalRule.edit': '更改审批规则',
  'audit.export': '导出记录', 'auditKey.begin': '生成记录的签名密钥', 'clock.move': '移动日历', 'clock.reset': '日历归位',
  'external.add': '录入外部密钥', 'external.edit': '更改外部密钥', 'external.remove': '移除外部密钥',
  'factor.begin': '开始设置验证方式', 'factor.add': '添加验证方式', 'factor.remove': '移除验证方式', 'firstOwner.link': '生成设置链接', 'firstOwner.setUp': '设置首位所有者',
  'invitation.accept': '接受邀请', 'invitation.withdraw': '撤回邀请',
  'key.create': '创建密钥', 'key.edit': '更改密钥', 'key.grant': '授予密钥权限', 'key.widen': '放宽密钥', 'key.enable': '启用密钥', 'key.disable': '停用密钥', 'key.delete': '删除密钥', 'key.extend': '延长密钥', 'key.rotate': '轮换密钥', 'key.split': '拆分密钥', 'key.review': '复查密钥', 'key.keep': '保留密钥', 'key.afterReview': '复查后更改密钥',
  'key.handover': '后继密钥接替', 'key.handOn': '转交密钥', 'key.lockdown': '锁定密钥', 'key.tellSecret': '告知密钥内容', 'key.thaw': '解冻密钥', 'key.call': '密钥的最后一次调用', 'key.disableMany': '停用多个密钥',
  'language.choose': '邮件语言已选择', 'mail.test': '试发邮件', 'money.withdraw': '提现', 'money.release': '放行提现', 'money.transfer': '划转',
  'password.change': '更改密码', 'password.reset': '重设密码', 'people.lockdown': '因锁定而结束会话',
  'person.invite': '邀请人员', 'person.changeRole': '更改角色', 'person.remove': '移除人员', 'person.offBoard': '办理离职', 'person.left': '人员离开', 'phone.change': '更改电话',
  'policy.edit': '更改策略', 'product.open': '开通产品', 'program.mark': '标记程序', 'recoveryCodes.renew': '更新恢复代码',
  'sandbox.act': '使用沙盒', 'sandbox.deposit': '充入模拟资金', 'sandbox.letPass': '推进时间', 'sandbox.reset': '重置沙盒', 'sandbox.restore': '恢复沙盒', 'scenario.start': '启动场景', 'scenario.stop': '停止场景', 'sealingKey.rotate': '轮换封存密钥',
  'session.begin': '登录', 'session.end': '结束会话', 'session.endAll': '结束所有会话', 'signIn.refused': '登录被拒', 'signUp.complete': '完成注册', 'stepUp.confirm': '确认更改', 'stepUpPolicy.edit': '更改所需的验证',
  'store.backup': '备份', 'subAccount.create': '创建子账户', 'subAccount.edit': '更改子账户', 'subAccount.close': '关闭子账户', 'subAccount.open': '开放子账户', 'subAccount.access': '更改子账户访问',
  'token.make': '创建令牌', 'token.end': '结束令牌', 'external.see': '查看外部密钥',
  'withdrawal.loosen': '放宽提现', 'withdrawal.restrict': '收紧提现', 'withdrawal.lockdown': '锁定提现', 'withdrawalPolicy.edit': '更改提现规则',
}
