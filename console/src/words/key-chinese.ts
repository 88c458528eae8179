import type { AllowList } from '../../../src/authority/api-key.ts'
import type { KeyShape } from '../../../src/people/told-change.ts'
import { limitsInWords } from '../parts/policy-in-words.ts'
import { rightNamed } from '../parts/rights.ts'
import type { Words } from './english.ts'
import type { KeyDate, KeyTold } from './told.ts'

/** `2026-12-26 14:03 UTC` */
export const instantText = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`

export const hoursText = (hours: number): string => (hours >= 47 ? `${Math.round(hours / 24)} 天` : `${hours} 小时`)

export const switchesText = (rights: readonly Parameters<typeof rightNamed>[0][]): string => rights.map((name) => `“${rightNamed(name).label}”`).join('、')

export const listText = (list: AllowList): string => (list.mode === 'unrestricted' ? '任何地址' : list.entries.join('、') || '无（列表为空）')

const whence = (list: AllowList): string => {
  if (list.mode === 'unrestricted') return '任何地址均可使用'
  if (list.entries.length === 0) return '任何地方都不能使用（列表为空）'
  return list.entries.length <= 3 ? `仅限 ${list.entries.join('、')}` : `仅限列表中的 ${list.entries.length} 个地址`
}

/** What a key opens and from where, without a full stop. */
const parts = ({ permissions, allowList, guardRails, environment }: KeyShape, w: Words): readonly string[] => [
  permissions.map((name) => w.rights[name].short).join('、') || '只打开公开行情',
  ...(Object.keys(guardRails).length === 0 ? [] : [`限额：${limitsInWords(guardRails, w)}`]), whence(allowList), ...(environment === 'testnet' ? ['在测试网上'] : []),
]

export const shapeText = (shape: KeyShape, w: Words): string => `${parts(shape, w).join('，')}。`

const dated = (date: NonNullable<KeyDate>): string => ('at' in date ? `于 ${instantText(date.at)} ` : ` ${hoursText(date.inHours)}后`)

const STATES: Readonly<Record<KeyTold['state'], string>> = { enabled: '', expired: '', disabled: '已停用，现在什么也打不开。启用后：', retired: '已退役，继任密钥已接替。原为：', deleted: '已删除，再也打不开任何东西。原为：' }

/** A key in one sentence. */
export const keySentence = ({ state, ends, lapses, ...shape }: KeyTold, w: Words): string =>
  `${STATES[state]}${[...parts(shape, w), ...(lapses === null ? [] : [`交易权限${dated(lapses)}失效`]), ends === null ? '无期限' : state === 'expired' ? `已${dated(ends)}到期` : `${dated(ends).trimStart()}到期`].join('，')}。`
