import type { FindingWords } from './findings.ts'
import { hoursText } from './key-chinese.ts'

const NTP = '用 NTP 让系统保持准时（timedatectl set-ntp true 或 chrony），或查询服务器时间并加上差值。更宽的 recvWindow 只会掩盖它，并让重放更容易。'
const off = '本机时钟与服务器有偏差（见“时钟”一栏）。'

export const findingsChinese: FindingWords = {
  findings: {
    'reach fine': () => ({ what: '它有应答。' }),
    'reach fault': () => ({ what: '它没有告知时间：未能连通。', remedy: '检查地址（只写服务器，不含 /api/v3），以及本机能否连通。' }),
    'clock fine': () => ({ what: '时钟一致。' }),
    'clock advice': () => ({ what: off, remedy: NTP }),
    'clock fault': () => ({ what: `${off}调用会以 -1021 拒绝。`, remedy: NTP }),
    'address fine': () => ({ what: '它看到的来源地址见“来源地址”一栏。' }),
    'address unknown': () => ({ what: '它没有告知所看到的来源地址。' }),
    'key fine': () => ({ what: '非对称密钥：只有你持有用来签名的私钥。' }),
    'key advice': () => ({ what: 'HMAC 密钥。', remedy: '交易所也存有其 Secret。改用 Ed25519 密钥，则只有你持有用来签名的私钥。' }),
    'key unknown': () => ({ what: '没有给出密钥：只查看了无需密钥的内容。' }),
    'signature fine': () => ({ what: '签名被接受。' }),
    'signature unknown': () => ({ what: '未能得知签名是否被接受：调用没有得到应答。' }),
    'signature fault': (_labels, code) => ({ what: `交易所拒绝了签名的调用${code === null ? '' : `（${code}）`}。`, remedy: '检查密钥是否完整、是否仍然有效、是否属于这家交易所及其环境，Secret 是否属于这把密钥，以及来源地址是否在其列表中。' }),
    'encoding fine': () => ({ what: '百分号编码的值按发送的样子参与签名。' }),
    'encoding fault': () => ({ what: '含百分号编码字符的值被当作签名错误拒绝：途中有东西解码后重新编码。', remedy: '查找改写查询串的代理；直接调用服务器。' }),
    'encoding unknown': () => ({ what: '未能得知百分号编码的值是否按发送的样子参与签名。' }),
    'rights fine': (labels) => ({ what: `它拥有：${labels}。` }),
    'rights advice': (labels) => (labels === '' ? { what: '它没有任何权限：只打开公开数据。', remedy: '若要读取，请开启“Enable Reading”。' } : { what: `它拥有：${labels}。`, remedy: '它能移动资金。除非程序必须自行提现，请收回提现权限；划转请用单独的密钥。' }),
    'rights unknown': () => ({ what: '交易所没有告知它有哪些权限。' }),
    'binding fine': () => ({ what: '它已绑定地址。' }),
    'binding advice': () => ({ what: '它可在任何地址使用：副本在任何机器上都有效。', remedy: '请限制为实际使用的地址。' }),
    'binding fault': () => ({ what: '它可在任何地址使用：副本在任何机器上都有效，其交易权限可能会失效。', remedy: '请限制为实际使用的地址。' }),
    'fit fine': () => ({ what: '权限正好符合其用途。' }),
    'fit advice': (labels) => ({ what: `此用途不需要：${labels}。`, remedy: '请关闭它们。' }),
    'fit fault': (labels) => ({ what: `此用途还需要：${labels}。`, remedy: '请开启它们，或选择其他用途。' }),
  },
  concerns: {
    rotation: ({ dueInHours }) => ({ what: dueInHours <= 0 ? `早应轮换，已过 ${hoursText(-dueInHours)}：其 Secret 越来越旧。` : `应在 ${hoursText(dueInHours)}内轮换。`, remedy: '在交易所新建密钥，在此登记，然后在那里和这里删除这一把。' }),
    grade: ({ grade }, w) => ({ what: `其风险等级为 ${grade}（${w.grades[grade]}）。`, remedy: '收窄其权限，或绑定地址。' }),
    silence: ({ forHours }) => ({ what: `已有 ${hoursText(forHours)}无法检查。`, remedy: '检查该交易所能否连通，密钥是否仍然有效。' }),
  },
}
