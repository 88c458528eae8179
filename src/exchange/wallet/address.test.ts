import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { accountId } from '../../ids.ts'
import { CHAINS, chainNamed } from '../listing/chains.ts'
import { isAddress, isAddressTag } from './address-format.ts'
import { decodeBase58, decodeBase58Check, encodeBase58, encodeBase58Check, RIPPLE_ALPHABET } from './base58.ts'
import { decodeBech32, encodeBech32, regroup } from './bech32.ts'
import { accountOfAddress, depositAddress } from './deposit-address.ts'

/** Addresses that the chains' own documents and explorers show, and ones with a letter wrong. */
const VECTORS: Readonly<Record<string, { readonly good: readonly string[]; readonly bad: readonly string[] }>> = {
  BTC: {
    good: ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', '1BitcoinEaterAddressDontSendf59kuE', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', 'bc1p5d7rjq7g6rdk2yhzks9smlaqtedr4dekq08ge8ztwac72sfr9rusxg3297'],
    bad: ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLz', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx', 'LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
  },
  ETH: {
    good: ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359', '0xdac17f958d2ee523a2206206994597c13d831ec7'],
    bad: ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe', '5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
  },
  BSC: { good: ['0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB', '0x55d398326f99059ff775485246999027b3197955'], bad: ['0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6Fb', 'bnb1grpf0955h0ykzq3ar5nmum7y6gdfl6lxfn46h2'] },
  ARBITRUM: { good: ['0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb'], bad: ['0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9adb'] },
  TRX: { good: ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'TLa2f6VPqDgRE67v1736s7bJ8Ray5wYjU7'], bad: ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'] },
  SOL: {
    good: ['7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV', 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v', '11111111111111111111111111111111', 'Vote111111111111111111111111111111111111111'],
    bad: ['zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz', 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyT', '7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLt0', 'So1111111111111111111111111111111111111111'],
  },
  ADA: {
    good: [
      'addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x',
      'addr1vx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzers66hrl8',
      'Ae2tdPwUPEZ4YjgvykNpoFeYUxoyhNj2kg8KfKWN2FizsSpLUPv68MpTVDo',
    ],
    bad: [
      'addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3y',
      'addr_test1vz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspjrlsz', 'Ae2tdPwUPEZ4YjgvykNpoFeYUxoyhNj2kg8KfKWN2FizsSpLUPv68MpTVDp',
    ],
  },
  DOGE: { good: ['DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L', 'D7Y55r6Yoc1G8EECxkQ6SuSjTgGJJ7M6yD'], bad: ['DH5yaieqoZN36fDVciNyRueRGvGLR3mr7M', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'] },
  LTC: { good: ['LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9', 'ltc1qg42tkwuuxefutzxezdkdel39gfstuap288mfea'], bad: ['LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH8', 'ltc1qg42tkwuuxefutzxezdkdel39gfstuap288mfeb'] },
  XRP: { good: ['rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh', 'rrrrrrrrrrrrrrrrrrrrBZbvji', 'rrrrrrrrrrrrrrrrrrrrrhoLvTp', 'r3kmLJN5D28dHuH8vZNUZpMC43pEHpaocV'], bad: ['rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTi', 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyT', 'XVLhHMPHU98es4dbozjVtdWzVrDjtV18pX8yuPT7y4xaEHi'] },
}

describe('address formats', () => {
  for (const chain of CHAINS) {
    test(`${chain.network} takes its own addresses and no others`, () => {
      const vectors = VECTORS[chain.network]
      assert.ok(vectors, 'every chain has vectors')
      for (const address of vectors.good) assert.equal(isAddress(chain, address), true, address)
      for (const address of [...vectors.bad, '', ' ', 'nonsense', `${vectors.good[0]} `, 'a'.repeat(5_000)]) assert.equal(isAddress(chain, address), false, address)
    })
  }

  test('no text makes a check throw', () => {
    fc.assert(fc.property(fc.constantFrom(...CHAINS), fc.oneof(fc.string(), fc.base64String()), (chain, text) => {
      assert.equal(typeof isAddress(chain, text), 'boolean')
    }), { numRuns: 300 })
  })

  test('a memo is a number on the XRP Ledger, and nothing elsewhere', () => {
    const [xrp, btc] = [chainNamed('XRP')!, chainNamed('BTC')!]
    for (const tag of ['0', '1', '4294967295']) assert.equal(isAddressTag(xrp, tag), true, tag)
    for (const tag of ['', '-1', '01', '4294967296', '99999999999', 'x', '1.5']) assert.equal(isAddressTag(xrp, tag), false, tag)
    assert.equal(isAddressTag(btc, '1'), false)
  })
})

describe('deposit addresses', () => {
  const ids = fc.integer({ min: 2, max: 4_000_000_000 })

  test('are valid on their chain, and lead back to their account', () => {
    fc.assert(fc.property(fc.constantFrom(...CHAINS), ids, (chain, id) => {
      const { address, tag } = depositAddress(accountId(id), chain)
      assert.equal(isAddress(chain, address), true, `${chain.network} ${address}`)
      if (tag !== '') assert.equal(isAddressTag(chain, tag), true)
      assert.equal(accountOfAddress(chain, address, tag), id)
      assert.deepEqual(depositAddress(accountId(id), chain), { address, tag })
    }), { numRuns: 300 })
  })

  test('of two accounts differ', () => {
    fc.assert(fc.property(fc.constantFrom(...CHAINS), ids, ids, (chain, a, b) => {
      fc.pre(a !== b)
      assert.notDeepEqual(depositAddress(accountId(a), chain), depositAddress(accountId(b), chain))
    }), { numRuns: 100 })
  })

  test('of others lead to nobody', () => {
    for (const chain of CHAINS) for (const address of VECTORS[chain.network]!.good) assert.equal(accountOfAddress(chain, address, ''), null)
    assert.equal(accountOfAddress(chainNamed('XRP')!, 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh', '100'), null)
  })
})

describe('base 58 and Bech32', () => {
  test('read back what they wrote', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      assert.deepEqual([...decodeBase58(encodeBase58(bytes))!], [...bytes])
      assert.deepEqual([...decodeBase58Check(encodeBase58Check(5, bytes, RIPPLE_ALPHABET), RIPPLE_ALPHABET)!.payload], [...bytes])
      const words = regroup(bytes, 8, 5, true)
      assert.deepEqual(decodeBech32(encodeBech32('addr', words)), { prefix: 'addr', words })
      assert.deepEqual(regroup(words, 5, 8, false), [...bytes])
    }))
  })

  test('agree with published examples', () => {
    assert.equal(encodeBase58(Buffer.from('Hello World!')), '2NEpo7TZRRrLZSi2U')
    assert.equal(encodeBase58Check(0, Buffer.from('010966776006953d5567439e5e39f86a0d273bee', 'hex')), '16UwLL9Risc3QfPqBUvKofHmBQ7wMtjvM')
    assert.equal(encodeBech32('bc', [0, ...regroup(Buffer.from('751e76e8199196d454941c45d1b3a323f1433bd6', 'hex'), 8, 5, true)]), 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4')
    assert.equal(decodeBech32('A12UEL5L')?.prefix, 'a')
    assert.equal(decodeBech32('A1G7SGD8'), null)
  })
})
