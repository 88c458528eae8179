import type { TermsWords } from './server-words.ts'

/** The margin agreement and the questions about futures, of the versions that stand here: of any other the server's own text is shown. */
export const termsChinese: TermsWords = {
  margin: {
    version: '2026-11',
    clauses: [
      '杠杆用的是借来的钱：亏损按整个仓位计算，可能超过你投入的本金。',
      '借款从第一个小时起按小时计息，直至还清。',
      '保证金水平过低时，仓位会不经你同意按市价平仓；平仓后仍欠的部分仍须偿还。',
      '带有杠杆权限的密钥可以借款、还款和移动抵押品，不会再次征求你的同意。不需要它的程序，不要给。',
    ],
  },
  futures: {
    version: '2026-11',
    questions: {
      leverage: { question: '你用 1,000 USDT 保证金开了 10,000 USDT 的仓位（10 倍）。价格向不利方向变动 5 %，你的保证金亏掉多少？', answers: ['其中的 5 %', '其中的 50 %', '全部'] },
      liquidation: { question: '保证金不足以覆盖维持保证金时，会发生什么？', answers: ['交易所等你追加资金', '交易所按市价平仓，并收取费用', '仓位保持不变，只是不能再下新订单'] },
      funding: { question: '你持有永续合约。资金费率是什么？', answers: ['每笔订单付给交易所的手续费', '你借出资金的利息', '多空双方在固定时间之间的支付，你可能需要支付'] },
      crossMargin: { question: '全仓模式下，一个仓位的亏损可能用掉什么？', answers: ['仅该仓位的保证金', '整个合约钱包', '什么也不会，亏损有上限'] },
      key: { question: '某程序带有合约权限的密钥被盗。没有提现权限，窃取者能做什么？', answers: ['做不了任何造成损失的事', '只能读取账户', '通过与自己的账户对敲，亏掉账户的钱'] },
    },
  },
}
