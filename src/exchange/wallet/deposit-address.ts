import { hash } from 'node:crypto'
import { accountId as makeAccountId, type AccountId } from '../../ids.ts'
import type { AssetNetwork } from '../symbol.ts'
import { decodeBase58, decodeBase58Check, encodeBase58, encodeBase58Check, RIPPLE_ALPHABET } from './base58.ts'
import { decodeBech32, encodeBech32, regroup } from './bech32.ts'

export interface DepositAddress { readonly address: string; readonly tag: string }

/** How a chain writes a number of bytes as an address, and reads them again. */
interface Writing {
  readonly payloadBytes: number
  write(payload: Uint8Array): string
  read(address: string): Uint8Array | null
}

const base58Check = (version: number): Writing => ({
  payloadBytes: 20,
  write: (payload) => encodeBase58Check(version, payload),
  read: (address) => decodeBase58Check(address)?.payload ?? null,
})

const HEX: Writing = {
  payloadBytes: 20,
  write: (payload) => `0x${Buffer.from(payload).toString('hex')}`,
  read: (address) => Buffer.from(address.slice(2), 'hex'),
}

/** Witness version 0 and the 20 bytes of a key's hash. */
const SEGWIT: Writing = {
  payloadBytes: 20,
  write: (payload) => encodeBech32('bc', [0, ...regroup(payload, 8, 5, true)]),
  read: (address) => payloadOf(address, 'bc', 1),
}

/** Header of a main-net base address, and two hashes of 28 bytes. */
const CARDANO: Writing = {
  payloadBytes: 56,
  write: (payload) => encodeBech32('addr', regroup([0x01, ...payload], 8, 5, true)),
  read: (address) => payloadOf(address, 'addr', 0)?.subarray(1) ?? null,
}

const payloadOf = (address: string, prefix: string, wordsSkipped: number): Uint8Array | null => {
  const decoded = decodeBech32(address)
  return decoded && decoded.prefix === prefix ? Uint8Array.from(regroup(decoded.words.slice(wordsSkipped), 5, 8, false)) : null
}

const SOLANA: Writing = { payloadBytes: 32, write: (payload) => encodeBase58(payload), read: (address) => decodeBase58(address) }

/** By address format. Chains that write addresses alike share an account's address, as they do on Binance. */
const WRITINGS: ReadonlyMap<string, Writing> = new Map<string, Writing>([
  ['bitcoin', SEGWIT], ['ethereum', HEX], ['binancesmartchain', HEX], ['arbitrum', HEX], ['tron', base58Check(0x41)],
  ['solana', SOLANA], ['cardano', CARDANO], ['dogecoin', base58Check(0x1e)], ['litecoin', base58Check(0x30)],
])

/** The XRP Ledger has one address for everybody; the tag says whose deposit it is. */
const XRP_ADDRESS = encodeBase58Check(0x00, hash('sha256', 'bitting deposit ripple', 'buffer').subarray(0, 20), RIPPLE_ALPHABET)

const ID_BYTES = 8
const MASK = hash('sha256', 'bitting deposit account', 'buffer').subarray(0, ID_BYTES)

const masked = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte, at) => byte ^ MASK[at]!))

/** The account's number, masked, and bytes that only this account's address has. */
const payloadFor = (accountId: AccountId, size: number): Uint8Array => {
  const id = Buffer.alloc(ID_BYTES)
  id.writeBigUInt64BE(BigInt(accountId))
  return Buffer.concat([masked(id), hash('sha512', `bitting deposit ${accountId}`, 'buffer')]).subarray(0, size)
}

const writingOf = (network: Pick<AssetNetwork, 'addressFormat'>): Writing => {
  const writing = WRITINGS.get(network.addressFormat)
  if (!writing) throw new Error(`no way to write addresses of ${network.addressFormat}`)
  return writing
}

/** Where an account's deposits go: always the same, and no other account's. */
export const depositAddress = (accountId: AccountId, network: Pick<AssetNetwork, 'addressFormat'>): DepositAddress => {
  if (network.addressFormat === 'ripple') return { address: XRP_ADDRESS, tag: String(accountId) }
  const writing = writingOf(network)
  return { address: writing.write(payloadFor(accountId, writing.payloadBytes)), tag: '' }
}

/** The account a deposit address was made for; null where it is nobody's here. The account need not exist. */
export const accountOfAddress = (network: Pick<AssetNetwork, 'addressFormat'>, address: string, tag: string): AccountId | null => {
  if (network.addressFormat === 'ripple') return address === XRP_ADDRESS && /^[1-9]\d{0,9}$/.test(tag) ? makeAccountId(Number(tag)) : null
  const writing = writingOf(network)
  const payload = writing.read(address)
  if (!payload || payload.length !== writing.payloadBytes) return null
  const id = masked(payload.subarray(0, ID_BYTES)).readBigUInt64BE()
  if (id > BigInt(Number.MAX_SAFE_INTEGER)) return null
  const accountId = makeAccountId(Number(id))
  return Buffer.from(payloadFor(accountId, writing.payloadBytes)).equals(payload) ? accountId : null
}
