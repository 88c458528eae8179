import type { Conversion } from '../../../exchange/convert/conversion.ts'
import { type Amount, formatDecimal, ratioRoundedDown, UNIT } from '../../../money.ts'
import { toMs } from '../../../time.ts'

interface Sides { readonly fromAmount: Amount; readonly toAmount: Amount }

/** What one unit gives, and what one unit costs, cut to 10⁻⁸. */
export const ratiosBody = ({ fromAmount, toAmount }: Sides) => ({
  ratio: formatDecimal(ratioRoundedDown(toAmount, UNIT, fromAmount)),
  inverseRatio: formatDecimal(ratioRoundedDown(fromAmount, UNIT, toAmount)),
})

export const amountsBody = ({ fromAmount, toAmount }: Sides) => ({ fromAmount: formatDecimal(fromAmount), toAmount: formatDecimal(toAmount) })

const STATUS: Readonly<Record<Conversion['state'], string>> = { open: 'PROCESS', done: 'SUCCESS', cancelled: 'CANCELED', expired: 'EXPIRED' }

export const statusOf = ({ state }: Conversion): string => STATUS[state]

export const conversionBody = (conversion: Conversion) => ({
  orderId: conversion.orderId,
  orderStatus: statusOf(conversion),
  fromAsset: conversion.fromAsset, fromAmount: formatDecimal(conversion.fromAmount),
  toAsset: conversion.toAsset, toAmount: formatDecimal(conversion.toAmount),
  ...ratiosBody(conversion),
  createTime: toMs(conversion.createdAtUs),
})
