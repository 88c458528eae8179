import type { Command } from './command.ts'
import { accounts } from './commands/accounts.ts'
import { auditVerify } from './commands/audit-verify.ts'
import { backup } from './commands/backup.ts'
import { explain } from './commands/explain.ts'
import { clock } from './commands/clock.ts'
import { keysAttention } from './commands/keys-attention.ts'
import { keysCreate } from './commands/keys-create.ts'
import { keysDelete } from './commands/keys-delete.ts'
import { keysDisable } from './commands/keys-disable.ts'
import { keysEdit } from './commands/keys-edit.ts'
import { keysEnable } from './commands/keys-enable.ts'
import { keysExtend } from './commands/keys-extend.ts'
import { keysList } from './commands/keys-list.ts'
import { keysRotate } from './commands/keys-rotate.ts'
import { keysShow } from './commands/keys-show.ts'
import { keysSplit } from './commands/keys-split.ts'
import { otp } from './commands/otp.ts'
import { outbox } from './commands/outbox.ts'
import { presets } from './commands/presets.ts'
import { restore } from './commands/restore.ts'
import { sealingKeyRotate } from './commands/sealing-key-rotate.ts'
import { start } from './commands/start.ts'
import { version } from './commands/version.ts'

/** Every command, in the order the help shows them. `help` itself is the dispatcher's. */
export const COMMANDS: readonly Command[] = [
  start, presets, keysCreate, keysList, keysShow, keysAttention, keysEdit, keysExtend, keysRotate, keysSplit, keysDisable, keysEnable, keysDelete, accounts, explain, auditVerify, outbox, otp, clock, sealingKeyRotate, backup, restore, version,
]
