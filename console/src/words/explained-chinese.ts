import type { ParameterFault } from '../../../src/gate/endpoint-shape.ts'
import { rightNamed } from '../parts/rights.ts'
import type { StepSeen } from '../../../src/gate/explain.ts'
import { spanOf, type Told, type WholeWords } from './explained.ts'

const UNITS = { second: '秒', minute: '分钟', hour: '小时', day: '天' } as const
const span = (ms: number): string => { const [count, unit] = spanOf(ms); return `${count} ${UNITS[unit]}` }
const wait = (ms: number): string => `请等待 ${span(ms)}（应答头 Retry-After 以秒给出）。`
const label = (permission: Parameters<typeof rightNamed>[0]): string => `“${rightNamed(permission).label}”`

const fault = (of: ParameterFault): string => {
  switch (of.fault) {
    case 'missing': return `参数 ${of.name} 未发送或为空。`
    case 'oneOfMissing': return `必须发送 ${of.names.join('、')} 之一。`
    case 'illegalCharacters': return `参数 ${of.name} 含有不允许的字符；允许：${of.legal}。`
    case 'empty': return `参数 ${of.name} 为空。`
    case 'notRequired': return `此调用不需要参数 ${of.name}。`
    case 'tooPrecise': return `参数 ${of.name} 的小数位过多。`
    case 'overflow': return `参数 ${of.name} 数值过大。`
    case 'tooGreat': return `参数 ${of.name} 大于 ${of.limit}。`
    case 'unread': return `发送了 ${of.sent} 个参数，其中 ${of.read} 个属于此调用。`
    case 'coded': return `参数未被接受：${of.message}`
  }
}

export const explainedChinese: WholeWords = {
  addressBanned: ({ untilMs }, { address }) => ({ what: `地址 ${address} 被封禁至 ${new Date(untilMs).toISOString()}：被告知调用过多后仍继续调用。`, remedy: '在此之前停止调用；每次封禁时间加倍。遵守 Retry-After，关注 X-MBX-USED-WEIGHT-1M，用 WebSocket 代替轮询。' }),
  tooManyRawRequests: ({ limit, windowMs, retryAfterMs }, { address }) => ({ what: `${address} 在 ${span(windowMs)}内发送了超过 ${limit} 个请求。`, remedy: `${wait(retryAfterMs)}之后降低频率：同一地址后的所有程序共用此限额。` }),
  tooManyConnections: ({ limit, windowMs, retryAfterMs }, { address }) => ({ what: `${address} 在 ${span(windowMs)}内打开了超过 ${limit} 个连接。`, remedy: `${wait(retryAfterMs)}请保持连接：一个连接可承载 1024 个数据流。` }),
  unknownPath: (_, { request }) => ({ what: `此处没有 ${request}。`, remedy: '检查方法和路径；基础地址只写服务器，多数客户端会自己加上 /api/v3。测试网在 /testnet 之下。' }),
  bodyTooLarge: () => ({ what: '请求过大。', remedy: '只发送参数，放在查询串或表单中。' }),
  duplicateParameter: ({ name }) => ({ what: `参数 ${name} 在同一处发送了两次。`, remedy: '只发送一次。列表是一个参数：symbols=["BTCUSDT","ETHUSDT"]，并做百分号编码。' }),
  malformedEncoding: () => ({ what: '查询串或正文无法读作参数：转义被截断、不是 UTF-8，或正文是 JSON。', remedy: '对每个值做百分号编码，正文用 application/x-www-form-urlencoded。' }),
  addressWeightUsedUp: ({ limit, windowMs, retryAfterMs }, { address }) => ({ what: `${address} 在 ${span(windowMs)}内用完了 ${limit} 的权重，或频繁使用打不开的密钥。`, remedy: `${wait(retryAfterMs)}继续调用会被封禁一段时间。` }),
  keyHeaderMissing: () => ({ what: '调用没有带密钥。', remedy: '把 API Key 放在 X-MBX-APIKEY 头中。中间的代理可能会丢弃它不认识的头。' }),
  keyHeaderMalformed: () => ({ what: '作为密钥发送的内容不是 64 位字母和数字。', remedy: '检查前后的空格、引号、换行，或复制时被截断。' }),
  timestampMissing: () => ({ what: '签名的调用必须带时间，此调用没有。', remedy: '发送 timestamp=…（毫秒），并参与签名。' }),
  timestampMalformed: () => ({ what: 'timestamp 不是整数。', remedy: '发送自 1970 年起的毫秒数，只含数字：1499827319559。' }),
  signatureMissing: () => ({ what: '此调用必须签名，但没有签名。', remedy: '对整个查询串和正文签名，最后加上 signature=…' }),
  recvWindowTooGreat: () => ({ what: 'recvWindow 过大。', remedy: '最多 60000；多数调用 5000 即可。' }),
  recvWindowMalformed: () => ({ what: 'recvWindow 不是毫秒数。', remedy: '发送如 5000 的数字，最多三位小数。' }),
  timestampTooOld: ({ differenceMs, recvWindowMs }) => ({ what: `调用到达时，其时间已过去 ${span(differenceMs)}，而 recvWindow 为 ${recvWindowMs} 毫秒：你的时钟偏慢、单位不是毫秒，或途中耗时过长。`, remedy: '用 NTP 校时，或先调用 GET /api/v3/time 并加上差值；在发送前一刻取时间。' }),
  timestampAhead: ({ differenceMs }) => ({ what: `调用的时间比服务器快 ${span(differenceMs)}；允许不足 1 秒：你的时钟偏快，或单位不是毫秒。`, remedy: '用 NTP 校时，或先调用 GET /api/v3/time 并减去差值。加大 recvWindow 无济于事。' }),
  keyUnknown: ({ isMistyped }) => ({ what: isMistyped ? '此密钥不可能存在于此：校验和不符，或来自别处。' : '此密钥格式正确，但这里不认识：已被删除，或属于另一个库。', remedy: '在 API 管理中查看有哪些密钥。已删除的密钥不会再打开：请新建。' }),
  keyOfOtherEnvironment: () => ({ what: '此密钥属于另一个环境。', remedy: '正式密钥用于正式地址，测试网密钥用于 /testnet。' }),
  keyDisabled: () => ({ what: '密钥已停用。', remedy: '先弄清谁、为何停用了它（见审计日志），再启用。' }),
  keyExpired: () => ({ what: '密钥已到期。', remedy: '延长它，或新建一把。' }),
  keyDeleted: () => ({ what: '密钥已删除。', remedy: '新建一把密钥。' }),
  keyRetired: () => ({ what: '密钥已轮换：继任者已接替，这一把永久关闭。', remedy: '找出仍在使用它的程序，换上新密钥；密钥页面的“世代”写明了是哪一把。' }),
  accountAccessDisabled: () => ({ what: '此账户的 API 访问已关闭。', remedy: '主账户可在“子账户”页面重新开放。' }),
  addressNotAllowed: ({ entries }, { address }) => ({ what: `密钥的列表为 ${entries.join('、') || '空'}；此调用来自 ${address}。`, remedy: `如果 ${address} 是你的，把它加入列表；如果不认识，说明密钥在别人手中：请停用。` }),
  signatureWrong: () => ({ what: '签名与发送的字节不符。', remedy: '把下面参与签名的字节与你的程序签名的内容逐一比较：顺序、编码、空格，以及是否用了正确的 Secret Key。' }),
  permissionMissing: ({ permission }) => ({ what: `此调用需要 ${label(permission)}，而密钥没有。`, remedy: `如果应该有，请开启 ${label(permission)}；或改用拥有它的密钥。` }),
  permissionLapsed: ({ permission }) => ({ what: `${label(permission)} 已失效：密钥可在任何地址使用。`, remedy: '给密钥一份地址列表，便不再失效；或再开启 30 天。' }),
  listRequired: ({ permission }) => ({ what: `密钥不限地址时，${label(permission)} 不起作用。`, remedy: '给密钥一份地址列表。' }),
  beyondCeiling: ({ permission }) => ({ what: `${label(permission)} 超出此子账户的上限。`, remedy: '主账户可在“子账户”页面提高上限。提现和子账户划转需要主账户的密钥。' }),
  unrestrictedForbidden: ({ permission }, { address }) => ({ what: `账户策略禁止不限地址的密钥使用 ${label(permission)}。`, remedy: `把密钥绑定到它的地址（此调用来自 ${address}）。` }),
  productNotOpened: ({ product }) => ({ what: `账户尚未开通${product === 'margin' ? '杠杆' : '合约'}。`, remedy: '先在“产品”页面开通；密钥的权限不变。' }),
  boundToWallet: () => ({ what: '此密钥只绑定一个杠杆钱包：只打开作用于该钱包的调用，此调用不在其中。', remedy: '用此密钥通过 /api/v3 交易和读取；其他用普通密钥。' }),
  callerNotMain: () => ({ what: '此调用只限主账户，而密钥属于子账户。', remedy: '使用主账户的密钥。' }),
  callerNotSub: () => ({ what: '此调用只限子账户，而密钥属于主账户。', remedy: '使用子账户的密钥。' }),
  accountWeightUsedUp: ({ limit, windowMs, retryAfterMs }) => ({ what: `账户在 ${span(windowMs)}内用完了此调用 ${limit} 的权重。`, remedy: `${wait(retryAfterMs)}账户的所有密钥共用此限额。` }),
  replayed: () => ({ what: '完全相同的签名调用此前已到达；此密钥每个只接受一次。', remedy: '用新的 timestamp 重新签名。如果你只发送过一次，说明有人录下了它。' }),
  beforeRestart: () => ({ what: '调用签名于服务器上次启动之前，无法得知当时是否已到达。', remedy: '重新签名后发送。' }),
  parameter: ({ fault: of }) => ({ what: fault(of), remedy: '按此调用的参考页面发送。' }),
  guardRail: ({ limit, asked, allowed }) => ({ what: asked === undefined ? `超出密钥的限额：${limit}` : `密钥的限额 ${limit} 还剩 ${allowed ?? '无'}；请求为 ${asked}。`, remedy: '密钥的所有者可在其页面更改此限额。' }),
}

/** A call that the gate let through. */
export const admittedChinese = (status: number, code: number | null, message: string | undefined): Told => (status < 400
  ? { what: '此调用已放行，并已完成。', remedy: '无需再做什么。' }
  : { what: `此调用已放行；交易场所以代码 ${code ?? status} 应答${message === undefined ? '。' : `：${message}`}`, remedy: '密钥、地址、时间、签名和权限都没有问题：应答自己的文字说明需要更改什么（余额、过滤器、订单状态……）。' })

/** What a check that was passed saw. */
export const seenChinese = (seen: StepSeen): string => {
  switch (seen.is) {
    case 'unsigned': return '未签名'
    case 'keyless': return '不需要密钥'
    case 'signatureFits': return '与发送的字节相符'
    case 'clock': return `与服务器时钟相差 ${seen.differenceMs} 毫秒，窗口 ${seen.recvWindowMs ?? 5_000} 毫秒`
  }
}
