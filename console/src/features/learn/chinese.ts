import { english } from './english.ts'
export const chinese = english
