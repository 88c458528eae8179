import { keyDoctor } from './delivery/key-doctor.ts'
import type { ExternalParts } from './operations/external/external-parts.ts'
import { type ExternalRoom, externalRoom } from './operations/external/external-room.ts'

/** The keys of other exchanges, with who examines them. BITTING_EXTERNAL_INSIDE=yes lets exchanges inside the network be called, over plain HTTP too. */
export const openExternal = (parts: Omit<ExternalParts, 'doctor' | 'allowsInside'>): ExternalRoom => {
  const allowsInside = process.env['BITTING_EXTERNAL_INSIDE'] === 'yes'
  return externalRoom({ ...parts, doctor: keyDoctor(allowsInside), allowsInside })
}
