import { HTTP_ENDPOINTS, routeOf } from '../../src/binance/endpoint-table.ts'
import { DEMO_FUNDS } from '../../src/demo/demo-accounts.ts'
import { formatDecimal } from '../../src/money.ts'
import { anAccount } from '../harness/in-process.ts'
import { aWorld } from '../harness/world.ts'
import { testAnswerShapes } from './answer-shapes.ts'

const caller = anAccount(100_001)
const world = aWorld([caller])
for (const [asset, funds] of DEMO_FUNDS) world.fund(caller, asset, formatDecimal(funds))

testAnswerShapes(HTTP_ENDPOINTS.map(({ method, path }) => routeOf(method, path)), world.as(caller))
