import { type PresetRow, PRESETS } from '../authority/presets.ts'
import { done, type Outcome } from './outcome.ts'

export type { PresetRow }

export const listPresets = async (): Promise<Outcome<readonly PresetRow[]>> => done(PRESETS)
