import { findEndpoint, HTTP_ENDPOINTS, routeOf } from '../../src/binance/endpoint-table.ts'
import { DEMO_FUNDS } from '../../src/demo/demo-accounts.ts'
import { formatDecimal } from '../../src/money.ts'
import { anAccount } from '../harness/in-process.ts'
import { aWorld } from '../harness/world.ts'
import { testAnswerShapes } from './answer-shapes.ts'

const caller = anAccount(100_001)
const sub = anAccount(100_002, { parentId: caller.id })
const world = aWorld([caller, sub])
for (const owner of [caller, sub]) for (const [asset, funds] of DEMO_FUNDS) world.fund(owner, asset, formatDecimal(funds))
const [asMain, asSub] = [world.as(caller), world.as(sub)]
// The first second gives every contract its mark price.
world.clock.advance()
world.venue.execute({ kind: 'tick' })

testAnswerShapes(HTTP_ENDPOINTS.map(({ method, path }) => routeOf(method, path)), (method, path, parameters) => (findEndpoint(method, path)?.callers === 'sub' ? asSub : asMain)(method, path, parameters))
