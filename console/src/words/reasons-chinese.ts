import type { reasons as english } from './reasons-english.ts'

/** 调用被拒的简短原因。 */
export const reasons: typeof english = {
  accountAccessDisabled: '账户已对 API 关闭', accountWeightUsedUp: '账户权重已用尽', addressBanned: '地址被封禁', addressNotAllowed: '地址不在名单中', addressWeightUsedUp: '地址权重已用尽',
  beforeRestart: '签名早于重启', beyondCeiling: '超出账户上限', bodyTooLarge: '请求体过大', boundToWallet: '绑定在另一个钱包', callerNotMain: '不是主账户', callerNotSub: '不是子账户', duplicateParameter: '参数重复',
  guardRail: '超出密钥自身限额', keyDeleted: '密钥已删除', keyDisabled: '密钥已停用', keyExpired: '密钥已过期', keyHeaderMalformed: '密钥格式有误', keyHeaderMissing: '未发送密钥', keyOfOtherEnvironment: '另一个沙盒的密钥', keyRetired: '密钥已由后继接替', keyUnknown: '密钥未知', listRequired: '需要地址名单',
  malformedEncoding: '编码有误', parameter: '参数不被接受', permissionLapsed: '权限已失效', permissionMissing: '缺少权限', productNotOpened: '产品未开通', recvWindowMalformed: 'recvWindow 格式有误', recvWindowTooGreat: 'recvWindow 过大', replayed: '重复发送',
  signatureMissing: '未签名', signatureWrong: '签名错误', timestampAhead: '时钟偏快', timestampMalformed: '时间戳格式有误', timestampMissing: '缺少时间戳', timestampTooOld: '时钟偏慢', tooManyConnections: '连接过多', tooManyRawRequests: '请求过多', unknownPath: '路径未知', unrestrictedForbidden: '无地址名单时禁止',
}
